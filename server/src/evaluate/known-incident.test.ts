import { describe, expect, it } from 'vitest';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { knownIncident } from './known-incident.ts';

const truth = {
  subscriber: '1002',
  class: 'steady',
  plan: 'P3',
  type: 'P',
  kind: 'takeover',
  nominal: '',
  benign: false,
  onset: 1000,
  end: 2_000_000,
  strength: { up: 2.8, down: 3.1 },
  phases: [],
} as const;

describe('a known incident', () => {
  it('names its subscriber by the index that the rules know', () => {
    const directory = new SubscriberIndex();
    directory.indexOf('1001');
    expect(knownIncident(truth, directory).subscriber).toBe(1);
  });

  it('has the nominal strength, or the largest there was', () => {
    expect(knownIncident({ ...truth, nominal: 'x3' }, new SubscriberIndex())).toMatchObject({
      nominal: 'x3',
      factor: 3,
    });
    expect(knownIncident({ ...truth, nominal: '' }, new SubscriberIndex())).toMatchObject({ nominal: '', factor: 3.1 });
  });

  it('is followed to its end when it is an attack, for two days when it is none', () => {
    expect(knownIncident(truth, new SubscriberIndex()).end).toBe(2_000_000);
    const upgrade = { ...truth, kind: 'plan-upgrade', benign: true, end: Infinity };
    expect(knownIncident(upgrade, new SubscriberIndex()).end).toBe(1000 + 2 * 86_400);
    expect(knownIncident({ ...upgrade, end: 1600 }, new SubscriberIndex()).end).toBe(1600);
  });
});
