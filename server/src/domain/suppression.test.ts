import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anomalyOf } from '../../test/history-commits.ts';
import {
  isMuting,
  suppresses,
  suppressionByMute,
  suppressionByVerdict,
  suppressionChangeOf,
  type Mute,
  type MuteEvent,
} from './suppression.ts';
import { bytesPerSecond } from './traffic.ts';
import { untouched, verdicts, type TriageEvent, type Verdict } from './triage.ts';

const found = anomalyOf({
  id: 'found',
  subscriber: 's1',
  kind: 'upload-surge',
  openedAt: 10_000,
  upBytesPerSecond: bytesPerSecond(1000),
  downBytesPerSecond: bytesPerSecond(200),
});

describe('a benign verdict', () => {
  const suppression = suppressionByVerdict(found)!;

  it.each([
    [true, 'the anomaly itself', {}],
    [true, 'an earlier one', { openedAt: 10 }],
    [true, 'a later one', { openedAt: 4_000_000_000 }],
    [true, 'one that is half as fast again', { upBytesPerSecond: bytesPerSecond(1500) }],
    [true, 'a much slower one', { upBytesPerSecond: bytesPerSecond(1) }],
    [false, 'one that sent faster', { upBytesPerSecond: bytesPerSecond(1501) }],
    [false, 'one that received faster', { downBytesPerSecond: bytesPerSecond(301) }],
    [false, 'another kind', { kind: 'burst' as const }],
    [false, 'another subscriber', { subscriber: 's2' }],
    [false, 'a device', { subscriber: null, kind: 'device-outage' as const }],
  ])('suppresses (%s) %s', (does, _what, parts) => {
    expect(suppresses(suppression, { ...found, ...parts })).toBe(does);
  });

  it('on an anomaly of a device suppresses nothing', () => {
    expect(suppressionByVerdict(anomalyOf({ subscriber: null, kind: 'device-shift' }))).toBeNull();
  });
});

describe('a mute', () => {
  const mute: Mute = { id: 'm', scope: { subscriber: 's1' }, kinds: [], until: 10_001 };

  it.each([
    [true, 'any kind when it names none', mute, { kind: 'silence' as const }],
    [true, 'what opened before its end, however fast', mute, { upBytesPerSecond: bytesPerSecond(1e12) }],
    [false, 'what opens at its end', mute, { openedAt: 10_001 }],
    [false, 'a kind that it does not name', { ...mute, kinds: ['burst' as const] }, {}],
    [true, 'a cohort', { ...mute, scope: { cohort: 'on plan P3' } }, { subscriber: 's9' }],
    [false, 'another cohort', { ...mute, scope: { cohort: 'on plan P4' } }, {}],
    [false, 'who is in no cohort', { ...mute, scope: { cohort: 'on plan P3' } }, { comparison: null }],
    [false, 'a device in a cohort', { ...mute, scope: { cohort: 'on plan P3' } }, { subscriber: null }],
  ])('suppresses (%s) %s', (does, _what, given, parts) => {
    expect(suppresses(suppressionByMute(given), { ...found, ...parts })).toBe(does);
  });

  const anyActs = fc.array(
    fc.record({
      type: fc.constantFrom('muted' as const, 'unmuted' as const),
      undoes: fc.option(fc.nat(5).map(String), { nil: null }),
    }),
    { maxLength: 8 },
  );
  it('stands when the last of its acts that was not undone made it stand', () => {
    fc.assert(
      fc.property(anyActs, (steps) => {
        const acts = steps.map((step, n) => ({ ...step, change: String(n) }));
        const undone = acts.flatMap(({ undoes }) => undoes ?? []);
        const rest = acts.filter(({ change, undoes }) => undoes === null && !undone.includes(change));
        expect(isMuting(acts)).toBe(rest.length > 0 && rest[rest.length - 1]!.type === 'muted');
      }),
    );
  });

  const event: MuteEvent = {
    type: 'unmuted',
    at: 600,
    ordinal: 2 ** 31,
    change: 'c',
    actor: 'alice',
    madeAt: 1,
    comment: '',
    mute,
    undoes: null,
  };
  it('that is ended suppresses no more', () => {
    expect(suppressionChangeOf(event)).toMatchObject({ active: false, suppression: { id: 'm', cause: 'mute' } });
    expect(suppressionChangeOf({ ...event, type: 'muted' })).toMatchObject({ active: true });
  });
});

describe('what an act does to suppression', () => {
  const judged = (verdict: Verdict): TriageEvent => ({
    type: 'triaged',
    at: 600,
    ordinal: 2 ** 31,
    change: 'c',
    actor: 'alice',
    madeAt: 1,
    comment: '',
    anomaly: found,
    action: { type: 'judged', verdict },
    after: { ...untouched, version: 1, verdict },
  });

  it('follows from the verdict after it', () => {
    const active = verdicts.filter((verdict) => suppressionChangeOf(judged(verdict))?.active);
    expect(active).toEqual(['backup', 'server', 'speed-test', 'other-benign']);
    expect(verdicts.filter((verdict) => suppressionChangeOf(judged(verdict))?.isInfected)).toEqual(['infected']);
    const undone = { ...judged('backup'), action: { type: 'undone', change: 'other' } as const };
    expect(suppressionChangeOf(undone)?.active).toBe(true);
    expect(suppressionChangeOf({ ...undone, after: { ...undone.after, verdict: null } })?.active).toBe(false);
  });

  it('is nothing when it is not about what the anomaly is', () => {
    expect(suppressionChangeOf({ ...judged('backup'), action: { type: 'commented' } })).toBeNull();
    expect(suppressionChangeOf({ ...judged('backup'), anomaly: anomalyOf({ subscriber: null }) })).toBeNull();
  });
});
