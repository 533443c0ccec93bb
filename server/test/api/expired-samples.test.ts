import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSeededHistory, startApi, type SeededHistory, type TestApi } from '../api-fixture.ts';
import { anomalyOf, commitOf, eventOf, firstSlot, slotSeconds } from '../history-commits.ts';

let seeded: SeededHistory;
let api: TestApi;

/** 300 anomalies from before the first sample that there is. */
beforeAll(async () => {
  seeded = await openSeededHistory();
  const events = Array.from({ length: 300 }, (_, n) => {
    const openedAt = firstSlot - (n + 10) * slotSeconds;
    const run = { openedAt, detectedAt: openedAt + slotSeconds, closedAt: openedAt + slotSeconds };
    return eventOf('closed', run.detectedAt, n, anomalyOf({ id: `expired${n}`, subscriber: 's1', ...run }));
  });
  await seeded.history.commit(commitOf({ closedThrough: seeded.lastSlot, events }));
  api = await startApi(seeded.history);
});
afterAll(async () => {
  await api.stop();
  await seeded.remove();
});

it('GET /api/anomalies ends where samples have expired, however many anomalies are older', async () => {
  const response = await fetch(`${api.url}/api/anomalies?limit=10000`);
  const rows = (await response.json()) as { anomaly_id: string }[];
  // Three pages that have the anomalies of subscribers with samples, and one that has none.
  expect(Object.fromEntries(api.calls)).toEqual({ listAnomalies: 4, samplesOfRuns: 4 });
  expect(rows.length).toBeGreaterThan(130);
  expect(rows.filter(({ anomaly_id }) => anomaly_id.startsWith('expired'))).toEqual([]);
});
