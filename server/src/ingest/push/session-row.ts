/** A pushed row that tells a session as a snapshot has it: how it is read when it is not a line of a snapshot file. */
import * as v from 'valibot';
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import { sessionNumber } from '../session-number.ts';
import {
  counter,
  expectedIdentity,
  expectedMoment,
  identity,
  moment,
  readFields,
  whole,
  type GivenFields,
} from './fields.ts';
import { RowRefused } from './verdict.ts';

const mostSeconds = 0xffff_ffff;
const counted = {
  schema: counter,
  reason: 'bad-number',
  expected: `a number up to ${Number.MAX_SAFE_INTEGER}, or its digits`,
} as const;

export const sessionFields = {
  session: {
    schema: identity,
    reason: 'bad-number',
    expected: expectedIdentity,
    description: 'Names the session, together with its start and the device: text of 1 to 255 bytes, or a number.',
  },
  subscriber: {
    schema: identity,
    reason: 'bad-subscriber',
    expected: expectedIdentity,
    description: 'The ISP’s number of the subscriber: text of 1 to 255 bytes, or a number.',
  },
  startedAt: {
    schema: moment,
    reason: 'bad-date',
    expected: expectedMoment,
    description: 'When the session began: RFC 3339 with an offset, or seconds since 1970.',
  },
  endedAt: {
    schema: v.optional(moment),
    reason: 'bad-date',
    expected: `${expectedMoment}; nothing while the session is open`,
    description: 'When it ended; not given, or null, while it is open.',
  },
  durationSeconds: {
    schema: whole(mostSeconds),
    reason: 'bad-number',
    expected: `whole seconds from 0 to ${mostSeconds}`,
    description: 'Age of the session, in seconds, when the counters were taken.',
  },
  up: {
    ...counted,
    description: 'Sent by the subscriber: in the unit, and as the counter, that the device table says.',
  },
  down: { ...counted, description: 'Received by the subscriber, likewise.' },
} as const;

/** Appends the row to the batch, by the device's clock as a snapshot file has it. Throws `RowRefused`. */
export function addSession(
  given: GivenFields,
  row: number,
  clockOffsetSeconds: number,
  subscribers: SubscriberDirectory,
  batch: SessionBatch,
): void {
  const fields = readFields(sessionFields, given);
  const onDevicesClock = (name: 'startedAt' | 'endedAt'): number => {
    const at = fields[name];
    if (at === undefined) return 0;
    const shown = at + clockOffsetSeconds;
    if (shown > 0 && shown <= mostSeconds) return shown;
    throw new RowRefused(name, 'implausible-time', given[name], 'a moment that the device’s clock can show');
  };
  const next = batch.count;
  batch.line[next] = row;
  batch.session[next] = sessionNumber(fields.session);
  batch.subscriber[next] = subscribers.indexOf(fields.subscriber);
  batch.startedAt[next] = onDevicesClock('startedAt');
  batch.endedAt[next] = onDevicesClock('endedAt');
  batch.ageSeconds[next] = fields.durationSeconds;
  batch.upCounter[next] = fields.up;
  batch.downCounter[next] = fields.down;
  batch.count = next + 1;
}
