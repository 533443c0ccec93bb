/** The schedule of incidents: rates, ranges, purity in the day, and that nobody suffers two at once. */
import { describe, expect, it } from 'vitest';
import {
  attackKinds,
  drawnLookAlikeKinds,
  longestIncidentSeconds,
  planUpgrade,
  variantsOf,
  weeklyBackup,
} from './incident-kinds.ts';
import { IncidentSchedule } from './incident-schedule.ts';
import type { IncidentScheduleOptions } from './incident-schedule.ts';
import type { Incident } from './incident.ts';
import { flatSessionLengths } from './flat/flat-session-lengths.ts';
import { createNetworkEvents, noNetworkEvents } from './network-events.ts';
import { groupBy, worldStart } from './world.fixture.ts';

const day = 86_400;
const subscribers = 3000;
const days = 70;
const rates = { attacksPerDay: 5, lookAlikesPerDay: 6, quietUntil: worldStart };

function scheduleOf(overrides: Partial<IncidentScheduleOptions>): IncidentSchedule {
  return new IncidentSchedule({
    seed: 3,
    subscribers,
    rates,
    network: createNetworkEvents(3, noNetworkEvents, 0),
    devices: 6,
    isCustomer: () => true,
    subscribersOf: () => [],
    ...overrides,
  });
}

const schedule = scheduleOf({});
const incidents = schedule.between(worldStart, worldStart + days * day);
const drawn = incidents.filter(({ kind }) => kind !== weeklyBackup.name && kind !== planUpgrade.name);
const ofKind = (kind: string): Incident[] => incidents.filter((incident) => incident.kind === kind);

describe('incident schedule', () => {
  it('has the asked number of attacks and look-alikes a day', () => {
    const attacks = incidents.filter((incident) => !incident.benign).length;
    const expectedAttacks = rates.attacksPerDay * 3 * days;
    const expectedLookAlikes = rates.lookAlikesPerDay * 3 * days;
    expect(Math.abs(attacks - expectedAttacks)).toBeLessThan(4 * Math.sqrt(expectedAttacks));
    expect(Math.abs(incidents.length - attacks - expectedLookAlikes)).toBeLessThan(0.15 * expectedLookAlikes);
  });

  it('has every kind, the attacks evenly by kind and strength', () => {
    for (const kind of [...drawnLookAlikeKinds, weeklyBackup, planUpgrade]) {
      expect(ofKind(kind.name).length).toBeGreaterThan(100);
    }
    const variants = variantsOf(attackKinds);
    const attacks = incidents.filter((incident) => !incident.benign);
    const counts = groupBy(attacks, (incident) => `${incident.kind} ${incident.nominal}`);
    expect(counts.size).toBe(variants.length);
    const expected = (rates.attacksPerDay * 3 * days) / variants.length;
    for (const own of counts.values()) expect(Math.abs(own.length - expected)).toBeLessThan(5 * Math.sqrt(expected));
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
        expect(incident.onset - own[index]!.end).toBeGreaterThan(flatSessionLengths.longestSeconds);
      });
    }
    expect(groupBy(drawn, (incident) => incident.subscriber).size).toBeLessThan(drawn.length);
  });

  it('ends every incident within five days of the start of its day', () => {
    for (const incident of drawn) expect(incident.end - incident.onset).toBeLessThan(longestIncidentSeconds);
  });

  it('begins no attack and no drawn look-alike in the quiet time', () => {
    const quietUntil = worldStart + 10.5 * day;
    const quiet = scheduleOf({ rates: { ...rates, quietUntil } });
    const isUpgrade = ({ kind }: Incident): boolean => kind === planUpgrade.name;
    const began = quiet.between(worldStart, worldStart + days * day);
    const expected = incidents.filter(
      (incident) => incident.onset >= quietUntil || incident.kind === weeklyBackup.name,
    );
    expect(began.filter((incident) => !isUpgrade(incident))).toEqual(
      expected.filter((incident) => !isUpgrade(incident)),
    );
    expect(began.filter(isUpgrade).every((incident) => incident.onset >= quietUntil)).toBe(true);
  });

  it('repeats a backup at the same hour of the same weekday, every week', () => {
    for (const own of groupBy(ofKind(weeklyBackup.name), (incident) => incident.subscriber).values()) {
      expect(own).toHaveLength(days / 7);
      own.slice(1).forEach((incident, index) => expect(incident.onset - own[index]!.onset).toBe(7 * day));
    }
  });

  it('works for a network of one and has no incidents at rate 0', () => {
    expect(scheduleOf({ subscribers: 1 }).between(worldStart, worldStart + 7 * day).length).toBeLessThan(3);
    const none = { attacksPerDay: 0, lookAlikesPerDay: 0, quietUntil: 0 };
    expect(scheduleOf({ rates: none }).between(worldStart, worldStart + 7 * day)).toEqual([]);
  });
});

describe('incident kinds', () => {
  const hours = (incident: Incident): number => (incident.end - incident.onset) / 3600;

  const nominalOf = (incident: Incident): number => Number(incident.nominal.slice(1));
  const isNear = (factor: number, nominal: number): boolean => Math.abs(factor / nominal - 1) <= 0.1;

  it('take over both directions alike, near the nominal factor, for 2 to 24 hours', () => {
    for (const incident of ofKind('takeover')) {
      expect(incident.upFactor).toBe(incident.downFactor);
      expect(isNear(incident.upFactor, nominalOf(incident))).toBe(true);
      expect(hours(incident) >= 1.99 && hours(incident) <= 24.01).toBe(true);
    }
  });

  it('raise upload alone near the nominal factor, for 3 to 24 hours', () => {
    for (const incident of ofKind('upload-heavy')) {
      expect(isNear(incident.upFactor, nominalOf(incident)) && incident.downFactor === 1).toBe(true);
      expect(hours(incident) >= 2.99 && hours(incident) <= 24.01).toBe(true);
    }
  });

  it('silence a subscriber for 6 to 48 hours, all but 2 %', () => {
    for (const incident of ofKind('silence')) {
      expect(incident.upFactor === incident.downFactor && incident.upFactor <= 0.02).toBe(true);
      expect(hours(incident) >= 5.99 && hours(incident) <= 48.01).toBe(true);
    }
  });

  it('burst about x20 for 10 to 30 minutes, 4 to 10 times', () => {
    for (const incident of ofKind('bursts')) {
      const minutes = incident.phases.map((phase) => (phase.to - phase.from) / 60);
      expect(incident.upFactor >= 16 && incident.upFactor <= 24).toBe(true);
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
      expect((phase.from % day) / 3600).toBeGreaterThanOrEqual(0.5);
      expect((phase.to % day) / 3600).toBeLessThanOrEqual(6.001);
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
