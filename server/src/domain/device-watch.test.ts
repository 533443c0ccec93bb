import { describe, expect, it } from 'vitest';
import { DeviceWatch, type DeviceSlot } from './device-watch.ts';
import { defaultRule } from './rule.ts';

const slotSeconds = 600;
const start = Date.parse('2026-03-01T00:00:00Z') / 1000;
const usually: DeviceSlot = { subscribers: 1000, upBytesPerSecond: 1e6, downBytesPerSecond: 5e6, shift: 0.05 };

interface Slot {
  readonly [device: string]: DeviceSlot;
}

/** Watches from where it left off: `slot` numbers go on. */
class Watching {
  readonly watch = new DeviceWatch(defaultRule, slotSeconds);
  #slot = 0;

  see(slot: Slot, times = 1) {
    return Array.from({ length: times }, () =>
      this.watch.observe(start + slotSeconds * this.#slot++, new Map(Object.entries(slot))),
    ).flat();
  }
}

const both = { '62.0': usually, '63.0': usually };
const out = { '62.0': usually, '63.0': { ...usually, subscribers: 100 } };
const shifted = {
  '62.0': usually,
  '63.0': { ...usually, shift: 1.1, upBytesPerSecond: 3e6, downBytesPerSecond: 15e6 },
};

describe('DeviceWatch', () => {
  it('misses nobody on a device that has had nobody yet', () => {
    const watching = new Watching();
    const empty = { ...usually, subscribers: 0 };
    const begins = { '62.0': usually, '63.0': empty };
    expect(watching.see(begins, 200)).toEqual([]);
    expect(watching.see(both, 200)).toEqual([]);
    expect(watching.see(begins, 2)).toMatchObject([{ type: 'opened', anomaly: { device: '63.0' } }]);
  });

  it('tells of an outage after two slots, and closes it when most are back for two', () => {
    const watching = new Watching();
    expect(watching.see(both, 200)).toEqual([]);
    expect(watching.see(out)).toEqual([]);
    const opened = watching.see(out);
    expect(opened).toMatchObject([
      {
        type: 'opened',
        anomaly: {
          kind: 'device-outage',
          device: '63.0',
          subscriber: null,
          severity: 'critical',
          openedAt: start + 200 * slotSeconds,
          detectedAt: start + 202 * slotSeconds,
          slots: 2,
          closedAt: null,
          reason: '100 subscribers seen between 2026-03-02 09:30 and 09:40, usually 1,000.',
        },
      },
    ]);
    expect(watching.watch.openAnomalies()).toEqual([opened[0]!.anomaly]);
    expect(watching.see(out, 30)).toEqual([]);
    expect(watching.see({ ...both, '63.0': { ...usually, subscribers: 650 } }, 3)).toEqual([]);
    expect(watching.see(both)).toEqual([]);
    const closed = watching.see(both);
    expect(closed).toEqual([
      { type: 'closed', anomaly: { ...opened[0]!.anomaly, closedAt: start + (202 + 33) * slotSeconds } },
    ]);
    expect(watching.watch.openAnomalies()).toEqual([]);
  });

  it('takes a device that does not report for one that is out, and one lost file for none', () => {
    const watching = new Watching();
    watching.see(both, 200);
    for (let i = 0; i < 20; i++) expect([...watching.see({ '62.0': usually }), ...watching.see(both, 3)]).toEqual([]);
    expect(watching.see({ '62.0': usually }, 2)).toMatchObject([
      { anomaly: { kind: 'device-outage', device: '63.0', upBytesPerSecond: 0, uploadShare: 0 } },
    ]);
  });

  it('takes a slot without any device for no observation', () => {
    const watching = new Watching();
    watching.see(both, 200);
    const before = watching.watch.save();
    expect(watching.see({}, 50)).toEqual([]);
    expect(watching.watch.save()).toEqual(before);
  });

  it('tells of a shift after three slots', () => {
    const watching = new Watching();
    watching.see(both, 200);
    expect(watching.see(shifted, 2)).toEqual([]);
    expect(watching.see(shifted)).toMatchObject([
      {
        type: 'opened',
        anomaly: {
          kind: 'device-shift',
          device: '63.0',
          severity: 'warning',
          openedAt: start + 200 * slotSeconds,
          excessBytes: 7_200_000_000,
          reason:
            'Half of its 1,000 subscribers moved 3 times their usual volume or more between 2026-03-02 09:40 and 09:50, 10.8 GB in all.',
        },
      },
    ]);
    expect(watching.see(both, 2)).toMatchObject([{ type: 'closed', anomaly: { kind: 'device-shift' } }]);
  });

  it('tells of a shift downwards in its own words', () => {
    const watching = new Watching();
    watching.see(both, 200);
    const [opened] = watching.see({ '62.0': usually, '63.0': { ...usually, shift: -0.7 } }, 3);
    expect(opened!.anomaly.reason).toContain('moved 0.5 times their usual volume or less');
  });

  it('does not judge a device on its first day', () => {
    const watching = new Watching();
    expect(watching.see(both, 100)).toEqual([]);
    expect(watching.see(out, 40)).toEqual([]);
  });

  it('gets used to a device whose shift is large all the time', () => {
    const watching = new Watching();
    expect(watching.see({ '62.0': { ...usually, shift: 0.4 } }, 1100)).toEqual([]);
    expect(watching.see({ '62.0': { ...usually, shift: 1.1 } }, 10)).toEqual([]);
    expect(watching.see({ '62.0': { ...usually, shift: 3 } }, 3)).toHaveLength(1);
  });

  it('tells of devices in their order, with ids of their own', () => {
    const watching = new Watching();
    watching.see({ b: usually, a: usually, c: usually }, 200);
    const opened = watching.see({ c: usually }, 2);
    expect(opened.map(({ anomaly }) => anomaly.device)).toEqual(['a', 'b']);
    expect(new Set(opened.map(({ anomaly }) => anomaly.id)).size).toBe(2);
  });

  it('goes on after it was saved and restored as if nothing had been', () => {
    const watching = new Watching();
    watching.see(both, 200);
    watching.see(out, 3);
    const restored = new DeviceWatch(defaultRule, slotSeconds);
    restored.restore(structuredClone(watching.watch.save()));
    expect(restored.openAnomalies()).toEqual(watching.watch.openAnomalies());
    for (let slot = 203; slot < 210; slot++) {
      expect(restored.observe(start + slot * slotSeconds, new Map(Object.entries(both)))).toEqual(watching.see(both));
    }
    expect(restored.save()).toEqual(watching.watch.save());
  });
});
