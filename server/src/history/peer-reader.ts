/** Who else's traffic looks like that of a subscriber. */
import type { Engine } from './engine.ts';
import { comparedDays, peerCandidates, stepsPerDoubling, stepsPerShareOfDay, stepsPerUploadShare } from './likeness.ts';
import type { Peer } from './likeness.ts';
import { rolledUpToSql } from './roll-up.ts';

const daySeconds = 86_400;
/** The newest days whose hours are all rolled up. */
const newest = (
  days: number,
): string => `hour >= toDateTime(greatest(${rolledUpToSql} - ${days * daySeconds}, 0), 'UTC')
  AND hour < toDateTime(${rolledUpToSql}, 'UTC')`;

/** What is compared of the subscriber himself. */
interface Profile {
  readonly up: number;
  readonly down: number;
  readonly dayUp: number;
  readonly dayDown: number;
  /** Volume in each hour of the day, UTC. */
  readonly hours: readonly number[];
}

const hoursOfDay = 'sumMap(map(toHour(hour), up_bytes + down_bytes))';

const profile = `SELECT sum(up_bytes) AS up, sum(down_bytes) AS down,
  sumIf(up_bytes, ${newest(1)}) AS dayUp, sumIf(down_bytes, ${newest(1)}) AS dayDown,
  ${hoursOfDay} AS volumes, arrayMap(h -> volumes[h], range(24)) AS hours
FROM hourly FINAL WHERE subscriber = {subscriber:String} AND ${newest(comparedDays)} HAVING up + down > 0`;

/** Steps in volume and upload share between a row's up and down and the subscriber's own. */
const stepsOfVolume = `${stepsPerDoubling} * abs(log2(up + down) - log2({ownUp:UInt64} + {ownDown:UInt64}))
  + ${stepsPerUploadShare} * abs(up / (up + down) - {ownUp:UInt64} / ({ownUp:UInt64} + {ownDown:UInt64}))`;

const candidates = `SELECT subscriber FROM (
  SELECT subscriber, sum(up_bytes) AS up, sum(down_bytes) AS down FROM hourly FINAL
  WHERE ${newest(1)} GROUP BY subscriber HAVING up + down > 0 AND subscriber != {subscriber:String}
) ORDER BY ${stepsOfVolume}, subscriber LIMIT ${peerCandidates}`;

const nearest = `SELECT subscriber, upBytes, downBytes, distance FROM (
  SELECT subscriber, sum(up_bytes) AS up, sum(down_bytes) AS down, up AS upBytes, down AS downBytes, ${hoursOfDay} AS volumes,
    arraySum(h -> abs(volumes[h] / (up + down) - {hours:Array(UInt64)}[h + 1] / ({ownUp:UInt64} + {ownDown:UInt64})), range(24)) / 2 AS elsewhen,
    ${stepsOfVolume} + ${stepsPerShareOfDay} * elsewhen AS distance
  FROM hourly FINAL WHERE subscriber IN {candidates:Array(String)} AND ${newest(comparedDays)} GROUP BY subscriber
) ORDER BY distance, subscriber LIMIT {limit:UInt32}`;

export class PeerReader {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The most alike first. None for a subscriber without traffic in the newest day. */
  async peers(subscriber: string, limit: number): Promise<Peer[]> {
    const [own] = await this.#engine.select<Profile>(profile, { subscriber });
    if (own === undefined || own.dayUp + own.dayDown === 0) return [];
    const ofDay = { subscriber, ownUp: own.dayUp, ownDown: own.dayDown };
    const found = await this.#engine.select<{ subscriber: string }>(candidates, ofDay);
    const parameters = { ownUp: own.up, ownDown: own.down, hours: own.hours, limit };
    return this.#engine.select<Peer>(nearest, { ...parameters, candidates: found.map((row) => row.subscriber) });
  }
}
