/** APIs over a history that has nothing, for tests of what is around the answers. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterEach } from 'vitest';
import type { HistoryReader } from '../src/history/history.ts';
import type { ApiOptions } from '../src/http.ts';
import { startApi, type TestApi } from './api-fixture.ts';

export const emptyHistory: HistoryReader = {
  within: () => emptyHistory,
  ping: () => Promise.resolve(),
  devices: () => Promise.resolve([]),
  feedExtent: () => Promise.resolve({ closedEnd: 0, entries: 0, newest: null }),
} as unknown as HistoryReader;

/** Gives what starts an API; all that a test started are stopped after it. */
export function bareApis(): (options?: Partial<ApiOptions>, history?: HistoryReader) => Promise<TestApi> {
  const started: TestApi[] = [];
  afterEach(async () => {
    for (const api of started.splice(0)) await api.stop();
  });
  return async (options = {}, history = emptyHistory) => {
    const api = await startApi(history, options);
    started.push(api);
    return api;
  };
}

/** As `fetch`, but the headers go out as they are, and a body may come in pieces. */
export async function raw(
  url: string,
  {
    method = 'GET',
    headers = {},
    chunks = [],
  }: { method?: string; headers?: Record<string, string>; chunks?: readonly string[] },
): Promise<{ response: IncomingMessage; body: Buffer }> {
  const request = httpRequest(url, { method, headers });
  request.on('error', () => undefined);
  for (const chunk of chunks) request.write(chunk);
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { response, body: Buffer.concat(parts) };
}

export const json = { 'content-type': 'application/json' };
