import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlotAssembler, type AssembledSlot, type Report } from './slot-assembler.ts';

const start = 1_704_067_200;
const slot = (n: number): number => start + 600 * n;
const report = (device: string, n: number): Report => ({ device, snapshotAt: slot(n + 1), revision: 0 });

function assembler(devices = ['a', 'b'], latenessSeconds = 1200): SlotAssembler<Report> {
  return new SlotAssembler({ slotSeconds: 600, latenessSeconds, devices });
}

interface Closed {
  readonly slot: number;
  /** Devices that the detector sees. */
  readonly devices: string[];
}

const told = ({ slotStart, reports, awaited }: AssembledSlot<Report>): Closed => ({
  slot: (slotStart - start) / 600,
  devices: reports.map(({ device }) => device).filter((device) => awaited.has(device)),
});

function closed(from: SlotAssembler<Report>): Closed[] {
  const slots = [];
  for (let next = from.closeNext(); next !== null; next = from.closeNext()) slots.push(told(next));
  return slots;
}

/** Slot by slot, each device in turn; gives which slots closed with which devices, and how many came too late. */
function run(
  slots: SlotAssembler<Report>,
  devices: readonly string[],
  from: number,
  to: number,
  ahead: Record<string, number> = {},
) {
  const result: Closed[] = [];
  let late = 0;
  for (let n = from; n < to; n++) {
    for (const device of devices) {
      if (slots.add(report(device, n + (ahead[device] ?? 0))) === 'late') late++;
      result.push(...closed(slots));
    }
  }
  return { closed: result, late };
}

const revised = (device: string, n: number, revision: number): Report => ({ ...report(device, n), revision });

const slotsOf = (some: readonly Closed[]): number[] => some.map((one) => one.slot);

