import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampleBlock } from './sample.ts';
import { SlotAssembler } from './slot-assembler.ts';

const start = 1_704_067_200;
const slot = (n: number): number => start + 600 * n;
const snapshot = (n: number): number => slot(n + 1);

function block(device: string, n: number, reportedIn = n): SampleBlock {
  return {
    device,
    slotStart: slot(n),
    reportedAt: snapshot(reportedIn),
    late: false,
    count: 1,
    subscriber: Uint32Array.of(0),
    seconds: Uint16Array.of(600),
    upBytes: Float64Array.of(1),
    downBytes: Float64Array.of(1),
  };
}

function assembler(devices = ['a', 'b'], latenessSeconds = 1200): SlotAssembler {
  return new SlotAssembler({ slotSeconds: 600, latenessSeconds, devices });
}

function closed(from: SlotAssembler): { slot: number; devices: string[] }[] {
  const slots = [];
  for (let next = from.closeNext(); next !== null; next = from.closeNext()) {
    slots.push({ slot: (next.slotStart - start) / 600, devices: next.blocks.map((one) => one.device).sort() });
  }
  return slots;
}

describe('SlotAssembler', () => {
  it('closes a slot when all expected devices have reported', () => {
    const slots = assembler();
    slots.add('a', snapshot(0), [block('a', 0)]);
    expect(closed(slots)).toEqual([]);
    slots.add('b', snapshot(0), [block('b', 0)]);
    expect(closed(slots)).toEqual([{ slot: 0, devices: ['a', 'b'] }]);
  });

  /** Slot by slot, each device in turn; gives which slots closed with which devices. */
  function run(
    slots: SlotAssembler,
    devices: readonly string[],
    from: number,
    to: number,
    ahead: Record<string, number> = {},
  ) {
    const result: { slot: number; devices: string[] }[] = [];
    let late = 0;
    for (let n = from; n < to; n++) {
      for (const device of devices) {
        const label = n + (ahead[device] ?? 0);
        late += slots.add(device, snapshot(label), [block(device, label)]).length;
        result.push(...closed(slots));
      }
    }
    return { closed: result, late };
  }

  it('waits for a missing device until the lateness has run out by the time of the data, and not for ever', () => {
    const slots = assembler(['a', 'b', 'c']);
    run(slots, ['a', 'b', 'c'], 0, 3);
    expect(run(slots, ['a', 'b'], 3, 5).closed).toEqual([]);
    // c delays two slots; from then on it is not expected until it reports again.
    expect(run(slots, ['a', 'b'], 5, 9).closed.map((one) => one.slot)).toEqual([3, 4, 5, 6, 7, 8]);
  });

  it('waits for a device again from its second report on, though it always comes last', () => {
    const slots = assembler(['a', 'b', 'c']);
    run(slots, ['a', 'b', 'c'], 0, 3);
    run(slots, ['a', 'b'], 3, 8);
    const back = run(slots, ['a', 'b', 'c'], 8, 12);
    expect(back.late).toBe(1);
    expect(back.closed.slice(1)).toEqual([9, 10, 11].map((n) => ({ slot: n, devices: ['a', 'b', 'c'] })));
  });

  it('takes in a device that nobody had heard of', () => {
    const slots = assembler(['a', 'b']);
    run(slots, ['a', 'b'], 0, 3);
    const grown = run(slots, ['a', 'b', 'new'], 3, 6);
    expect(grown.late).toBe(1);
    expect(grown.closed.at(-1)).toEqual({ slot: 5, devices: ['a', 'b', 'new'] });
  });

  it.each([0, 600, 1200, 3600])('loses no device with a lateness of %i seconds', (lateness) => {
    const result = run(assembler(['a', 'b', 'c'], lateness), ['a', 'b', 'c'], 0, 10);
    expect(result.late).toBe(0);
    expect(result.closed).toEqual(Array.from({ length: 10 }, (_, n) => ({ slot: n, devices: ['a', 'b', 'c'] })));
  });

  it("does not take one device's clock that is hours ahead for the time", () => {
    const slots = assembler(['a', 'b', 'fast']);
    run(slots, ['a', 'b', 'fast'], 0, 10);
    const result = run(slots, ['a', 'b', 'fast'], 10, 60, { fast: 36 });
    expect(result.late).toBe(0);
    expect(result.closed.filter((one) => one.devices.includes('a') && one.devices.includes('b'))).toHaveLength(50);
  });

  it('goes on with a device that is left alone', () => {
    const slots = assembler(['a', 'b']);
    run(slots, ['a', 'b'], 0, 5);
    expect(run(slots, ['a'], 5, 12).closed.map((one) => one.slot)).toEqual([5, 6, 7, 8, 9, 10, 11]);
  });

  it('gives back what comes after its slot has closed, marked late', () => {
    const slots = assembler(['a']);
    slots.add('a', snapshot(0), [block('a', 0)]);
    closed(slots);
    expect(slots.add('a', snapshot(1), [block('a', 1), block('a', 0, 1)])).toMatchObject([
      { slotStart: slot(0), reportedAt: snapshot(1), late: true },
    ]);
  });

  it('takes what belongs to a slot before the snapshot for late, whether that slot is open or closed: a restart in between changes nothing', () => {
    const slots = assembler();
    slots.add('a', snapshot(0), [block('a', 0)]);
    expect(slots.add('a', snapshot(1), [block('a', 1), block('a', 0, 1)])).toMatchObject([
      { slotStart: slot(0), late: true },
    ]);
    slots.add('b', snapshot(0), [block('b', 0)]);
    expect(closed(slots)).toEqual([{ slot: 0, devices: ['a', 'b'] }]);
  });

  it('goes on where history ends, expecting the devices that reported lately', () => {
    const slots = assembler(['a', 'b', 'never-reports']);
    slots.resume(
      slot(5),
      new Map([
        ['a', snapshot(5)],
        ['b', snapshot(5)],
        ['gone', snapshot(0)],
      ]),
    );
    expect(slots.add('a', snapshot(5), [block('a', 5)])).toMatchObject([{ late: true }]);
    expect(slots.earliestSlot(snapshot(6))).toBe(slot(3));
    expect(slots.newestSnapshotOf('gone')).toBe(snapshot(0));
    slots.add('a', snapshot(6), [block('a', 6)]);
    slots.add('b', snapshot(6), [block('b', 6)]);
    expect(closed(slots)).toEqual([{ slot: 6, devices: ['a', 'b'] }]);
  });

  it('closes slots in order, each once, and loses no block, whatever the order of arrival', () => {
    const reports = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(12)), { maxLength: 60 });
    fc.assert(
      fc.property(reports, fc.constantFrom(0, 600, 1200, 6000), (arrivals, lateness) => {
        const slots = assembler(['a', 'b', 'c'], lateness);
        const closedSlots: number[] = [];
        let out = 0;
        const take = (next: { slotStart: number; blocks: readonly unknown[] } | null): boolean => {
          if (next === null) return false;
          closedSlots.push(next.slotStart);
          out += next.blocks.length;
          return true;
        };
        for (const [device, n] of arrivals) {
          out += slots.add(device, snapshot(n), [block(device, n)]).length;
          while (take(slots.closeNext()));
        }
        while (take(slots.flushNext()));
        expect(closedSlots).toEqual([...new Set(closedSlots)].sort((x, y) => x - y));
        expect(out).toBe(arrivals.length);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});
