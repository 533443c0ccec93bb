/** Seeded synthetic subscribers for tests of the detector: lognormal traffic with a rhythm of the day, ten minutes a slot. */
import type { AnomalyEvent } from '../src/domain/anomaly.ts';
import { oneCohort } from '../src/domain/cohort-directory.ts';
import { Detector, type IsSuppressed } from '../src/domain/detector.ts';
import { defaultRule, type Rule } from '../src/domain/rule.ts';
import type { SampleBlock } from '../src/domain/sample.ts';
import type { SavedState } from '../src/domain/saved-state.ts';
import { SlotObservations } from '../src/domain/slot-observations.ts';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { seededRandom, type Random } from './random.ts';

export const slotSeconds = 600;
export const slotsPerDay = 144;
/** A Monday. */
export const networkStart = Date.parse('2026-03-02T00:00:00Z') / 1000;

export interface Row {
  readonly subscriber: string;
  readonly device: string;
  readonly seconds: number;
  readonly upBytes: number;
  readonly downBytes: number;
}

/** Times the traffic that a subscriber would have, or null when he is not seen. */
export type Alteration = (subscriber: number, slot: number) => { readonly up: number; readonly down: number } | null;

const asUsual: Alteration = () => ({ up: 1, down: 1 });

export const nameOf = (subscriber: number): string => `s${String(subscriber).padStart(4, '0')}`;

/** The rows of a slot, the same for the same numbers whatever was asked for before. */
export function rowsOf(subscribers: number, slot: number, alter: Alteration = asUsual, seed = 1): Row[] {
  const random = seededRandom(seed * 1_000_003 + slot * 7919);
  const rows: Row[] = [];
  for (let who = 0; who < subscribers; who++) {
    const noise = [normal(random), normal(random), normal(random)] as const;
    const own = alter(who, slot);
    if (own === null) continue;
    // Some have ten times the traffic of others, and some stray more.
    const size = 10_000 * Math.exp(((who * 37) % 100) / 40);
    const spread = 0.15 + ((who * 53) % 100) / 400;
    const day = 1 + 0.7 * Math.sin((2 * Math.PI * (slot % slotsPerDay)) / slotsPerDay - 2);
    const rate = size * day * Math.exp(spread * noise[0]);
    rows.push({
      subscriber: nameOf(who),
      device: who % 2 === 0 ? '62.0' : '63.0',
      seconds: slotSeconds,
      upBytes: Math.round(rate * Math.exp(0.1 * noise[1]) * own.up * slotSeconds),
      downBytes: Math.round(6 * rate * Math.exp(0.1 * noise[2]) * own.down * slotSeconds),
    });
  }
  return rows;
}

/** A detector with the directory that it needs. */
export class Network {
  readonly directory = new SubscriberIndex();
  readonly detector: Detector;
  readonly #observations = new SlotObservations();

  constructor(rule: Rule = defaultRule, isSuppressed?: IsSuppressed) {
    this.detector = new Detector(rule, slotSeconds, this.directory, oneCohort, isSuppressed);
  }

  /** One slot of rows, in the order given; subscribers not seen before are new from then on. */
  observe(slot: number, rows: readonly Row[]): AnomalyEvent[] {
    const slotStart = networkStart + slot * slotSeconds;
    const blocks = [...new Set(rows.map(({ device }) => device))].map((device) =>
      this.#blockOf(
        device,
        slotStart,
        rows.filter((row) => row.device === device),
      ),
    );
    this.#observations.gather(blocks, this.directory.size);
    return this.detector.observe(slotStart, this.#observations);
  }

  save(): { readonly directory: SavedState; readonly detector: SavedState } {
    return { directory: this.directory.save(), detector: this.detector.save() };
  }

  /** A network of its own with the state. */
  static restored(saved: ReturnType<Network['save']>, rule: Rule = defaultRule, isSuppressed?: IsSuppressed): Network {
    const { directory, detector } = structuredClone(saved);
    const network = new Network(rule, isSuppressed);
    network.directory.restore(directory);
    network.detector.restore(detector);
    return network;
  }

  #blockOf(device: string, slotStart: number, rows: readonly Row[]): SampleBlock {
    return {
      device,
      slotStart,
      reportedAt: slotStart + slotSeconds,
      late: false,
      count: rows.length,
      subscriber: Uint32Array.from(rows, ({ subscriber }) => this.directory.indexOf(subscriber)),
      seconds: Uint16Array.from(rows, ({ seconds }) => seconds),
      upBytes: Float64Array.from(rows, ({ upBytes }) => upBytes),
      downBytes: Float64Array.from(rows, ({ downBytes }) => downBytes),
    };
  }
}

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