describe('SlotAssembler', () => {
  it('gives, of what is put in the place of reports that wait, that alone', () => {
    const slots = new SlotAssembler<Report & { readonly rows?: number }>({
      slotSeconds: 600,
      latenessSeconds: 1200,
      devices: ['a'],
    });
    slots.add(report('a', 5));
    slots.amend((waiting) => ({ ...waiting, rows: 7 }));
    expect(slots.flushNext()?.reports).toEqual([{ ...report('a', 5), rows: 7 }]);
  });

  it('lets the newest revision of a report that waits take the place of the others, whichever came first', () => {
    const slots = assembler();
    run(slots, ['a', 'b'], 0, 5);
    expect(slots.add(revised('a', 5, 1))).toBe('waits');
    expect(slots.knows(revised('a', 5, 0))).toBe(true);
    expect(slots.add(revised('a', 5, 3))).toBe('replaces');
    slots.add(report('b', 5));
    expect(slots.closeNext()?.reports).toEqual([revised('a', 5, 3), report('b', 5)]);
  });

  it('tells a revision of a report whose slot has closed from a report that is late', () => {
    const slots = assembler();
    run(slots, ['a', 'b'], 0, 5);
    expect(slots.add({ ...report('c', 3), revision: 2 })).toBe('late');
    expect(slots.add(revised('a', 4, 1))).toBe('corrects');
    expect(slots.knows(revised('a', 4, 1))).toBe(true);
    expect(slots.knows(revised('a', 4, 2))).toBe(false);
  });

  it('keeps a slot open for all of its lateness where it is told to, and takes all that came by then, awaited or not', () => {
    const slots = new SlotAssembler<Report>({
      slotSeconds: 600,
      latenessSeconds: 1200,
      devices: ['a', 'b'],
      closing: 'lateness',
    });
    expect(slotsOf(run(slots, ['a', 'b'], 0, 5).closed)).toEqual([0, 1, 2]);
    expect(slots.add(report('c', 3))).toBe('waits');
    expect(slots.add(revised('a', 3, 1))).toBe('replaces');
    slots.add(report('a', 5));
    expect(closed(slots)).toEqual([]);
    slots.add(report('b', 5));
    expect(closed(slots)).toEqual([{ slot: 3, devices: ['a', 'b', 'c'] }]);
    expect(slots.add(revised('a', 3, 2))).toBe('corrects');
  });

  it('knows after a restart which revisions history has', () => {
    const slots = assembler();
    slots.resume(slot(4), [report('a', 4), revised('a', 4, 2), report('b', 4)]);
    expect(slots.knows(revised('a', 4, 2))).toBe(true);
    expect(slots.add(revised('a', 4, 3))).toBe('corrects');
    expect(slots.add(revised('b', 4, 1))).toBe('corrects');
  });

  it('closes a slot when all awaited devices have reported', () => {
    const slots = assembler();
    run(slots, ['a', 'b'], 0, 5);
    slots.add(report('b', 5));
    expect(closed(slots)).toEqual([]);
    slots.add(report('a', 5));
    expect(closed(slots)).toEqual([{ slot: 5, devices: ['a', 'b'] }]);
  });

  it('closes the first slot once no older one can come any more', () => {
    const slots = assembler();
    expect(slotsOf(run(slots, ['a', 'b'], 3, 4).closed)).toEqual([]);
    expect(slotsOf(run(slots, ['b', 'a'], 4, 5).closed)).toEqual([3, 4]);
    const other = assembler();
    run(other, ['a', 'b'], 3, 4);
    expect(slotsOf(run(other, ['a', 'b'], 2, 3).closed)).toEqual([2, 3]);
  });

  it('waits for a missing device until the lateness has run out by the time of the data, and not for ever', () => {
    const slots = assembler(['a', 'b', 'c']);
    run(slots, ['a', 'b', 'c'], 0, 3);
    expect(run(slots, ['a', 'b'], 3, 5).closed).toEqual([]);
    // c delays three slots; from then on it is not awaited until it reports again.
    expect(slotsOf(run(slots, ['a', 'b'], 5, 8).closed)).toEqual([3, 4, 5, 6, 7]);
    expect(slotsOf(run(slots, ['a', 'b'], 8, 9).closed)).toEqual([8]);
  });

  it('awaits a device again once its first report is as old as the lateness', () => {
    const slots = assembler(['a', 'b', 'c']);
    run(slots, ['a', 'b', 'c'], 0, 3);
    run(slots, ['a', 'b'], 3, 8);
    const back = run(slots, ['a', 'b', 'c'], 8, 12);
    expect(back.late).toBe(2);
    expect(back.closed).toEqual([
      { slot: 8, devices: ['a', 'b'] },
      { slot: 9, devices: ['a', 'b'] },
      { slot: 10, devices: ['a', 'b', 'c'] },
      { slot: 11, devices: ['a', 'b', 'c'] },
    ]);
  });

  it('goes on awaiting a device of which one snapshot is missing', () => {
    const slots = assembler();
    run(slots, ['a', 'b'], 0, 5);
    run(slots, ['a'], 5, 6);
    const after = run(slots, ['a', 'b'], 6, 12);
    expect(after.closed[0]).toEqual({ slot: 5, devices: ['a'] });
    expect(after.closed.slice(1)).toEqual([6, 7, 8, 9, 10, 11].map((n) => ({ slot: n, devices: ['a', 'b'] })));
  });

  it('awaits all devices again after a silence of all', () => {
    const slots = assembler(['a', 'b', 'c']);
    run(slots, ['a', 'b', 'c'], 0, 5);
    expect(run(slots, ['b', 'c', 'a'], 30, 35).closed).toEqual(
      [30, 31, 32, 33, 34].map((n) => ({ slot: n, devices: ['a', 'b', 'c'] })),
    );
  });

  it('takes in a device that nobody had heard of', () => {
    const slots = assembler(['a', 'b']);
    run(slots, ['a', 'b'], 0, 3);
    expect(run(slots, ['a', 'b', 'new'], 3, 8).closed.at(-1)).toEqual({ slot: 7, devices: ['a', 'b', 'new'] });
  });

  it.each([0, 600, 1000, 1200, 3600])('loses no device with a lateness of %i seconds', (lateness) => {
    const slots = assembler(['a', 'b', 'c'], lateness);
    const result = run(slots, ['a', 'b', 'c'], 0, 12);
    expect(result.late).toBe(0);
    expect(result.closed).toEqual(Array.from({ length: 12 }, (_, n) => ({ slot: n, devices: ['a', 'b', 'c'] })));
  });

  it("does not take one device's clock that is hours ahead for the time", () => {
    const slots = assembler(['a', 'b', 'fast']);
    run(slots, ['a', 'b', 'fast'], 0, 10);
    const result = run(slots, ['a', 'b', 'fast'], 10, 60, { fast: 36 });
    expect(result.late).toBe(0);
    expect(result.closed.filter(({ devices }) => devices.includes('a') && devices.includes('b'))).toHaveLength(50);
  });

  it('goes on with a device that is left alone', () => {
    const slots = assembler(['a', 'b']);
    run(slots, ['a', 'b'], 0, 5);
    expect(slotsOf(run(slots, ['a'], 5, 12).closed)).toEqual([5, 6, 7, 8, 9, 10, 11]);
  });

  it('says that a snapshot is late when its slot has closed', () => {
    const slots = assembler(['a']);
    run(slots, ['a'], 0, 3);
    expect(slots.add({ device: 'a', snapshotAt: slot(1) + 5, revision: 0 })).toBe('late');
    expect(slots.add(report('a', 3))).toBe('waits');
  });

  it('takes a snapshot that comes again for one, before and after its slot has closed', () => {
    const slots = assembler();
    run(slots, ['a', 'b'], 0, 3);
    slots.add(report('a', 3));
    slots.add(report('a', 3));
    slots.add(report('a', 1));
    slots.add(report('b', 3));
    const { reports } = slots.closeNext()!;
    expect(reports).toEqual([report('a', 3), report('b', 3)]);
    expect(slots.add(report('a', 1))).toBe('known');
    expect(closed(slots)).toEqual([]);
  });

  it('knows the snapshot before, whichever came first', () => {
    const slots = assembler();
    slots.add(report('a', 3));
    slots.add(report('a', 1));
    slots.add(report('b', 2));
    expect(slots.previousSnapshotOf(report('a', 3))).toBe(slot(2));
    expect(slots.previousSnapshotOf(report('a', 1))).toBeNull();
    slots.add(report('a', 2));
    expect(slots.previousSnapshotOf(report('a', 3))).toBe(slot(3));
  });

  it('goes on where history ends, awaiting the devices that reported lately', () => {
    const slots = assembler(['a', 'b', 'never-reports']);
    const ingested = [3, 4, 5].flatMap((n) => [report('a', n), report('b', n)]);
    slots.resume(slot(5), [...ingested, report('gone', 0)]);
    expect(slots.add({ device: 'a', snapshotAt: slot(6) + 1, revision: 0 })).toBe('late');
    expect(slots.knows(report('b', 4))).toBe(true);
    expect(slots.earliestSlot(slot(7))).toBe(slot(3));
    slots.add(report('a', 6));
    slots.add(report('b', 6));
    expect(closed(slots)).toEqual([{ slot: 6, devices: ['a', 'b'] }]);
  });

  it('closes slots in order, each once, and loses no snapshot, whatever the order of arrival', () => {
    const reports = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(12)), { maxLength: 60 });
    fc.assert(
      fc.property(reports, fc.constantFrom(0, 600, 1200, 6000), (arrivals, lateness) => {
        const slots = assembler(['a', 'b', 'c'], lateness);
        const closedSlots: number[] = [];
        let out = 0;
        const take = (next: AssembledSlot<Report> | null): boolean => {
          if (next === null) return false;
          closedSlots.push(next.slotStart);
          out += next.reports.length;
          return true;
        };
        for (const [device, n] of arrivals) {
          if (slots.add(report(device, n)) === 'late') out++;
          while (take(slots.closeNext()));
        }
        while (take(slots.flushNext()));
        expect(closedSlots).toEqual([...new Set(closedSlots)].sort((x, y) => x - y));
        expect(out).toBe(new Set(arrivals.map(([device, n]) => `${device} ${n}`)).size);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});
