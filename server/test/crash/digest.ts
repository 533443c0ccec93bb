/** Everything that history answers, in one value: two histories with the same digest cannot be told apart through the API. */
import type { History } from '../../src/history/history.ts';

const always = { from: 0, to: 4_000_000_000 };

export async function digest(history: History): Promise<unknown> {
  const devices = await history.devices();
  const subscribers = await history.listSubscribers({}, { limit: 10_000 });
  const ids = subscribers.map((row) => row.subscriber);
  const anomalies = await history.listAnomalies({}, { limit: 10_000 });
  const samples = [];
  for (const id of ids) samples.push(await history.subscriberSamples(id, always, 100_000));
  return {
    closedThrough: await history.closedThrough(),
    accounting: await history.accounting(),
    statistics: await history.statistics(),
    files: [...(await history.ingestedFileKeys())].sort(),
    deadLetters: await history.listDeadLetters({ limit: 10_000 }),
    devices,
    subscribers,
    anomalies,
    events: [...(await history.anomalyEvents(anomalies.map((anomaly) => anomaly.id)))].sort(([a], [b]) =>
      a < b ? -1 : 1,
    ),
    network: await history.traffic(null, always, 'slot'),
    networkByHour: await history.traffic(null, always, 'hour'),
    byDevice: await Promise.all(devices.map((device) => history.traffic(device.device, always, 'slot'))),
    bySubscriberAndHour: [...(await history.subscriberTraffic(ids, always, 'hour'))].sort(([a], [b]) =>
      a < b ? -1 : 1,
    ),
    samples,
  };
}
