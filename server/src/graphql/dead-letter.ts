/** DeadLetter, a row that was not used, with the place it came from. */
import type { DeadLetter, DropReason } from '../domain/dead-letter.ts';
import { builder } from './builder.ts';
import { defineConnection } from './connection-type.ts';
import { enumName } from './enum-name.ts';

/** Complete by type: a new reason does not compile until it is described here. */
const reasons: Readonly<Record<DropReason, string>> = {
  'wrong-column-count': 'The row has more or fewer columns than the header.',
  'row-too-long': 'The row is longer than any row may be.',
  'bad-subscriber': 'The subscriber number is empty or longer than 255 bytes.',
  'bad-number': 'A column that must be a number is not.',
  'bad-date': 'A date is not of the form that the device table gives, or does not exist.',
  'negative-counter': 'A traffic counter is negative.',
  'counter-too-large': 'A traffic counter is larger than any line could have carried.',
  'no-duration': 'The session has no age, so that its counters give no rate.',
  'ends-before-start': 'The session ends before it starts.',
  'starts-after-snapshot': 'The session starts after the snapshot was taken.',
  'implausible-time': 'The session starts before 1970 on the common clock.',
  'implausible-rate': 'The counters mean more than 100 Gbit/s.',
  'device-mismatch': 'The row names another device than the file.',
  'repeated-row': 'The same session was already in this snapshot.',
  'no-earlier-counter': 'The first value of a cumulative counter: there is nothing to take the difference with.',
  'superseded-counter': 'A newer value of the same cumulative counter was already used.',
  'too-late': 'The slot had closed too long ago for the row to be folded in.',
  'ignored-subscriber':
    'The subscriber was erased, and nothing is to be taken of him from then on. Such rows are counted, and not kept.',
};

export const DropReasonRef = builder.enumType('DropReason', {
  description: 'Why a row was not used.',
  values: Object.fromEntries(
    Object.entries(reasons).map(([value, description]) => [
      enumName(value),
      { value: value as DropReason, description },
    ]),
  ),
});

export const DeadLetterRef = builder.objectRef<DeadLetter>('DeadLetter');
DeadLetterRef.implement({
  description: 'A row that was not used, kept aside with the place it came from.',
  fields: (t) => ({
    file: t.exposeString('file', { description: 'Name of the file as found.' }),
    line: t.exposeInt('line', { description: 'Line in the file, from 1; the header is line 1.' }),
    column: t.exposeString('column', { description: 'Name of the column at fault; empty when the row as a whole is.' }),
    reason: t.expose('reason', { type: DropReasonRef, description: 'Why it was not used.' }),
    given: t.exposeString('given', { description: 'What was given, cut to 200 characters.' }),
  }),
});

export const DeadLetterConnectionRef = defineConnection('DeadLetter', DeadLetterRef, 'file, then line');
