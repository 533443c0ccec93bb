/** The GraphQL client of the dashboard: same origin, POST, one attempt; who asks decides what a failure means. */
import { Client, fetchExchange } from '@urql/core';
import { preferences } from '#lib/preferences/preferences.ts';
import { goToLogin } from '#lib/access/login-address.ts';
import { actorHeaders } from './actor.ts';
import { byHash } from './by-hash.ts';

const timeoutMs = 30_000;

/** A request that the server leaves open is a failure too, not an eternal skeleton. */
const fetchWithin: typeof fetch = (input, init) => {
  const limit = AbortSignal.timeout(timeoutMs);
  const answer = fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
  return answer.then((response) => {
    if (response.status === 401) goToLogin();
    return response;
  });
};

/**
 * No cache exchange: the time range of nearly every query moves with the newest data, so a cache would only grow.
 * One header is what the server's protection against forged requests asks for, the other says who acts.
 */
export const client = new Client({
  url: '/graphql',
  exchanges: [byHash, fetchExchange],
  preferGetMethod: false,
  requestPolicy: 'network-only',
  fetch: fetchWithin,
  fetchOptions: () => ({ headers: { 'x-graphql-yoga-csrf': '1', ...actorHeaders(preferences.personName.current) } }),
});
