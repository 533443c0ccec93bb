/** Documents go to the server by their hash: it knows those of the dashboard, and takes no others from who may only look. */
import { mapExchange } from '@urql/core';
import type { DocumentNode } from 'graphql';

/** What stands for the document; nothing for one that was written a moment ago, while the dashboard is worked on. */
export function persistedQuery(document: DocumentNode): { persistedQuery?: { version: 1; sha256Hash: string } } {
  const { __meta__: meta } = document as DocumentNode & { readonly __meta__?: { readonly hash?: unknown } };
  if (import.meta.env.DEV || typeof meta?.hash !== 'string') return {};
  return { persistedQuery: { version: 1, sha256Hash: meta.hash.replace('sha256:', '') } };
}

export const byHash = mapExchange({
  onOperation: (operation) => ({
    ...operation,
    extensions: { ...operation.extensions, ...persistedQuery(operation.query) },
  }),
});
