/** Follows the feed as a browser would (server-sent events): when it is cut off it goes on where it was, at the next of several servers. */
import { setTimeout as wait } from 'node:timers/promises';

export interface ListenedEvent {
  readonly cursor: string;
  readonly type: string;
}

export interface FeedListener {
  readonly events: readonly ListenedEvent[];
  /** How often it had to connect again. */
  readonly breaks: number;
  stop(): Promise<void>;
}

/** A server that refuses is asked again so much later. */
const retryMs = 50;

/** `servers` may change while it listens; it begins after a cursor. */
export function listenToFeed(servers: () => readonly string[], after: string): FeedListener {
  const events: ListenedEvent[] = [];
  let place = after;
  const stopping = new AbortController();
  let breaks = 0;

  async function listen(url: string): Promise<void> {
    const headers = { accept: 'text/event-stream', 'last-event-id': place };
    const query = 'include_suppressed=true';
    const response = await fetch(`${url}/api/anomalies/stream?${query}`, { headers, signal: stopping.signal });
    if (response.status !== 200) throw new Error(await response.text());
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        // A heartbeat has an id alone.
        const [, cursor, type] = /^id: (\S+)(?:\nevent: (\S+))?$/m.exec(block) ?? [];
        place = cursor ?? place;
        // Nobody expects a gap: who sees one wants to know why.
        if (cursor !== undefined && type !== undefined) events.push({ cursor, type: type === 'gap' ? block : type });
      }
    }
  }

  const listening = (async () => {
    for (let turn = 0; !stopping.signal.aborted; turn++) {
      const urls = servers();
      await listen(urls[turn % urls.length] ?? '').catch(() => undefined);
      breaks++;
      await wait(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    events,
    get breaks() {
      return breaks;
    },
    async stop() {
      stopping.abort();
      await listening;
    },
  };
}
