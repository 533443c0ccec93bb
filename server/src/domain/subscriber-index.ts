/**
 * The subscriber directory: ids as bytes in one arena, found by open addressing over a typed array.
 * About 30 bytes a subscriber with ids of 8 characters; no string is made on the fast path.
 */
import { grownTo } from './grown-array.ts';
import { StateMismatch, type Column, type Saveable, type SavedState } from './saved-state.ts';
import type { SubscriberDirectory } from './subscriber-directory.ts';

const maxIdBytes = 255;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class SubscriberIndex implements SubscriberDirectory, Saveable {
  #size = 0;
  #arena = new Uint8Array(1 << 16);
  #arenaEnd = 0;
  /** Where each id begins in the arena; the next entry is where it ends. */
  #offset = new Uint32Array(1 << 12);
  /** Pairs (hash, index + 1): the hash is compared before the arena is touched. 0 in the second place is a free pair. */
  #table = new Uint32Array(1 << 14);

  /** Of erased ids: their index is nobody's any more. */
  readonly #erased = new Set<number>();

  get size(): number {
    return this.#size;
  }

  indexOf(id: string): number {
    const bytes = encoder.encode(id);
    return this.indexOfBytes(bytes, 0, bytes.length);
  }

  /** Index of the id in `source[from, to)`, added when new. Throws on an id of no or more than 255 bytes. */
  indexOfBytes(source: Uint8Array, from: number, to: number): number {
    const hash = hashOf(source, from, to);
    const mask = (this.#table.length >> 1) - 1;
    let pair = hash & mask;
    for (;;) {
      const entry = this.#table[2 * pair + 1]!;
      if (entry === 0) return this.#add(hash, source, from, to);
      if (this.#table[2 * pair] === hash && this.matches(entry - 1, source, from, to)) return entry - 1;
      pair = (pair + 1) & mask;
    }
  }

  /** Whether `source[from, to)` is the id at `index`: lets a caller that guesses the next subscriber skip the look-up. */
  matches(index: number, source: Uint8Array, from: number, to: number): boolean {
    const start = this.#offset[index]!;
    const length = to - from;
    if (this.#offset[index + 1]! - start !== length) return false;
    const arena = this.#arena;
    for (let i = 0; i < length; i++) if (arena[start + i] !== source[from + i]) return false;
    return true;
  }

  /** Index of the id; null when it is not known. */
  find(id: string): number | null {
    const bytes = encoder.encode(id);
    const hash = hashOf(bytes, 0, bytes.length);
    const mask = (this.#table.length >> 1) - 1;
    for (let pair = hash & mask; ; pair = (pair + 1) & mask) {
      const entry = this.#table[2 * pair + 1]!;
      if (entry === 0) return null;
      if (this.#table[2 * pair] === hash && this.matches(entry - 1, bytes, 0, bytes.length)) return entry - 1;
    }
  }

  /** Nothing of the id is left; its index stays, without a name. An id like it is a new one. */
  erase(index: number): void {
    this.#erased.add(index);
    this.#arena.fill(0, this.#offset[index], this.#offset[index + 1]);
    this.#rehash(this.#table.length);
  }

  isErased(index: number): boolean {
    return this.#erased.size > 0 && this.#erased.has(index);
  }

  idOf(index: number): string {
    return decoder.decode(this.#arena.subarray(this.#offset[index], this.#offset[index + 1]));
  }

  copyIdInto(index: number, target: Uint8Array, offset: number): number {
    const start = this.#offset[index]!;
    const length = this.#offset[index + 1]! - start;
    for (let i = 0; i < length; i++) target[offset + i] = this.#arena[start + i]!;
    return length;
  }

  save(): SavedState {
    const lengths = new Uint8Array(this.#size);
    for (let index = 0; index < this.#size; index++) lengths[index] = this.#offset[index + 1]! - this.#offset[index]!;
    const ids = this.#arena.slice(0, this.#arenaEnd);
    const erased = Uint32Array.from(this.#erased).sort();
    return { columns: new Map<string, Column>(Object.entries({ ids, lengths, erased })), records: null };
  }

  /** Adds the ids in their order, so that each has the index it had. Throws when an id has another index already. */
  restore({ columns }: SavedState): void {
    const ids = columns.get('ids');
    const lengths = columns.get('lengths');
    if (!(ids instanceof Uint8Array && lengths instanceof Uint8Array))
      throw new StateMismatch('has no subscriber ids, expected the columns ids and lengths');
    // A state from before nobody was ever erased has no such column.
    const erased = new Set(columns.get('erased') ?? []);
    let from = 0;
    for (const [index, length] of lengths.entries()) {
      const to = from + length;
      if (erased.has(index)) this.#erased.add(index);
      const found = erased.has(index) ? this.#append(ids, from, to) : this.indexOfBytes(ids, from, to);
      if (length === 0 || to > ids.length || found !== index)
        throw new StateMismatch(`has no new id at index ${index}, expected each subscriber once and in order`);
      from = to;
    }
    if (this.#size !== lengths.length)
      throw new StateMismatch(
        `has ${lengths.length} subscribers, and ${this.#size} are known: expected none before it`,
      );
  }

  #add(hash: number, source: Uint8Array, from: number, to: number): number {
    const index = this.#append(source, from, to);
    if (this.#size * 3 > this.#table.length) this.#rehash(this.#table.length * 2);
    place(this.#table, hash, index);
    return index;
  }

  /** Without a place in the table. */
  #append(source: Uint8Array, from: number, to: number): number {
    const length = to - from;
    if (length < 1 || length > maxIdBytes) {
      throw new RangeError(`A subscriber id has ${length} bytes, expected 1 to ${maxIdBytes}`);
    }
    const index = this.#size++;
    if (this.#arenaEnd + length > this.#arena.length) this.#arena = grownTo(this.#arena, this.#arena.length * 2);
    if (index + 1 >= this.#offset.length) this.#offset = grownTo(this.#offset, this.#offset.length * 2);
    this.#arena.set(source.subarray(from, to), this.#arenaEnd);
    this.#arenaEnd += length;
    this.#offset[index + 1] = this.#arenaEnd;
    return index;
  }

  #rehash(entries: number): void {
    const old = this.#table;
    this.#table = new Uint32Array(entries);
    for (let at = 0; at < old.length; at += 2) {
      const entry = old[at + 1]!;
      if (entry !== 0 && !this.#erased.has(entry - 1)) place(this.#table, old[at]!, entry - 1);
    }
  }
}

function place(table: Uint32Array, hash: number, index: number): void {
  const mask = (table.length >> 1) - 1;
  let pair = hash & mask;
  while (table[2 * pair + 1] !== 0) pair = (pair + 1) & mask;
  table[2 * pair] = hash;
  table[2 * pair + 1] = index + 1;
}

/** FNV-1a, then the finaliser of MurmurHash3, so that ids that differ in the last digit fall apart in the low bits. */
function hashOf(source: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ source[i]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
