/** Statements that make samples and their roll-ups: a daily rhythm, a size of each subscriber's own, and noise. */
import { deviceSql, firstSlot, slotSeconds, subscriberSql, type Dimensions } from './dimensions.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Few, large parts, as they are once the engine has merged the commits of a day. */
const largeBlocks =
  'SETTINGS max_threads = 2, max_insert_threads = 1, min_insert_block_size_rows = 5000000, min_insert_block_size_bytes = 0';

const commitSql = (slot: string): string => `intDiv(${slot} - ${firstSlot}, ${slotSeconds}) + 1`;
const rhythmSql = (slot: string): string => `(1 + 0.6 * sin(2 * pi() * (${slot} % 86400) / 86400))`;

/** Bytes of a slot, in one direction: between a half and one and a half of what is usual. */
const bytesSql = (n: string, slot: string, salt: number, most: string): string =>
  `toUInt64(exp(11 + 4 * (cityHash64(${n}) % 1000) / 1000) * ${most} * ${rhythmSql(slot)} * (0.5 + (cityHash64(${n}, ${slot}, ${salt}) % 10000) / 10000))`;

const upSql = (n: string, slot: string): string => bytesSql(n, slot, 1, '1');
const downSql = (n: string, slot: string): string => bytesSql(n, slot, 2, '8');

/** In the order of the table's key. */
export function samplesSql({ subscribers }: Dimensions, { from, to }: Range): string {
  const slots = (to - from) / slotSeconds;
  return `INSERT INTO samples (subscriber, slot, device, reported, late, seconds, up_bytes, down_bytes, commit)
SELECT ${subscriberSql('n')}, toDateTime(at, 'UTC'), ${deviceSql('n')}, toDateTime(at + ${slotSeconds}, 'UTC'), 0, ${slotSeconds},
  ${upSql('n', 'at')}, ${downSql('n', 'at')}, ${commitSql('at')}
FROM (SELECT intDiv(number, ${slots}) AS n, toUInt32(${from} + number % ${slots} * ${slotSeconds}) AS at FROM numbers(${subscribers * slots}))
${largeBlocks}`;
}

export function hourlySql({ subscribers }: Dimensions, { from, to }: Range): string {
  const hours = (to - from) / 3600;
  const sum = (ofSlot: (n: string, slot: string) => string): string =>
    `arraySum(offset -> ${ofSlot('n', '(at + offset)')}, [${[0, 600, 1200, 1800, 2400, 3000].join(', ')}])`;
  return `INSERT INTO hourly (subscriber, hour, device, seconds, up_bytes, down_bytes, commit)
SELECT ${subscriberSql('n')}, toDateTime(at, 'UTC'), ${deviceSql('n')}, 3600, ${sum(upSql)}, ${sum(downSql)}, ${commitSql('at + 3000')}
FROM (SELECT intDiv(number, ${hours}) AS n, toUInt32(${from} + number % ${hours} * 3600) AS at FROM numbers(${subscribers * hours}))
${largeBlocks}`;
}

const totalsColumns = 'device, slot, reported, late, subscribers, up_bytes, down_bytes, commit';
const withinSql = ({ from, to }: Range): string =>
  `slot >= toDateTime(${from}, 'UTC') AND slot < toDateTime(${to}, 'UTC')`;

export const slotTotalsSql = (range: Range): string => `INSERT INTO slot_totals (${totalsColumns})
SELECT device, slot, any(reported), 0, count(), sum(up_bytes), sum(down_bytes), any(commit)
FROM samples WHERE ${withinSql(range)} GROUP BY device, slot`;

export const networkTotalsSql = (range: Range): string => `INSERT INTO slot_totals (${totalsColumns})
SELECT '', slot, any(reported), 0, sum(subscribers), sum(up_bytes), sum(down_bytes), any(commit)
FROM slot_totals WHERE device != '' AND ${withinSql(range)} GROUP BY slot`;
