/** What the server tells a client that does nothing but note when: the yardstick beside what a browser paints. */
import { once } from 'node:events';
import type { RunningApp } from '../../test/running-app.ts';
import { openSocket, type SocketMessage } from '../../test/socket-client.ts';

export interface Told {
  /** Of the anomaly's first event: when it came, and the slot it was detected in. Epoch milliseconds. */
  readonly opened: ReadonlyMap<string, { readonly toldAt: number; readonly detectedAt: number }>;
  /** How many events of anomalies were told so far. */
  events(): number;
  /** Resolves when the slot that ends then was told. */
  slot(end: number): Promise<void>;
  /** Resolves when so many slots were told. */
  slots(count: number): Promise<void>;
  stop(): void;
}

interface Payload {
  readonly data?: {
    readonly trafficUpdates?: { readonly network: { readonly end: string } };
    readonly anomalyEvents?: {
      readonly anomaly?: { readonly detectedAt: string; readonly subscriber: { readonly number: string } | null };
    };
  };
}
const anomalies =
  'subscription { anomalyEvents { ... on AnomalyEvent { anomaly { detectedAt subscriber { number } } } } }';

export async function listenTo(app: RunningApp): Promise<Told> {
  const client = await openSocket(app.url);
  await client.greet();
  const opened = new Map<string, { toldAt: number; detectedAt: number }>();
  const arrivals = new EventTarget();
  const told = { newestEnd: 0, slots: 0, events: 0 };
  client.socket.on('message', (text: Buffer) => {
    const { data } = ((JSON.parse(text.toString()) as SocketMessage).payload ?? {}) as Payload;
    const anomaly = data?.anomalyEvents?.anomaly;
    if (anomaly) told.events++;
    if (anomaly?.subscriber && !opened.has(anomaly.subscriber.number))
      opened.set(anomaly.subscriber.number, { toldAt: Date.now(), detectedAt: Date.parse(anomaly.detectedAt) });
    if (data?.trafficUpdates) {
      told.slots++;
      told.newestEnd = Date.parse(data.trafficUpdates.network.end);
      arrivals.dispatchEvent(new Event('slot'));
    }
  });
  const lost = client.closed.then(({ code, reason }) => {
    throw new Error(`The server closed the socket that listens beside the browser: ${code} ${reason}`);
  });
  // Who waits hears of it; while nobody waits it is no fault.
  lost.catch(() => undefined);
  const nextSlot = (): Promise<unknown> => Promise.race([once(arrivals, 'slot'), lost]);
  client.subscribe('anomalies', anomalies);
  client.subscribe('traffic', 'subscription { trafficUpdates { network { end } } }');
  return {
    opened,
    events: () => told.events,
    async slot(end) {
      while (told.newestEnd < end) await nextSlot();
    },
    async slots(count) {
      while (told.slots < count) await nextSlot();
    },
    stop: () => client.socket.terminate(),
  };
}
