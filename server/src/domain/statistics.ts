/**
 * The numbers by which a subscriber's slot is judged, all in natural logarithms of how many times the usual it was.
 * *Volume* is the growth that upload and download have in common; *share* is the growth of the upload beyond that of the
 * download; *silence* counts slots without traffic. Each is watched over several lengths of time: what lasts is told
 * from noise by its length, and what is violent by its height. *Upload run* counts the slots in a row that upload about as
 * much as the mean or more: a person's traffic falls below it again and again, a machine's extra does not let it.
 */
export const volumeLeast = 0;
export const volumeHour = 1;
export const volumeSixHours = 2;
export const volumeLong = 3;
export const uploadRun = 4;
export const shareLeast = 5;
export const shareThreeHours = 6;
export const shareSixHours = 7;
export const shareNow = 8;
export const silence = 9;

export const statistics = 10;

/** Slots in a row whose least value is `volumeLeast` and `shareLeast`. */
export const slotsInRow = 5;

export type Channel = 'volume' | 'share' | 'burst' | 'silence';

export const channelOf: readonly Channel[] = [
  'volume',
  'volume',
  'volume',
  'volume',
  'volume',
  'share',
  'share',
  'share',
  'burst',
  'silence',
];
