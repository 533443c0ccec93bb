/** One GraphQL subscription that never gives up: started again when the server ends it or refuses it. */
import { stringifyDocument } from '@urql/core';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Client } from 'graphql-ws';
import { persistedQuery } from '#lib/graphql/by-hash.ts';
import { backOffMs } from './back-off.ts';

export interface SubscriptionHandlers<Data> {
  onData(data: Data): void;
  /** The stream ended although nobody asked for it (slow reader, fault): what came meanwhile was missed, unless the variables ask for it. */
  onInterrupted?(): void;
}

/**
 * Returns what stops it. Lost connections are the socket's affair and are not reported here. `variables` is asked anew
 * each time the server is, also on a new connection.
 */
export function keepSubscribed<Data, Variables extends Record<string, unknown>>(
  socket: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: () => Variables,
  handlers: SubscriptionHandlers<Data>,
): () => void {
  const extensions = persistedQuery(document);
  const question = {
    // The protocol wants a text, be it an empty one.
    query: extensions.persistedQuery ? '' : stringifyDocument(document),
    extensions,
    // The socket writes the question again after it was lost.
    get variables() {
      return variables();
    },
  };
  let stopped = false;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe = () => {};

  const subscribe = () => {
    const again = () => {
      if (stopped) return;
      timer = setTimeout(() => {
        handlers.onInterrupted?.();
        subscribe();
      }, backOffMs(attempt++));
    };
    unsubscribe = socket.subscribe<Data>(question, {
      next: ({ data }) => {
        attempt = 0;
        if (data) handlers.onData(data);
      },
      error: again,
      complete: again,
    });
  };

  subscribe();
  return () => {
    stopped = true;
    clearTimeout(timer);
    unsubscribe();
  };
}
