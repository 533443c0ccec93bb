/** The table of top talkers: everybody ranked, then all others, then the sum of both. */
import type { TalkerMeasure, TopTalkersQuery } from '#lib/graphql/generated/graphql.ts';
import { toCsv } from '../export/csv.ts';
import { formatCount, formatCountOf } from '../format/count.ts';
import { counted } from '../text/counted.ts';
import { talkerWords } from '../text/talkers.ts';

type Answer = TopTalkersQuery['topTalkers'];

/** One direction. */
export interface TalkerRates {
  readonly bytes: number;
  /** Over the whole range, bit/s. */
  readonly mean: number;
  /** Of the greatest slot and of the newest one, bit/s; null of several subscribers, and where samples have expired. */
  readonly peak: number | null;
  readonly last: number | null;
}

export interface TalkerRow {
  /** '' for several subscribers together. */
  readonly id: string;
  /** Null for several subscribers together. */
  readonly number: string | null;
  /** As it is shown. */
  readonly name: string;
  readonly rank: number | null;
  readonly up: TalkerRates;
  readonly down: TalkerRates;
  /** Part of the traffic of everybody, 0 to 1; NaN when there was none. */
  readonly share: number;
  /** Null where the measure says nothing of several subscribers. */
  readonly value: number | null;
}

/** `seconds` is how long the range is, as far as there are data. */
export function talkerRows(answer: Answer, seconds: number, shown: (number: string) => string): TalkerRow[] {
  const all = Number(answer.total.upBytes) + Number(answer.total.downBytes);
  const direction = (byteCount: string): TalkerRates => {
    const bytes = Number(byteCount);
    return { bytes, mean: (bytes * 8) / seconds, peak: null, last: null };
  };
  const together = (name: string, sum: Answer['total']): TalkerRow => {
    const [up, down] = [direction(sum.upBytes), direction(sum.downBytes)];
    return { id: '', number: null, name, rank: null, up, down, share: (up.bytes + down.bytes) / all, value: null };
  };
  return [
    ...answer.talkers.map((talker) => ({
      id: talker.subscriber.id,
      number: talker.subscriber.number,
      name: shown(talker.subscriber.number),
      rank: talker.rank,
      up: {
        bytes: Number(talker.upBytes),
        mean: talker.upBitsPerSecond,
        peak: talker.peakUpBitsPerSecond ?? null,
        last: talker.lastUpBitsPerSecond ?? null,
      },
      down: {
        bytes: Number(talker.downBytes),
        mean: talker.downBitsPerSecond,
        peak: talker.peakDownBitsPerSecond ?? null,
        last: talker.lastDownBitsPerSecond ?? null,
      },
      share: talker.trafficShare ?? Number.NaN,
      value: talker.value,
    })),
    together(formatCountOf(answer.others.subscriberCount, counted.others), answer.others),
    together(talkerWords.total(formatCount(answer.total.subscriberCount)), answer.total),
  ];
}

/** The same table as a file, with the names that are shown. */
export function talkersCsv(rows: readonly TalkerRow[], by: TalkerMeasure): string {
  const words = talkerWords;
  const { up, down, share, units } = words.csvHead;
  const value = `${words.measures[by]} (${units[by]})`;
  const head = [words.rank, words.subscriber, ...up, ...down, share, value];
  const cells = ({ bytes, mean, peak, last }: TalkerRates) => [bytes, mean, peak ?? '', last ?? ''];
  const lines = rows.map((row) => [
    row.rank ?? '',
    row.name,
    ...cells(row.up),
    ...cells(row.down),
    row.share,
    row.value ?? '',
  ]);
  return toCsv([head, ...lines]);
}
