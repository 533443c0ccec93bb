import { describe, expect, it } from 'vitest';
import { Crowds } from './crowds.ts';

const leastShare = 0.02;

/** One slot of devices with so many subscribers each, of whom so many are hot. */
function slot(crowds: Crowds, devices: Readonly<Record<string, readonly [subscribers: number, hot: number]>>): void {
  const names = Object.keys(devices);
  crowds.begin(names);
  for (const [at, name] of names.entries()) {
    const [subscribers, hot] = devices[name]!;
    for (let who = 0; who < subscribers; who++) crowds.note(at, who < hot ? 3 : 2.5);
  }
  crowds.endSlot(names, (at) => devices[names[at]!]![0]);
}

describe('Crowds', () => {
  it('takes what more than a few of a hundred do at once for the device’s, from the next slot on', () => {
    const crowds = new Crowds(leastShare);
    slot(crowds, { '62.0': [1000, 20], '63.0': [1000, 100] });
    expect(crowds.isCrowd('62.0')).toBe(false);
    expect(crowds.isCrowd('63.0')).toBe(true);
    slot(crowds, { '62.0': [1000, 20], '63.0': [1000, 0] });
    expect(crowds.isCrowd('63.0')).toBe(false);
  });

  it('is none of a few subscribers', () => {
    const crowds = new Crowds(leastShare);
    slot(crowds, { '62.0': [50, 50], '63.0': [51, 51] });
    expect(crowds.isCrowd('62.0')).toBe(false);
    expect(crowds.isCrowd('63.0')).toBe(true);
  });

  it('gets used to a device where more is hot all the time', () => {
    const crowds = new Crowds(leastShare);
    slot(crowds, { '62.0': [1000, 50] });
    expect(crowds.isCrowd('62.0')).toBe(true);
    for (let i = 0; i < 1000; i++) slot(crowds, { '62.0': [1000, 50] });
    expect(crowds.isCrowd('62.0')).toBe(false);
    slot(crowds, { '62.0': [1000, 90] });
    expect(crowds.isCrowd('62.0')).toBe(true);
  });

  it('ends when the device does not report', () => {
    const crowds = new Crowds(leastShare);
    slot(crowds, { '62.0': [1000, 100], '63.0': [1000, 0] });
    slot(crowds, { '63.0': [1000, 0] });
    expect(crowds.isCrowd('62.0')).toBe(false);
  });

  it('tells more devices apart than it had room for', () => {
    const crowds = new Crowds(leastShare);
    const devices = Object.fromEntries(
      Array.from({ length: 150 }, (_, at) => [`${at}.0`, [60, at === 149 ? 60 : 0] as const]),
    );
    slot(crowds, devices);
    expect(Object.keys(devices).filter((device) => crowds.isCrowd(device))).toEqual(['149.0']);
  });

  it('goes on after it was saved and restored as if nothing had been', () => {
    const crowds = new Crowds(leastShare);
    slot(crowds, { '62.0': [1000, 20], '63.0': [1000, 100] });
    const restored = new Crowds(leastShare);
    restored.restore(crowds.save());
    expect(restored.save()).toEqual(crowds.save());
    for (const each of [crowds, restored]) {
      expect(each.isCrowd('63.0')).toBe(true);
      slot(each, { '62.0': [1000, 30], '63.0': [1000, 25] });
    }
    expect(restored.save()).toEqual(crowds.save());
  });
});
