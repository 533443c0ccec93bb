/** What history must answer, computed by brute force from the commits that it was given. */
import type { SubscriberDirectory } from '../src/domain/subscriber-directory.ts';
import type {
  Commit,
  DeviceRow,
  Resolution,
  Statistics,
  SubscriberRow,
  SubscriberSample,
  TimeRange,
  TrafficPoint,
} from '../src/history/history.ts';
import { slotSeconds } from './history-commits.ts';

/** The figures of anomalies in a history that has none. */
export const noAnomalies = {
  anomalies: 0,
  openAnomalies: 0,
  alertedAnomalies: 0,
  heldBackAnomalies: 0,
  suppressedAnomalies: 0,
  flaggedSubscribers: 0,
};

export class HistoryModel {
  readonly samples: readonly SubscriberSample[];

  constructor(directory: SubscriberDirectory, commits: readonly Commit[]) {
    this.samples = commits.flatMap(({ blocks }) =>
      blocks.flatMap((block) =>
        Array.from({ length: block.count }, (_, i) => ({
          subscriber: directory.idOf(block.subscriber[i]!),
          device: block.device,
          slotStart: block.slotStart,
          late: block.late,
          seconds: block.seconds[i]!,
          upBytes: block.upBytes[i]!,
          downBytes: block.downBytes[i]!,
        })),
      ),
    );
  }

  traffic(device: string | null, range: TimeRange, resolution: Resolution): TrafficPoint[] {
    const mine = this.samples.filter((sample) => device === null || sample.device === device);
    // Late traffic is told of by its device, so whoever is in both is counted twice in a slot of the network.
    const seen = (sample: SubscriberSample): string => `${sample.subscriber}|${sample.late ? sample.device : ''}`;
    return points(mine, range, resolution, seen);
  }

  subscriberTraffic(subscriber: string, range: TimeRange, resolution: Resolution): TrafficPoint[] {
    const mine = this.samples.filter((sample) => sample.subscriber === subscriber);
    return points(mine, range, resolution, () => subscriber);
  }

  subscriberSamples(subscriber: string, range: TimeRange): SubscriberSample[] {
    return this.samples
      .filter((sample) => sample.subscriber === subscriber && isWithin(sample.slotStart, range))
      .sort((a, b) => b.slotStart - a.slotStart || (a.device < b.device ? -1 : 1));
  }

  subscribers(): SubscriberRow[] {
    return [...Map.groupBy(this.samples, ({ subscriber }) => subscriber)]
      .map(([subscriber, mine]) => {
        const lastSeen = Math.max(...mine.map(({ slotStart }) => slotStart));
        const newest = mine
          .filter(({ slotStart }) => slotStart === lastSeen)
          .reduce((a, b) => (b.upBytes + b.downBytes > a.upBytes + a.downBytes ? b : a));
        const firstSeen = Math.min(...mine.map(({ slotStart }) => slotStart));
        return { subscriber, firstSeen, lastSeen, device: newest.device };
      })
      .sort((a, b) => (a.subscriber < b.subscriber ? -1 : 1));
  }

  devices(): DeviceRow[] {
    return [...Map.groupBy(this.samples, ({ device }) => device)]
      .map(([device, mine]) => {
        const lastSeen = Math.max(...mine.map(({ slotStart }) => slotStart));
        const subscribers = mine.filter(({ slotStart }) => slotStart === lastSeen).length;
        return { device, firstSeen: Math.min(...mine.map(({ slotStart }) => slotStart)), lastSeen, subscribers };
      })
      .sort((a, b) => (a.device < b.device ? -1 : 1));
  }

  /** Without the figures of anomalies. */
  statistics(range: TimeRange): Omit<Statistics, keyof typeof noAnomalies> {
    const mine = this.samples.filter(({ slotStart }) => isWithin(slotStart, range));
    return {
      firstSlot: Math.min(...mine.map(({ slotStart }) => slotStart)),
      lastSlot: Math.max(...mine.map(({ slotStart }) => slotStart)),
      subscribers: new Set(mine.map(({ subscriber }) => subscriber)).size,
      samples: mine.length,
      upBytes: sum(mine.map(({ upBytes }) => upBytes)),
      downBytes: sum(mine.map(({ downBytes }) => downBytes)),
    };
  }
}

function points(
  samples: readonly SubscriberSample[],
  range: TimeRange,
  resolution: Resolution,
  seen: (sample: SubscriberSample) => string,
): TrafficPoint[] {
  const intervalSeconds = resolution === 'hour' ? 3600 : slotSeconds;
  const startOf = ({ slotStart }: SubscriberSample): number => slotStart - (slotStart % intervalSeconds);
  const within = samples.filter((sample) => isWithin(startOf(sample), range));
  return [...Map.groupBy(within, startOf)]
    .map(([start, mine]) => ({
      start,
      intervalSeconds,
      upBytes: sum(mine.map(({ upBytes }) => upBytes)),
      downBytes: sum(mine.map(({ downBytes }) => downBytes)),
      subscribers: Math.max(
        ...[...Map.groupBy(mine, ({ slotStart }) => slotStart).values()].map(
          (ofSlot) => new Set(ofSlot.map(seen)).size,
        ),
      ),
    }))
    .sort((a, b) => a.start - b.start);
}

function isWithin(moment: number, range: TimeRange): boolean {
  return moment >= range.from && moment < range.to;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
