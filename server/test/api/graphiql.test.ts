import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryReader } from '../../src/history/history.ts';
import { anomalyEvent } from '../../src/live/feed-contract.ts';
import { startApi, type TestApi } from '../api-fixture.ts';
import { describeWithChromium } from '../requires.ts';

let api: TestApi;
beforeAll(async () => {
  const feedExtent = () => Promise.resolve({ closedEnd: 0, entries: 0, newest: null });
  api = await startApi({ feedExtent } as unknown as HistoryReader);
});
afterAll(() => api.stop());

describe('the GraphiQL page', () => {
  const load = (accept = 'text/html', encoding = 'br'): Promise<Response> =>
    fetch(`${api.url}/graphql`, { headers: { accept, 'accept-encoding': encoding } });

  it('is one file without an address of anybody else in its markup', async () => {
    const html = await (await load()).text();
    const markup = html.slice(0, html.indexOf('<style>')) + html.slice(html.lastIndexOf('YogaGraphiQL.'));
    expect(markup).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<(script|link|img|iframe)\b[^>]*\s(src|href)="(https?:)?\/\//);
    expect(html).toContain('"subscriptionsProtocol":"WS"');
  });

  it('may load nothing from elsewhere, whatever its scripts want', async () => {
    const policy = (await load()).headers.get('content-security-policy') ?? '';
    const { host } = new URL(api.url);
    expect(policy).toContain("default-src 'none'");
    expect(policy.match(/[\w*]+:\/\/[^\s;]+/g)).toEqual([`ws://${host}`, `wss://${host}`]);
  });

  it('is the same in every encoding, and is asked for by browsers alone', async () => {
    const bodies = await Promise.all(
      ['br', 'gzip', 'identity'].map(async (encoding) => (await load('text/html', encoding)).text()),
    );
    expect(new Set(bodies).size).toBe(1);
    expect((await load('application/json')).headers.get('content-type')).not.toContain('html');
  });
});

describeWithChromium('the GraphiQL page in a browser', (path) => {
  let browser: Browser;
  beforeAll(async () => {
    const args = '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking';
    browser = await chromium.launch({ executablePath: path, args: args.split(' ') });
  });
  afterAll(() => browser.close());

  it('runs a subscription and asks nobody else for anything', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url().replace(/^blob:/, '')).origin));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const query = encodeURIComponent('subscription { anomalyEvents { cursor } }');
    await page.goto(`${api.url}/graphql?query=${query}`);
    await page.click('button.graphiql-execute-button');
    // Published again and again, because nothing in the page tells when the subscription has begun.
    let n = 0;
    const publishing = setInterval(() => api.feed.publish('anomaly', [anomalyEvent(n++)]), 100);
    await page.getByText('"cursor": "1704067').first().waitFor({ timeout: 20_000 });
    clearInterval(publishing);
    expect(complaints).toEqual([]);
    expect(new Set(asked)).toEqual(new Set([api.url]));
    await page.close();
  });
});
