import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Column } from '../domain/saved-state.ts';
import { asRefusal, type Checkpoint, type CheckpointRefused } from './checkpoint.ts';
import { createCheckpointFile, type CheckpointStore } from './checkpoint-file.ts';

let folder: string;
let path: string;
let store: CheckpointStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-checkpoint-'));
  path = join(folder, 'live', 'checkpoint');
  store = createCheckpointFile(path);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function checkpointOf(columns: readonly (readonly [string, Column])[], records: unknown = null): Checkpoint {
  return {
    stateVersion: 3,
    ruleVersion: 'abcdef',
    subscribersVersion: 'none',
    slotSeconds: 600,
    historyId: 'some history',
    erasures: 0,
    closedThrough: 1_704_067_200,
    state: { columns: new Map(columns), records },
  };
}

const small = checkpointOf(
  [
    ['mean', Float32Array.of(1.5, NaN, -0, Infinity)],
    ['flag', Uint8Array.of(1, 2, 3)],
    ['none', new Int16Array(0)],
  ],
  [{ subscriber: 'ä', least: Infinity, zero: -0 }],
);

async function refusalOf(content: Uint8Array): Promise<CheckpointRefused | null> {
  await writeFile(path, content);
  return store.read().then(() => null, asRefusal);
}

const columnKinds = [
  fc.float32Array(),
  fc.float64Array(),
  fc.uint8Array(),
  fc.uint16Array(),
  fc.uint32Array(),
  fc.int8Array(),
  fc.int16Array(),
  fc.int32Array(),
] as const;

describe('a checkpoint file', () => {
  it('is not there before the first was written, nor after it was removed', async () => {
    expect(await store.read()).toBeNull();
    await store.write(small);
    await store.remove();
    expect(await store.read()).toBeNull();
    await store.remove();
  });

  it('gives back what was written, bit for bit', async () => {
    const columns = fc.array(fc.tuple(fc.string(), fc.oneof(...columnKinds)), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(columns, fc.jsonValue(), async (named, records) => {
        const checkpoint = checkpointOf(named, records);
        const bytes = await store.write(checkpoint);
        expect((await readFile(path)).length).toBe(bytes);
        const read = await store.read();
        expect(read).toEqual(checkpoint);
        const bitsOf = (column: Column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength);
        for (const [name, column] of checkpoint.state.columns) {
          expect(bitsOf(read!.state.columns.get(name)!).equals(bitsOf(column))).toBe(true);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('keeps numbers that JSON does not have', async () => {
    await store.write(checkpointOf([], [Infinity, -Infinity, NaN, -0, 0, { deep: [Infinity] }]));
    expect((await store.read())!.state.records).toEqual([Infinity, -Infinity, NaN, -0, 0, { deep: [Infinity] }]);
  });

  it('of several megabytes comes back in pieces', async () => {
    const large = Uint32Array.from({ length: 1_500_000 }, (_, n) => n * 2_654_435_761);
    await store.write(checkpointOf([['large', large]]));
    expect((await store.read())!.state.columns.get('large')).toEqual(large);
  });

  it('takes the place of the one before, and leaves nothing beside it', async () => {
    await store.write(small);
    await store.write({ ...small, closedThrough: 7 });
    expect((await store.read())!.closedThrough).toBe(7);
    expect(await readdir(join(folder, 'live'))).toEqual(['checkpoint']);
  });

  it('leaves the one before when it can’t be written', async () => {
    await store.write(small);
    await mkdir(`${path}.new`);
    await expect(store.write({ ...small, closedThrough: 7 })).rejects.toThrow('EISDIR');
    expect(await store.read()).toEqual(small);
  });

  it('is refused wherever a bit of it has changed', async () => {
    await store.write(small);
    const content = await readFile(path);
    for (let at = 0; at < content.length; at++) {
      const changed = Buffer.from(content);
      changed[at]! ^= 1 << (at % 8);
      // The version of the format is read before anything else can be understood.
      const isFormat = at >= 8 && at < 12;
      expect((await refusalOf(changed))?.reason, `byte ${at}`).toBe(isFormat ? 'format' : 'damaged');
    }
  });

  it('is refused wherever it was cut off, and when more follows', async () => {
    await store.write(small);
    const content = await readFile(path);
    for (let length = 0; length < content.length; length++) {
      expect((await refusalOf(content.subarray(0, length)))?.reason, `${length} bytes`).toBe('damaged');
    }
    expect((await refusalOf(Buffer.concat([content, Buffer.of(0)])))?.reason).toBe('damaged');
  });

  it('says what is wrong with it', async () => {
    await store.write(small);
    const content = await readFile(path);
    const changed = (at: number, byte: number): Buffer => {
      const copy = Buffer.from(content);
      copy[at] = byte;
      return copy;
    };
    const length = content.length;
    expect((await refusalOf(changed(0, 0)))?.message).toBe('is damaged: it does not begin as one');
    expect((await refusalOf(changed(8, 9)))?.message).toBe('is of format 9, expected 1');
    expect((await refusalOf(content.subarray(0, length - 1)))?.message).toBe(
      `is damaged: it has ${length - 1} bytes, which is not what its beginning says`,
    );
    expect((await refusalOf(changed(length - 40, 0)))?.message).toBe('is damaged: it does not match its checksum');
  });
});
