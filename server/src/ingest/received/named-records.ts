/** The edge for what is received record by record: a record is named before anything keeps it. */
import type { IngestEdge } from '../ingest-edge.ts';
import type { ReceivedSource } from './received-source.ts';

/** The source, which takes records with numbers and keeps them with names; of who is ignored it keeps nothing. */
export function takingNumbers(source: ReceivedSource, edge: Pick<IngestEdge, 'nameOf' | 'isIgnored'>): ReceivedSource {
  return {
    ...source,
    async take(records, gathered) {
      const named = records.map((record) => ({ ...record, subscriber: edge.nameOf(record.subscriber) }));
      const isIgnored = named.map(({ subscriber }, place) => edge.isIgnored(records[place]!.subscriber, subscriber));
      const left = named.filter((_, place) => !isIgnored[place]);
      const receptions = left.length === 0 ? [] : await source.take(left, gathered);
      let taken = 0;
      return named.map((_, place) => (isIgnored[place] ? 'ignored' : receptions[taken++]!));
    },
  };
}
