import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlotTotals } from '../../src/domain/sample.ts';
import { bytesPerSecond } from '../../src/domain/traffic.ts';
import { besideUsual, type TotalBesideUsual } from '../../src/domain/usual-totals.ts';
import { formatDateTime } from '../../src/graphql/scalars.ts';
import { limitedDevice, startClosedApi, type Asker, type ClosedApi } from '../access-fixture.ts';
import { liveStatus, openSeededHistory, type SeededHistory } from '../api-fixture.ts';
import { commitOf, slotSeconds } from '../history-commits.ts';
import { seededRandom } from '../random.ts';

/** Long after what the history is seeded with; a whole hour, and half of the last one. */
const begin = 1_711_324_800;
const slots = 7 * 144 + 3;
const dataEnd = begin + slots * slotSeconds;
const otherDevice = '66.1';
const random = seededRandom(3);
const totals: readonly SlotTotals[] = Array.from({ length: slots }, (_, n) => {
  const slotStart = begin + n * slotSeconds;
  const factor = n === slots - 20 ? 5 : 1 + 0.1 * random.next();
  const of = (device: string | null, megabytes: number): SlotTotals => ({
    slotStart,
    device,
    reportedAt: slotStart + slotSeconds,
    late: false,
    subscribers: 3,
    upBytes: Math.round(megabytes * 1e6 * factor),
    downBytes: Math.round(megabytes * 3e6 * (1 + 0.1 * random.next())),
  });
  return [of(limitedDevice, 40), of(otherDevice, 60), of(null, 100)];
}).flat();

const from = begin + 6 * 86_400;
const range = `timeRange: { from: "${formatDateTime(from)}", to: "${formatDateTime(dataEnd)}" }`;
const fields = `start upBitsPerSecond downBitsPerSecond zUp zDown
  expectedUp { lowBitsPerSecond usualBitsPerSecond highBitsPerSecond } expectedDown { usualBitsPerSecond }`;

interface Point {
  readonly start: string;
  readonly upBitsPerSecond: number;
  readonly zUp: number | null;
  readonly zDown: number | null;
  readonly expectedUp: Record<'lowBitsPerSecond' | 'usualBitsPerSecond' | 'highBitsPerSecond', number> | null;
  readonly expectedDown: Record<'usualBitsPerSecond', number> | null;
}

/** The intervals of a device, or of the network, as the domain sees them. */
function expectedOf(device: string | null, intervalSeconds: number): TotalBesideUsual[] {
  const sums = new Map<number, { up: number; down: number }>();
  for (const total of totals) {
    const start = Math.floor(total.slotStart / intervalSeconds) * intervalSeconds;
    if (total.device !== device || start + intervalSeconds > dataEnd) continue;
    const { up, down } = sums.get(start) ?? { up: 0, down: 0 };
    sums.set(start, { up: up + total.upBytes, down: down + total.downBytes });
  }
  const rates = Array.from(sums, ([start, { up, down }]) => ({
    start,
    upBytesPerSecond: bytesPerSecond(up / intervalSeconds),
    downBytesPerSecond: bytesPerSecond(down / intervalSeconds),
  }));
  return besideUsual(rates, from, intervalSeconds);
}

