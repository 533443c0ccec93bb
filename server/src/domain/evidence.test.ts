import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/random.ts';
import { Evidence } from './evidence.ts';
import { unseen } from './fixed-point.ts';
import { defaultRule } from './rule.ts';
import { createSlotPoint, type SlotPoint } from './slot-point.ts';
import {
  shareLeast,
  shareNow,
  shareThreeHours,
  silence,
  slotsInRow,
  uploadRun,
  volumeHour,
  volumeLeast,
  volumeLong,
  volumeSixHours,
} from './statistics.ts';

const step = 1 / 4096;

function pointOf(volume: number, share = 0, who = 0): SlotPoint {
  return { ...createSlotPoint(), who, volume, share };
}

function updated(evidence: Evidence, volume: number, share = 0): Float64Array {
  evidence.update(pointOf(volume, share), false, false);
  return evidence.values;
}

/** After many slots with a volume of 0. */
function settled(slots = 500): Evidence {
  const evidence = new Evidence(defaultRule);
  for (let i = 0; i < slots; i++) updated(evidence, 0);
  return evidence;
}

describe('Evidence', () => {
  it('gives the least of five slots in a row, as a window moved over them does', () => {
    const random = seededRandom(4);
    const evidence = new Evidence(defaultRule);
    const volumes: number[] = [];
    const shares: number[] = [];
    for (let slot = 0; slot < 2000; slot++) {
      const [volume, share] = [random.next() * 6 - 3, random.next() * 6 - 3];
      volumes.push(volume);
      shares.push(share);
      const values = updated(evidence, volume, share);
      const least = (of: number[]) => (of.length < slotsInRow ? unseen : Math.min(...of.slice(-slotsInRow)));
      expect(Math.abs(values[volumeLeast]! - least(volumes))).toBeLessThanOrEqual(step);
      expect(Math.abs(values[shareLeast]! - least(shares))).toBeLessThanOrEqual(step);
      expect(values[shareNow]).toBe(share);
    }
  });

  it('begins a row anew after a gap', () => {
    const evidence = new Evidence(defaultRule);
    for (let slot = 0; slot < 10; slot++) updated(evidence, 2, 2);
    evidence.breakRow(0);
    for (let slot = 1; slot < slotsInRow; slot++) {
      expect(updated(evidence, 2, 2)[volumeLeast]).toBe(unseen);
      expect(evidence.values[shareLeast]).toBe(unseen);
    }
    expect(updated(evidence, 2, 2)[volumeLeast]).toBe(2);
  });

  it('counts silent slots in a row, and none across a gap', () => {
    const evidence = new Evidence(defaultRule);
    for (let slot = 1; slot <= 7; slot++) {
      evidence.update(pointOf(-3), true, false);
      expect(evidence.values[silence]).toBeCloseTo(Math.log(1 + slot), 12);
    }
    evidence.breakRow(0);
    evidence.update(pointOf(-3), true, false);
    expect(evidence.silentSlotsOf(0)).toBe(1);
    evidence.update(pointOf(0), false, false);
    expect(evidence.silentSlotsOf(0)).toBe(0);
  });

  it('counts how long an upload goes on, lets it pause for a slot, and not across a gap', () => {
    const evidence = new Evidence(defaultRule);
    const uploads = (isUploading: boolean, slots = 1) => {
      for (let slot = 0; slot < slots; slot++) evidence.update(pointOf(0), false, isUploading);
      return evidence.uploadingSlotsOf(0);
    };
    expect(uploads(true, 20)).toBe(20);
    expect(evidence.values[uploadRun]).toBeCloseTo(Math.log(21), 12);
    expect(uploads(false)).toBe(14);
    expect(uploads(false, 3)).toBe(0);
    expect(uploads(true, 2000)).toBe(2000);
    expect(evidence.values[uploadRun]).toBeCloseTo(Math.log(2001), 12);
    evidence.breakRow(0);
    expect(uploads(true)).toBe(1);
  });

  it('counts how long the volume is raised: never more slots than it was', () => {
    const evidence = settled();
    for (let slot = 1; slot <= 10; slot++) {
      updated(evidence, 1);
      expect(evidence.raisedSlotsOf(0)).toBe(slot);
    }
    updated(evidence, 0.1);
    expect(evidence.raisedSlotsOf(0)).toBe(8);
    evidence.calm(pointOf(0), () => 0);
    expect(evidence.raisedSlotsOf(0)).toBe(0);
  });

  it('tells how much more of the hour was download than usual, by the rates', () => {
    const evidence = new Evidence(defaultRule);
    for (let slot = 0; slot < 100; slot++) evidence.update({ ...pointOf(0), up: 10_000, down: 90_000 }, false, true);
    expect(evidence.mixOf(0, 10_000, 90_000)).toBeCloseTo(0, 3);
    expect(evidence.mixOf(0, 10_000, 30_000)).toBeCloseTo(Math.log(3), 3);
    expect(evidence.mixOf(0, 0, 0)).toBe(0);
  });

  it('counts no further than its column reaches', () => {
    const evidence = new Evidence(defaultRule);
    for (let slot = 0; slot < 66_000; slot++) evidence.update(pointOf(-3), true, false);
    expect(evidence.silentSlotsOf(0)).toBe(65_535);
  });

  it.each([3, 10, 1e9])('lets one violent slot of e^%d lift a moving mean no more than one of e^1.5', (violent) => {
    const values = updated(settled(), violent, violent);
    expect(values[volumeHour]).toBeCloseTo(1.5 / defaultRule.hourSlots, 6);
    expect(values[shareThreeHours]).toBeCloseTo(1.5 / defaultRule.threeHourSlots, 6);
  });

  it('keeps the moving hour within what a slot may count for', () => {
    const evidence = settled();
    for (let slot = 0; slot < 100; slot++) expect(updated(evidence, 50)[volumeHour]).toBeLessThanOrEqual(1.5);
    for (let slot = 0; slot < 100; slot++) expect(updated(evidence, -50)[volumeHour]).toBeGreaterThanOrEqual(-2);
  });

  it('lets a floor sink half the way at once, and rise as slowly as its length says', () => {
    const evidence = settled();
    for (let slot = 1; slot <= 200; slot++) {
      const values = updated(evidence, 1);
      expect(values[volumeSixHours]).toBeCloseTo(1 - (1 - 1 / defaultRule.sixHourSlots) ** slot, 5);
      expect(values[volumeLong]).toBeCloseTo(1 - (1 - 1 / defaultRule.longSlots) ** slot, 5);
    }
    const before = evidence.values[volumeSixHours]!;
    expect(updated(evidence, 0)[volumeSixHours]).toBeCloseTo(before / 2, 6);
  });

  it('has crept when the floors are high already, and has not when only the hour is', () => {
    const sudden = settled();
    for (let slot = 0; slot < 6; slot++) updated(sudden, 2);
    expect(sudden.hasCrept(0)).toBe(false);
    const slow = settled();
    for (let slot = 0; slot < 200; slot++) updated(slow, Math.min(1, slot / 150));
    expect(slow.hasCrept(0)).toBe(true);
  });

  it('leaves nothing in the slow statistics after an anomaly that could open the next', () => {
    const evidence = settled();
    for (let slot = 0; slot < 200; slot++) updated(evidence, 2, 2);
    evidence.calm(pointOf(0.1, 0.1), () => 0.3);
    const values = updated(evidence, 0.1, 0.1);
    expect(values[volumeHour]).toBeLessThan(0.02);
    expect(values[volumeSixHours]).toBeCloseTo(0.1, 6);
    expect(values[volumeLong]).toBeCloseTo(0.1, 6);
    expect(values[shareThreeHours]).toBeLessThan(0.01);
  });

  it('keeps subscribers apart', () => {
    const evidence = settled();
    evidence.update(pointOf(2, 2, 1), false, false);
    expect(updated(evidence, 0)[volumeLeast]).toBe(0);
    expect(evidence.values[volumeHour]).toBe(0);
  });
});
