import { describe, expect, it } from 'vitest';
import { hoursOfWeek } from './clock.ts';
import { UploadHabit } from './upload-habit.ts';

const hourSlots = 6;

/** A week in which the share of the upload at an hour is `shareAt`. */
function week(habit: UploadHabit, shareAt: (hour: number) => number, isOpen = false): void {
  for (let hour = 0; hour < hoursOfWeek; hour++) {
    for (let slot = 0; slot < hourSlots; slot++) habit.note(0, hour, shareAt(hour), isOpen);
  }
  habit.endWeek(0);
}

const backupAt =
  (at: number, share = 1) =>
  (hour: number) =>
    hour === at ? share : 0;

function usualHours(habit: UploadHabit): number[] {
  return Array.from({ length: hoursOfWeek }, (_, hour) => hour).filter((hour) => habit.isUsualAt(0, hour));
}

describe('UploadHabit', () => {
  it('takes a weekly backup for usual near its hour from the second week on, and at no other hour', () => {
    const habit = new UploadHabit(hourSlots);
    expect(usualHours(habit)).toEqual([]);
    week(habit, backupAt(50));
    expect(usualHours(habit)).toEqual([47, 48, 49, 50, 51, 52, 53]);
  });

  it('tells an upload much larger than last week’s from the habit', () => {
    const habit = new UploadHabit(hourSlots);
    week(habit, backupAt(50, 0.2));
    expect(habit.isExceededBy(0, 0.6)).toBe(false);
    expect(habit.isExceededBy(0, 0.8)).toBe(true);
  });

  it('knows that the week begins where it ends', () => {
    const habit = new UploadHabit(hourSlots);
    week(habit, backupAt(167));
    expect(usualHours(habit)).toEqual([0, 1, 2, 164, 165, 166, 167]);
  });

  it('keeps the largest upload of the week only', () => {
    const habit = new UploadHabit(hourSlots);
    week(habit, (hour) => (hour === 20 ? 0.5 : hour === 100 ? 0.9 : 0));
    expect(habit.isUsualAt(0, 20)).toBe(false);
    expect(habit.isUsualAt(0, 100)).toBe(true);
  });

  it('follows a backup that moved to another hour, and keeps the habit of a week without any upload', () => {
    const habit = new UploadHabit(hourSlots);
    week(habit, backupAt(20));
    week(habit, () => -0.5);
    expect(habit.isUsualAt(0, 20)).toBe(true);
    week(habit, backupAt(100));
    expect(habit.isUsualAt(0, 20)).toBe(false);
    expect(habit.isUsualAt(0, 100)).toBe(true);
  });

  it('makes no habit of little, nor of what was an anomaly', () => {
    const habit = new UploadHabit(hourSlots);
    week(habit, backupAt(20, 0.1));
    expect(usualHours(habit)).toEqual([]);
    week(habit, backupAt(20), true);
    expect(usualHours(habit)).toEqual([]);
  });

  it('counts one violent slot for no more than e^2 times', () => {
    const habit = new UploadHabit(hourSlots);
    for (let slot = 0; slot < hourSlots; slot++) habit.note(0, 20, slot === 0 ? 1e9 : 0, false);
    for (let slot = 0; slot < hourSlots; slot++) habit.note(0, 60, 0.4, false);
    habit.endWeek(0);
    expect(habit.isUsualAt(0, 60)).toBe(true);
  });
});
