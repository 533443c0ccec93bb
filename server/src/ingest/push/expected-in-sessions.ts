/** What was expected of a session record that can't be used, by the reason for which it is not. */
import type { DropReason } from '../../domain/dead-letter.ts';
import { columns } from '../snapshot/irregular-row.ts';

export const expectedInSessions: Readonly<Record<DropReason, string>> = {
  'wrong-column-count': `the ${columns.length} columns ${columns.join(', ')}, by the delimiter of the device table`,
  'row-too-long': 'a line of at most 4096 bytes',
  'bad-subscriber': 'text of 1 to 255 bytes',
  'bad-number': 'a number of the form that the input reference gives for the column',
  'bad-date': 'a date in the DateFormat of the device table',
  'negative-counter': 'a counter of at least 0',
  'counter-too-large': `a counter of at most ${Number.MAX_SAFE_INTEGER}`,
  'no-duration': 'a duration above 0 where there is traffic',
  'ends-before-start': 'an end that is not before the start',
  'starts-after-snapshot': 'a start that is not after the snapshot',
  'implausible-time': 'a start that is not before 1970 on the common clock',
  'implausible-rate': 'at most 100 Gbit/s in the slot, both ways together',
  'device-mismatch': 'the Id of the device that the snapshot is of',
  'repeated-row': 'each session once',
  'no-earlier-counter': 'a session that was told of before, or is younger than a slot',
  'superseded-counter': 'a counter that is newer than the last',
  'too-late': 'a session that is open, or ended within the lateness',
  'ignored-subscriber': 'a subscriber who is not to be ignored',
};
