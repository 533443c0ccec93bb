/** The schedule of incidents: rates, ranges, purity in the day, and that nobody suffers two at once. */
import { describe, expect, it } from 'vitest';
import { attackKinds, drawnLookAlikeKinds, longestIncidentSeconds, weeklyBackup } from './incident-kinds.ts';
import { IncidentSchedule } from './incident-schedule.ts';
import type { Incident } from './incident.ts';
import { longestSessionSeconds } from './session-line.ts';
import { groupBy, worldStart } from './world.fixture.ts';

const day = 86_400;
const subscribers = 3000;
const days = 70;
const rates = { attacksPerDay: 5, lookAlikesPerDay: 6, quietUntil: 0 };
const schedule = new IncidentSchedule(3, subscribers, rates);
const incidents = schedule.between(worldStart, worldStart + days * day);
const drawn = incidents.filter((incident) => incident.kind !== weeklyBackup.name);
const ofKind = (kind: string): Incident[] => incidents.filter((incident) => incident.kind === kind);

describe('incident schedule', () => {
  it('has the asked number of attacks and look-alikes a day', () => {
    const attacks = incidents.filter((incident) => !incident.benign).length;
    const expectedAttacks = rates.attacksPerDay * 3 * days;
    const expectedLookAlikes = rates.lookAlikesPerDay * 3 * days;
    expect(Math.abs(attacks - expectedAttacks)).toBeLessThan(4 * Math.sqrt(expectedAttacks));
    expect(Math.abs(incidents.length - attacks - expectedLookAlikes)).toBeLessThan(0.15 * expectedLookAlikes);
  });

  it('has every kind, the attacks evenly', () => {
    for (const kind of [...drawnLookAlikeKinds, weeklyBackup]) expect(ofKind(kind.name).length).toBeGreaterThan(100);
    for (const kind of attackKinds) {
      const expected = (rates.attacksPerDay * 3 * days) / attackKinds.length;
      expect(Math.abs(ofKind(kind.name).length - expected)).toBeLessThan(5 * Math.sqrt(expected));
      expect(ofKind(kind.name).every((incident) => !incident.benign)).toBe(true);
    }
  });

  it('is the same whichever stretch of time is asked for', () => {
    const pieces = [0, 0.3, 1, 7.5, 7.6, 40, days].flatMap((from, index, cuts) => {
      const to = cuts[index + 1];
      return to === undefined ? [] : schedule.between(worldStart + from * day, worldStart + to * day);
    });
    expect(pieces).toEqual(incidents);
  });

  it('orders by onset and keeps to the stretch', () => {
    const onsets = incidents.map((incident) => incident.onset);
    expect(onsets).toEqual([...onsets].sort((a, b) => a - b));
    expect(onsets[0]).toBeGreaterThanOrEqual(worldStart);
    expect(onsets.at(-1)).toBeLessThan(worldStart + days * day);
  });

  it('lets no two drawn incidents of a subscriber meet in one session', () => {
    for (const own of groupBy(drawn, (incident) => incident.subscriber).values()) {
      own.slice(1).forEach((incident, index) => {
        expect(incident.onset - own[index]!.end).toBeGreaterThan(longestSessionSeconds);
      });
    }
    expect(groupBy(drawn, (incident) => incident.subscriber).size).toBeLessThan(drawn.length);
  });

  it('ends every incident within five days of the start of its day', () => {
    for (const incident of drawn) expect(incident.end - incident.onset).toBeLessThan(longestIncidentSeconds);
  });

  it('begins no attack and no drawn look-alike in the quiet time', () => {
    const quietUntil = worldStart + 10.5 * day;
    const quiet = new IncidentSchedule(3, subscribers, { ...rates, quietUntil });
    const began = quiet.between(worldStart, worldStart + days * day);
    const expected = incidents.filter(
      (incident) => incident.onset >= quietUntil || incident.kind === weeklyBackup.name,
    );
    expect(began).toEqual(expected);
  });

  it('repeats a backup at the same hour of the same weekday, every week', () => {
    for (const own of groupBy(ofKind(weeklyBackup.name), (incident) => incident.subscriber).values()) {
      expect(own).toHaveLength(days / 7);
      own.slice(1).forEach((incident, index) => expect(incident.onset - own[index]!.onset).toBe(7 * day));
    }
  });

  it('works for a network of one and has no incidents at rate 0', () => {
    expect(new IncidentSchedule(1, 1, rates).between(worldStart, worldStart + 7 * day).length).toBeLessThan(3);
    const none = { attacksPerDay: 0, lookAlikesPerDay: 0, quietUntil: 0 };
    expect(new IncidentSchedule(1, subscribers, none).between(worldStart, worldStart + 7 * day)).toEqual([]);
  });
});

describe('incident kinds', () => {
  const hours = (incident: Incident): number => (incident.end - incident.onset) / 3600;

  it('take over both directions alike, x3 to x10 for 3 to 24 hours', () => {
    for (const incident of ofKind('takeover')) {
      expect(incident.upFactor).toBe(incident.downFactor);
      expect(incident.upFactor >= 3 && incident.upFactor <= 10).toBe(true);
      expect(hours(incident) >= 3 && hours(incident) <= 24).toBe(true);
    }
  });

  it('raise upload alone by x5 to x20, so that it exceeds download', () => {
    for (const incident of ofKind('upload-heavy')) {
      expect(incident.upFactor >= 5 && incident.upFactor <= 20 && incident.downFactor === 1).toBe(true);
    }
  });

  it('burst about x20 for 10 to 30 minutes, 4 to 10 times', () => {
    for (const incident of ofKind('bursts')) {
      const minutes = incident.phases.map((phase) => (phase.to - phase.from) / 60);
      expect(incident.upFactor >= 15 && incident.upFactor <= 25).toBe(true);
      expect(minutes.length >= 4 && minutes.length <= 10).toBe(true);
      expect(minutes.every((length) => length >= 10 && length <= 30)).toBe(true);
    }
  });

  it('creep up over 36 hours', () => {
    for (const incident of ofKind('slow-creep')) {
      const [rise, plateau] = incident.phases;
      expect(rise!.ramp && rise!.to - rise!.from === 36 * 3600 && rise!.to === plateau!.from).toBe(true);
    }
  });

  it('upload by night alone', () => {
    for (const phase of ofKind('night-upload').flatMap((incident) => incident.phases)) {
      expect((phase.from % day) / 3600).toBeLessThanOrEqual(1);
      expect((phase.to % day) / 3600).toBeLessThanOrEqual(6.5);
      expect(phase.downFactor).toBe(1);
    }
  });

  it('test the speed within one slot', () => {
    for (const incident of ofKind('speed-test')) {
      expect(Math.floor(incident.onset / 600)).toBe(Math.floor(incident.end / 600));
    }
  });

  it('download a lot on an evening', () => {
    for (const incident of ofKind('evening-download')) {
      expect((incident.onset % day) / 3600).toBeGreaterThanOrEqual(18.5);
      expect(hours(incident) <= 4 && incident.downFactor >= 3).toBe(true);
    }
  });
});
