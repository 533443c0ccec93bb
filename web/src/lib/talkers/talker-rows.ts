/** The table of top talkers: everybody ranked, then all others, then the sum of both. */
import type { TalkerMeasure, TopTalkersQuery } from '#lib/graphql/generated/graphql.ts';
import { toCsv } from '../export/csv.ts';
import { formatCount, formatCountOf } from '../format/count.ts';
import { counted } from '../text/counted.ts';
import { talkerWords } from '../text/talkers.ts';

type Answer = TopTalkersQuery['topTalkers'];

export interface TalkerRow {
  /** '' for several subscribers together. */
  readonly id: string;
  /** Null for several subscribers together. */
  readonly number: string | null;
  /** As it is shown. */
  readonly name: string;
  readonly rank: number | null;
  readonly upBytes: number;
  readonly downBytes: number;
  readonly upBitsPerSecond: number;
  readonly downBitsPerSecond: number;
  /** Part of the traffic of everybody, 0 to 1; NaN when there was none. */
  readonly share: number;
  /** Null where the measure says nothing of several subscribers. */
  readonly value: number | null;
}

/** `seconds` is how long the range is, as far as there are data. */
export function talkerRows(answer: Answer, seconds: number, shown: (number: string) => string): TalkerRow[] {
  const all = Number(answer.total.upBytes) + Number(answer.total.downBytes);
  const together = (name: string, sum: Answer['total']): TalkerRow => {
    const [upBytes, downBytes] = [Number(sum.upBytes), Number(sum.downBytes)];
    const [upBitsPerSecond, downBitsPerSecond] = [(upBytes * 8) / seconds, (downBytes * 8) / seconds];
    const rates = { upBitsPerSecond, downBitsPerSecond };
    return {
      id: '',
      number: null,
      name,
      rank: null,
      upBytes,
      downBytes,
      ...rates,
      share: (upBytes + downBytes) / all,
      value: null,
    };
  };
  return [
    ...answer.talkers.map((talker) => ({
      id: talker.subscriber.id,
      number: talker.subscriber.number,
      name: shown(talker.subscriber.number),
      rank: talker.rank,
      upBytes: Number(talker.upBytes),
      downBytes: Number(talker.downBytes),
      upBitsPerSecond: talker.upBitsPerSecond,
      downBitsPerSecond: talker.downBitsPerSecond,
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
  const { upVolume, downVolume, upRate, downRate, share, units } = words.csvHead;
  const value = `${words.measures[by]} (${units[by]})`;
  const head = [words.rank, words.subscriber, upVolume, downVolume, upRate, downRate, share, value];
  const lines = rows.map((row) => [
    row.rank ?? '',
    row.name,
    row.upBytes,
    row.downBytes,
    row.upBitsPerSecond,
    row.downBitsPerSecond,
    row.share,
    row.value ?? '',
  ]);
  return toCsv([head, ...lines]);
}
