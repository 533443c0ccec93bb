/** Reads a body of samples. */
import { givenRows, type PushedMediaType } from './given-rows.ts';
import { readEach, ReadRows } from './read-rows.ts';
import { sampleFields, sampleIn, type SampleRules } from './sample-row.ts';
import { RowRefused } from './verdict.ts';

const columns = Object.keys(sampleFields);

/** Throws `TooManyRows`, and `BodyFault` when the body can't be read. */
export async function readSamples(body: Uint8Array, mediaType: PushedMediaType, rules: SampleRules): Promise<ReadRows> {
  const read = new ReadRows();
  const seen = new Set<string>();
  await readEach(givenRows(body, mediaType, columns), read.verdicts, ({ row, fields }) => {
    const record = sampleIn(fields(), rules);
    const { device, subscriber, session, startedAt } = record;
    const identity = `${startedAt} ${session} ${device} ${subscriber}`;
    // One of the two would take the place of the other, and its traffic would be lost.
    if (seen.has(identity))
      throw new RowRefused(
        '',
        'repeated-row',
        subscriber,
        'each device, subscriber, slot and session once; rows of different sessions add up',
      );
    seen.add(identity);
    read.add(record, row);
  });
  return read;
}
