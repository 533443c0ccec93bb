/** Of which device, and of which moment, a pushed snapshot is. */
import * as v from 'valibot';
import { parameterProblem } from '../../http/problem.ts';
import { expectedMoment, momentText, utc } from '../../ingest/push/fields.ts';
import type { PushDesk } from '../../ingest/push/push-desk.ts';
import type { PushedSnapshot } from '../../ingest/push/read-sessions.ts';
import { badPart, readParameters, single } from '../parameters.ts';

export const snapshotParameters = {
  device: single('Name (PSX) of the device in the device table. It must be given.', v.string()),
  snapshotAt: single(
    'When the device was read, which is the end of the slot: RFC 3339 with an offset (`+` as `%2B`), or seconds since 1970. It must be given.',
    momentText,
  ),
};

/** Throws a problem of status 400 that names all that is wrong. */
export function snapshotOf(query: URLSearchParams, desk: PushDesk): PushedSnapshot {
  const { device: name, snapshotAt } = readParameters(snapshotParameters, query);
  const device = name === undefined ? null : desk.device(name);
  const { from, to } = desk.span();
  const errors = [];
  if (name === undefined) errors.push(badPart('device', 'is missing; expected the name of a device'));
  else if (device === null) errors.push(badPart('device', `is "${name}"; expected a device of the device table`));
  if (snapshotAt === undefined) errors.push(badPart('snapshotAt', `is missing; expected ${expectedMoment}`));
  else if (snapshotAt < from || snapshotAt > to) {
    errors.push(badPart('snapshotAt', `is ${utc(snapshotAt)}; expected a moment from ${utc(from)} to now`));
  }
  if (device === null || snapshotAt === undefined || errors.length > 0) throw parameterProblem(errors);
  return { device, snapshotAt };
}