describe('traffic beside what is usual', () => {
  let seeded: SeededHistory;
  let api: ClosedApi;
  beforeAll(async () => {
    seeded = await openSeededHistory();
    await seeded.history.commit(commitOf({ closedThrough: dataEnd - slotSeconds, totals }));
    const status = { current: () => ({ ...liveStatus, dataAsOf: dataEnd - slotSeconds }) };
    api = await startClosedApi(seeded.history, { status, deviceTable: [] });
  });
  afterAll(async () => {
    await api.stop();
    await seeded.remove();
  });

  async function ask<Answer>(who: Asker, query: string): Promise<Answer> {
    const { data, errors } = await api.query(who, query);
    expect(errors).toBeUndefined();
    return data as unknown as Answer;
  }
  const network = async (who: Asker, resolution: string): Promise<Point[]> =>
    (
      await ask<{ networkUsualTraffic: Point[] }>(
        who,
        `{ networkUsualTraffic(${range}, resolution: ${resolution}) { ${fields} } }`,
      )
    ).networkUsualTraffic;
  const ofDevice = async (who: Asker, device: string): Promise<Point[] | undefined> =>
    (
      await ask<{ psxDevice: { usualTraffic: Point[] } | null }>(
        who,
        `{ psxDevice(name: "${device}") { usualTraffic(${range}) { ${fields} } } }`,
      )
    ).psxDevice?.usualTraffic;

  function expectSame(points: readonly Point[] | undefined, expected: readonly TotalBesideUsual[]): void {
    expect(points?.map(({ start }) => start)).toEqual(expected.map(({ start }) => formatDateTime(start)));
    for (const [index, point] of points!.entries()) {
      const { upBytesPerSecond, expected: band, zUp, zDown } = expected[index]!;
      expect(point.upBitsPerSecond).toBeCloseTo(8 * upBytesPerSecond, 6);
      expect(point.zUp).toBeCloseTo(zUp!, 9);
      expect(point.zDown).toBeCloseTo(zDown!, 9);
      expect(point.expectedUp!.lowBitsPerSecond).toBeCloseTo(8 * band!.lowUp, 3);
      expect(point.expectedUp!.usualBitsPerSecond).toBeCloseTo(8 * band!.usualUp, 3);
      expect(point.expectedUp!.highBitsPerSecond).toBeCloseTo(8 * band!.highUp, 3);
      expect(point.expectedDown!.usualBitsPerSecond).toBeCloseTo(8 * band!.usualDown, 3);
    }
  }

  it('is of the network and of each device what the domain makes of their totals, and shows the slot that was not usual', async () => {
    const points = await network(api.people.analyst, 'TEN_MINUTES');
    expectSame(points, expectedOf(null, slotSeconds));
    const outside = points.filter(({ zUp }) => zUp! > 3).map(({ start }) => start);
    expect(outside).toEqual([formatDateTime(begin + (slots - 20) * slotSeconds)]);
    for (const device of [limitedDevice, otherDevice])
      expectSame(await ofDevice(api.people.analyst, device), expectedOf(device, slotSeconds));
  });

  it('leaves the hour out that is not over: it would be less than usual', async () => {
    const points = await network(api.people.analyst, 'HOUR');
    expectSame(points, expectedOf(null, 3600));
    expect(points.at(-1)!.start).toBe(formatDateTime(dataEnd - 3 * slotSeconds - 3600));
  });

  it('has no expectation, and no place, before the same time was seen on four days', async () => {
    const early = range.replace(formatDateTime(from), formatDateTime(begin));
    const { points } = await ask<{ points: Point[] }>(
      api.people.analyst,
      `{ points: networkUsualTraffic(${early}) { ${fields} } }`,
    );
    const known = points.filter(({ expectedUp }) => expectedUp !== null);
    expect(known[0]!.start).toBe(formatDateTime(begin + 4 * 86_400));
    expect(
      points.slice(0, 4 * 144).every(({ expectedDown, zUp, zDown }) => (expectedDown ?? zUp ?? zDown) === null),
    ).toBe(true);
  });

  it('is of his devices alone for whoever is limited to some', async () => {
    expectSame(await network(api.people.limited, 'TEN_MINUTES'), expectedOf(limitedDevice, slotSeconds));
    expectSame(await ofDevice(api.people.limited, limitedDevice), expectedOf(limitedDevice, slotSeconds));
    expect(await ofDevice(api.people.limited, otherDevice)).toBeUndefined();
  });

  it('costs what it reads of the past: it is refused for a page of devices at once', async () => {
    const { errors } = await api.query(
      api.people.analyst,
      `{ psxDevices(first: 50) { edges { node { usualTraffic(${range}) { start } } } } }`,
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toContain('QUERY_TOO_COMPLEX');
  });
});
