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

  it('waits for a missing device until the lateness has run out, by the time of the data', () => {
    const slots = assembler();
    slots.add('a', snapshot(0), [block('a', 0)]);
    slots.add('a', snapshot(1), [block('a', 1)]);
    expect(closed(slots)).toEqual([]);
    slots.add('a', snapshot(2), [block('a', 2)]);
    // Device b delays slot 0 alone: from then on it is not expected until it reports again.
    expect(closed(slots)).toEqual([0, 1, 2].map((n) => ({ slot: n, devices: ['a'] })));
    slots.add('a', snapshot(3), [block('a', 3)]);
    expect(closed(slots)).toEqual([{ slot: 3, devices: ['a'] }]);
  });

  it('expects a device again once it has reported', () => {
    const slots = assembler(['a']);
    slots.add('a', snapshot(0), [block('a', 0)]);
    slots.add('b', snapshot(1), [block('b', 1)]);
    closed(slots);
    slots.add('a', snapshot(1), [block('a', 1)]);
    expect(closed(slots)).toEqual([{ slot: 1, devices: ['a', 'b'] }]);
    slots.add('a', snapshot(2), [block('a', 2)]);
    expect(closed(slots)).toEqual([]);
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

  it('goes on where history ends, expecting the devices of its newest slot', () => {
    const slots = assembler(['a', 'b', 'never-reports']);
    slots.resume(slot(5), ['a', 'b']);
    expect(slots.add('a', snapshot(5), [block('a', 5)])).toMatchObject([{ late: true }]);
    expect(slots.earliestSlot).toBe(slot(3));
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
