/** By what top talkers are ranked: kept in the address, `?by=upload`. */
import type { TalkerMeasure } from '#lib/graphql/generated/graphql.ts';
import { formatPercent, formatScore, formatTimes } from '../format/count.ts';
import { formatVolume } from '../format/volume.ts';
import { talkerWords } from '../text/talkers.ts';

export const measures = Object.keys(talkerWords.measures) as TalkerMeasure[];

/** What cannot be read counts as not given: upload. */
export function readMeasure(parameters: { get(name: string): string | null }): TalkerMeasure {
  const name = parameters.get('by')?.toUpperCase();
  return measures.find((measure) => measure === name) ?? 'UPLOAD';
}

/** The parameter that says this measure; the default says nothing. */
export const measureParameter = (measure: TalkerMeasure) => ({
  by: measure === 'UPLOAD' ? null : measure.toLowerCase(),
});

const writers: Readonly<Record<TalkerMeasure, (value: number) => string>> = {
  UPLOAD: (bytes) => formatVolume(String(bytes)),
  DOWNLOAD: (bytes) => formatVolume(String(bytes)),
  RATIO: (part) => formatPercent(part * 100),
  DEVIATION: formatScore,
  GROWTH: (times) => formatTimes(times, 1),
};

/** The value of a talker with its unit. */
export const formatValue = (measure: TalkerMeasure, value: number): string => writers[measure](value);
