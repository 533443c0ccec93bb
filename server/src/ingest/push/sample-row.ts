/** A pushed row that tells the traffic of one slot: how it is read, and what it must hold against. */
import * as v from 'valibot';
import { maxBytesPerSecond } from '../../domain/normalise.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { ReceivedRecord } from '../../history/received.ts';
import { sessionNumber } from '../session-number.ts';
import {
  expectedIdentity,
  expectedMoment,
  identity,
  moment,
  readFields,
  utc,
  whole,
  type GivenFields,
} from './fields.ts';
import { RowRefused, type VerdictReason } from './verdict.ts';

const byteCount = {
  schema: whole(Number.MAX_SAFE_INTEGER),
  reason: 'bad-number',
  expected: `whole bytes from 0 to ${Number.MAX_SAFE_INTEGER}, as a number or as digits`,
} as const;

export const sampleFields = {
  device: {
    schema: identity,
    reason: 'unknown-device',
    expected: 'the name (PSX) of a device of the device table',
    description: 'Name (PSX) of the device in the device table.',
  },
  subscriber: {
    schema: identity,
    reason: 'bad-subscriber',
    expected: expectedIdentity,
    description: 'The ISP’s number of the subscriber: text of 1 to 255 bytes, or a number.',
  },
  slotStart: {
    schema: moment,
    reason: 'bad-date',
    expected: expectedMoment,
    description: 'Start of the slot: RFC 3339 with an offset, or seconds since 1970; on a border between slots.',
  },
  seconds: {
    schema: v.optional(whole(3600)),
    reason: 'bad-number',
    expected: 'whole seconds from 0 to the length of a slot',
    description: 'Seconds of the slot that the traffic covers; all of it when not given.',
  },
  upBytes: {
    ...byteCount,
    description: 'Bytes that the subscriber sent in the slot; a number, or its digits as text.',
  },
  downBytes: { ...byteCount, description: 'Bytes that he received in the slot; likewise.' },
  session: {
    schema: v.optional(identity),
    reason: 'bad-number',
    expected: expectedIdentity,
    description: 'Tells several rows of a subscriber, device and slot apart, which then add up.',
  },
} as const;

export interface SampleRules {
  readonly slotSeconds: number;
  readonly deviceNames: ReadonlySet<string>;
  /** A slot that starts before is too late to be used. */
  readonly earliestSlot: EpochSeconds;
  /** A slot that ends after it lies in the future. */
  readonly latestEnd: EpochSeconds;
}

/** Throws `RowRefused`. */
export function sampleIn(given: GivenFields, rules: SampleRules): ReceivedRecord {
  const { slotSeconds, deviceNames, earliestSlot, latestEnd } = rules;
  const fields = readFields(sampleFields, given);
  const { device, subscriber, slotStart, seconds = slotSeconds, upBytes, downBytes, session = '' } = fields;
  const endedAt = slotStart + slotSeconds;
  const expect = (holds: boolean, column: keyof typeof sampleFields, reason: VerdictReason, expected: string): void => {
    if (!holds) throw new RowRefused(column, reason, given[column], expected);
  };
  expect(deviceNames.has(device), 'device', 'unknown-device', sampleFields.device.expected);
  expect(slotStart % slotSeconds === 0, 'slotStart', 'off-slot-border', `a multiple of ${slotSeconds} seconds`);
  expect(endedAt <= latestEnd, 'slotStart', 'in-the-future', 'a slot that has ended');
  expect(slotStart >= earliestSlot, 'slotStart', 'too-late', `a slot from ${utc(earliestSlot)} on`);
  expect(seconds <= slotSeconds, 'seconds', 'bad-number', `whole seconds from 0 to ${slotSeconds}`);
  const isPlausible = upBytes + downBytes <= maxBytesPerSecond * slotSeconds;
  const [larger, most] = [upBytes > downBytes ? 'upBytes' : 'downBytes', (maxBytesPerSecond * 8) / 1e9] as const;
  expect(isPlausible, larger, 'implausible-rate', `at most ${most} Gbit/s, both ways together`);
  return {
    form: 'sample',
    device,
    snapshotAt: endedAt,
    subscriber,
    session: sessionNumber(session),
    startedAt: slotStart,
    endedAt,
    ageSeconds: seconds,
    up: upBytes,
    down: downBytes,
  };
}
