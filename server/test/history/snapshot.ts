/** All that a history answers, to compare two states of it. */
import type { History } from '../../src/history/history.ts';

const everything = { from: 0, to: 2 ** 32 };

export async function snapshotOf(history: History): Promise<object> {
  const subscribers = await history.listSubscribers({}, { limit: 1000 });
  const ids = subscribers.map(({ subscriber }) => subscriber);
  const anomalies = await history.listAnomalies({}, { limit: 1000 });
  return {
    closedThrough: await history.closedThrough(),
    subscribers,
    anomalies,
    events: await history.anomalyEvents(anomalies.map(({ id }) => id)),
    devices: await history.devices(),
    slots: await history.traffic(null, everything, 'slot'),
    subscriberSlots: await history.subscriberTraffic(ids, everything, 'slot'),
    subscriberHours: await history.subscriberTraffic(ids, everything, 'hour'),
    statistics: await history.statistics(),
    inRange: await history.statistics(everything),
    accounting: await history.accounting(),
    deadLetters: await history.listDeadLetters({ limit: 1000 }),
    files: await history.ingestedFileKeys(),
    sessions: await history.lastSessionCounters(),
    replayed: await Array.fromAsync(history.replaySlots()),
  };
}
