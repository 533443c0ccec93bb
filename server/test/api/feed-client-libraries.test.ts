import { Client, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { cursorOf } from '../../src/domain/feed-entry.ts';
import type { SeededHistory, TestApi } from '../api-fixture.ts';
import { feedQuestion, toldBy, type Told } from '../feed-question.ts';
import { withSeededApi } from '../seeded-api.ts';

let seeded: SeededHistory;
let api: TestApi;
withSeededApi((opened) => ({ seeded, api } = opened));

describe('a client library', () => {
  it('graphql-ws goes on from the last cursor on a new connection', async () => {
    const client = createClient({ url: `${api.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const received: string[] = [];
    for (const size of [3, 4]) {
      const events = client.iterate<{ anomalyEvents: Told }>({
        query: feedQuestion,
        variables: { after: received.at(-1) ?? cursorOf(toldBy(seeded).at(-9)!) },
      });
      while (received.length < (size === 3 ? 3 : 7))
        received.push((await events.next()).value!.data!.anomalyEvents.cursor);
      client.terminate();
    }
    expect(received).toEqual(toldBy(seeded).slice(-8, -1).map(cursorOf));
    await client.dispose();
  });

  it('urql reads the feed over both transports', async () => {
    const socket = createClient({ url: `${api.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const forward = subscriptionExchange({
      forwardSubscription: ({ query = '', variables }) => ({
        subscribe: ({ next: give, error, complete }) => ({
          unsubscribe: socket.subscribe(
            { query, variables },
            { next: (result) => give(result as never), error, complete },
          ),
        }),
      }),
    });
    const url = `${api.url}/graphql`;
    const preferGetMethod = false;
    const clients = [
      new Client({ url, preferGetMethod, exchanges: [forward, fetchExchange] }),
      new Client({ url, preferGetMethod, exchanges: [fetchExchange], fetchSubscriptions: true }),
    ];
    for (const client of clients) {
      const received: string[] = [];
      await new Promise<void>((resolve) => {
        const subscription = client
          .subscription<{ anomalyEvents: Told }>(gql(feedQuestion), { after: cursorOf(toldBy(seeded).at(-4)!) })
          .subscribe(({ data }) => {
            if (data) received.push(data.anomalyEvents.cursor);
            if (received.length < 3) return;
            resolve();
            queueMicrotask(() => subscription.unsubscribe());
          });
      });
      expect(received).toEqual(toldBy(seeded).slice(-3).map(cursorOf));
    }
    await socket.dispose();
  });
});
