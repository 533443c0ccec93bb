import { describe, expect, it } from 'vitest';
import { anomalyEvent } from '../live/feed-contract.ts';
import { SuppressionIndex } from '../domain/suppression-index.ts';
import { passesFilter } from './anomaly-filter.ts';

const { anomaly: open } = anomalyEvent(0);
const subscriber = open.subscriber!;
const ofDevice = { ...open, subscriber: null, kind: 'device-outage', alerted: false } as const;
const closed = { ...open, closedAt: open.openedAt + 3000 };

describe('the filter of live events', () => {
  it.each([
    ['no condition', open, {}, true],
    ['its subscriber', open, { subscriber }, true],
    ['another subscriber', open, { subscriber: '1' }, false],
    ['its device', open, { device: '62.0' }, true],
    ['another device', open, { device: '66.1' }, false],
    ['its kind among others', open, { kinds: ['volume-takeover', 'upload-surge'] }, true],
    ['other kinds', open, { kinds: ['volume-takeover'] }, false],
    ['no kind', open, { kinds: [] }, false],
    ['its severity', open, { severities: ['warning'] }, true],
    ['another severity', open, { severities: ['critical'] }, false],
    ['no subscriber, being of a device', ofDevice, { subscriber: '' }, false],
    ['its device, being of a device', ofDevice, { device: '62.0' }, true],
    ['alerted ones, being alerted', open, { alerted: true }, true],
    ['alerted ones, being held back', ofDevice, { alerted: true }, false],
    ['held back ones, being held back', ofDevice, { alerted: false }, true],
    ['held back ones, being alerted', open, { alerted: false }, false],
    ['open ones, being open', open, { open: true }, true],
    ['closed ones, being open', open, { open: false }, false],
    ['closed ones, being closed', closed, { open: false }, true],
    ['a range that ends where it opens', open, { during: { from: 0, to: open.openedAt } }, false],
    ['a range long after it opened, being open', open, { during: { from: 4e9, to: 4.1e9 } }, true],
    ['a range that begins where it closed', closed, { during: { from: closed.closedAt, to: 4e9 } }, false],
    ['a range that begins just before it closed', closed, { during: { from: closed.closedAt - 1, to: 4e9 } }, true],
    ['two conditions of which one fails', open, { subscriber, device: '66.1' }, false],
  ] as const)('judges %s', (_name, anomaly, filter, passes) => {
    expect(passesFilter(anomaly, filter, new SuppressionIndex())).toBe(passes);
  });
});
