import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../domain/dead-letter.ts';
import type { DeviceReading } from '../domain/device.ts';
import { createSessionBatch, type SessionBatch } from '../domain/session-batch.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { createPseudonyms } from '../privacy/pseudonyms.ts';
import { DroppedRows } from '../pipeline/dropped-rows.ts';
import { holdSnapshot } from '../pipeline/held-snapshot.ts';
import { IngestEdge } from './ingest-edge.ts';
import { takingNumbers } from './received/named-records.ts';
import type { ReceivedSource } from './received/received-source.ts';
import type { Snapshot, Source } from './source.ts';

const device: DeviceReading = {
  id: 0,
  name: '62.0',
  unit: 'bits',
  counters: 'interval',
  delimiter: ',',
  dateFormat: '',
  clockOffsetSeconds: 0,
};
const pseudonyms = createPseudonyms(['k'.repeat(32)]);
const letter: DeadLetter = { file: 'f', line: 9, column: '', reason: 'wrong-column-count', given: '1,Ana-7560,ü' };

class World {
  readonly directory = new SubscriberIndex();
  readonly ignored = new Set<string>();
  readonly edge: IngestEdge;
  #deliver: (snapshot: Snapshot) => Promise<void> = () => Promise.reject(new Error('not started'));

  constructor(names: typeof pseudonyms | null) {
    const isIgnored = (name: string): boolean => this.ignored.has(name);
    this.edge = new IngestEdge({ directory: this.directory, pseudonyms: names, isIgnored });
  }

  /** What is told behind the edge of a snapshot with a row of each number, and of a broken row. */
  async told(...numbers: string[]) {
    let told = null as { rows: string[]; counts: object; letters: readonly DeadLetter[]; total: number } | null;
    const source: Source = {
      description: 'rows',
      simulated: false,
      start: (sink) => void (this.#deliver = (snapshot) => sink.accept(snapshot)),
      stop: () => Promise.resolve(),
    };
    const accept = async (snapshot: Snapshot): Promise<void> => {
      const dropped = new DroppedRows();
      const { batches, rows: total } = holdSnapshot(snapshot, dropped);
      const rows = batches.flatMap((batch) =>
        Array.from({ length: batch.count }, (_, row) =>
          [this.directory.idOf(batch.subscriber[row]!), batch.session[row], batch.upCounter[row]].join(' '),
        ),
      );
      told = { rows, counts: dropped.counts, letters: dropped.letters, total };
    };
    this.edge
      .guarded(source)
      .start(
        { accept, caughtUp: () => Promise.resolve(), progress: () => undefined },
        { closedThrough: null, ingested: new Set() },
      );
    const batch = this.batchOf(numbers);
    const before = [...batch.subscriber];
    await this.#deliver({
      device,
      snapshotAt: 600,
      revision: 0,
      file: 'f',
      sizeBytes: 1,
      read(onBatch, onDeadLetter) {
        onBatch(batch);
        onDeadLetter(letter);
        return numbers.length + 1;
      },
    });
    expect([...batch.subscriber]).toEqual(before);
    return told!;
  }

  batchOf(numbers: readonly string[]): SessionBatch {
    const batch = createSessionBatch(numbers.length);
    for (const [row, number] of numbers.entries()) {
      batch.subscriber[row] = this.edge.numbers.indexOf(number);
      batch.session[row] = row;
      batch.upCounter[row] = 10 * row;
      batch.line[row] = row + 2;
    }
    batch.count = numbers.length;
    return batch;
  }
}

const numbers = ['7560', 'Ana', '7560'];

describe('the edge of ingest', () => {
  it('lets numbers pass where there are no pseudonyms', async () => {
    const { rows, letters, total } = await new World(null).told(...numbers);
    expect({ rows, letters, total }).toEqual({
      rows: ['7560 0 0', 'Ana 1 10', '7560 2 20'],
      letters: [letter],
      total: 4,
    });
  });

  it('lets nothing behind it know a number where there are', async () => {
    const world = new World(pseudonyms);
    const { rows, letters } = await world.told(...numbers);
    const [first, ana] = [pseudonyms.of('7560'), pseudonyms.of('Ana')];
    expect(rows).toEqual([`${first} 0 0`, `${ana} 1 10`, `${first} 2 20`]);
    // Somewhere in a broken row there may be a number.
    expect(letters).toEqual([{ ...letter, given: '9,aaa-9999,a' }]);
    const known = Array.from({ length: world.directory.size }, (_, index) => world.directory.idOf(index));
    expect(known).toEqual([first, ana]);
    expect(world.edge.sessionOf('7560')).not.toBe(7560);
  });

  it.each([null, pseudonyms])('counts the rows of who is ignored, and keeps nothing of him', async (names) => {
    const world = new World(names);
    await world.told('1', 'Ana', ...Array.from({ length: 3000 }, (_, n) => `s${n}`));
    // By his number, as before the keys of pseudonyms were changed, or by his name.
    world.ignored.add('7560');
    world.ignored.add(world.edge.nameOf('Ana'));
    world.edge.forget('Ana');
    const { rows, counts, letters, total } = await world.told('7560', '1', 'Ana', '2', '7560');
    expect(rows).toEqual([`${world.edge.nameOf('1')} 1 10`, `${world.edge.nameOf('2')} 3 30`]);
    expect({ counts, letters: letters.length, total }).toEqual({
      counts: { 'ignored-subscriber': 3, 'wrong-column-count': 1 },
      letters: 1,
      total: 6,
    });
    const sizeBefore = world.directory.size;
    expect(world.directory.indexOf(world.edge.nameOf('7560'))).toBe(sizeBefore);
  });

  it('names what is received before it is kept, and keeps nothing of who is ignored', async () => {
    const world = new World(pseudonyms);
    world.ignored.add(pseudonyms.of('7560'));
    const kept: string[] = [];
    const source = {
      take: async (records: readonly { subscriber: string }[]) => {
        kept.push(...records.map(({ subscriber }) => subscriber));
        return records.map(() => 'kept');
      },
    } as unknown as ReceivedSource;
    const records = numbers.map((subscriber) => ({ subscriber }) as Parameters<ReceivedSource['take']>[0][number]);
    const receiving = takingNumbers(source, world.edge);
    expect(await receiving.take(records)).toEqual(['ignored', 'kept', 'ignored']);
    expect(kept).toEqual([pseudonyms.of('Ana')]);
  });
});
