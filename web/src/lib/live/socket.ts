/** The WebSocket to the server: found dead within seconds, opened again for as long as the page lives. */
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { goToLogin } from '#lib/access/login-address.ts';
import { actorParameters } from '#lib/graphql/actor.ts';
import { preferences } from '#lib/preferences/preferences.ts';
import { backOffMs } from './back-off.ts';

const keepAliveMs = 12_000;
const pongWithinMs = 5_000;
/** The server closes with it when the session is over. */
const forbidden = 4403;

/** Waits for `ms`, or until the browser says that it is online again. */
const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
  });

/** A proxy may drop a connection without a word: a ping that stays unanswered closes it, which starts a new attempt. */
function deadPeerWatch() {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    opened: (opened: unknown) => (socket = opened as WebSocket),
    pinged: () => (timer = setTimeout(() => socket?.close(4408), pongWithinMs)),
    ponged: () => clearTimeout(timer),
  };
}

export interface SocketHandlers {
  /** Hears of every change: true once the server has acknowledged the connection, false once it is gone. */
  readonly onState: (open: boolean) => void;
  /** Hears before each further attempt when that will be, epoch milliseconds. */
  readonly onWait: (until: number) => void;
}

export function createSocket(url: string, { onState, onWait }: SocketHandlers): Client {
  const watch = deadPeerWatch();
  const client = createClient({
    url,
    connectionParams: () => actorParameters(preferences.personName.current),
    keepAlive: keepAliveMs,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (attempt) => {
      const wait = backOffMs(attempt);
      onWait(Date.now() + wait);
      return pause(wait);
    },
    on: {
      opened: watch.opened,
      ping: (received) => {
        if (!received) watch.pinged();
      },
      pong: (received) => {
        if (received) watch.ponged();
      },
      connected: () => onState(true),
      closed: (event) => {
        if ((event as CloseEvent).code === forbidden) goToLogin();
        watch.ponged();
        onState(false);
      },
    },
  });
  // The browser knows at once that the network is gone; the next ping would find out seconds later.
  window.addEventListener('offline', () => client.terminate());
  return client;
}
