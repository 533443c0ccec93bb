import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareApis, raw } from '../bare-api.ts';

const start = bareApis();

describe('the dashboard', () => {
  let directory: string;
  const page = '<!doctype html><title>Tidewatch</title>';
  const ofSubscribers = '<!doctype html><title>A subscriber</title>';
  const ofOthers = '<!doctype html><title>Any other page</title>';
  const script = 'export const answer = 42;'.repeat(50);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tidewatch-dashboard-'));
    const immutable = join(directory, '_app/immutable');
    await mkdir(immutable, { recursive: true });
    await mkdir(join(directory, 'subscribers'));
    await writeFile(join(directory, 'index.html'), page);
    await writeFile(join(directory, 'subscribers/_.html'), ofSubscribers);
    await writeFile(join(directory, 'fallback.html'), ofOthers);
    await writeFile(join(directory, 'gone.txt'), 'soon gone');
    await writeFile(join(immutable, 'app.js'), script);
    await writeFile(join(immutable, 'app.js.br'), brotliCompressSync(script));
    await writeFile(join(immutable, 'app.js.gz'), gzipSync(script));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['identity', undefined, (body: Buffer) => body],
  ])('has compressed files for who accepts %s', async (accepted, encoding, decompress) => {
    const { url } = await start({ dashboardDir: directory });
    const { response, body } = await raw(`${url}/_app/immutable/app.js`, { headers: { 'accept-encoding': accepted } });
    expect(response.headers['content-encoding']).toBe(encoding);
    expect(response.headers['content-type']).toMatch(/javascript/);
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(decompress(body).toString()).toBe(script);
  });

  it.each([
    ['/?range=7d', page],
    ['/subscribers/500123', ofSubscribers],
    ['/subscribers/62.0/?range=1h&zone=Europe/Berlin', ofSubscribers],
    ['/subscribers/500123/of/nothing', ofOthers],
    ['/devices/62.0', ofOthers],
    ['/anomalies?status=OPEN', ofOthers],
  ])('gives the page %s the document of its kind, to be asked for again', async (path, document) => {
    const { url } = await start({ dashboardDir: directory });
    const response = await fetch(url + path, { headers: { accept: 'text/html,*/*' } });
    expect([response.status, await response.text()]).toEqual([200, document]);
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('answers 404 for a file that is not there', async () => {
    const { url } = await start({ dashboardDir: directory });
    const response = await fetch(`${url}/_app/immutable/missing.js`, { headers: { accept: '*/*' } });
    expect(response.status).toBe(404);
  });

  it('answers 304 when the file is known, and takes a mad range for none', async () => {
    const { url } = await start({ dashboardDir: directory });
    const first = await fetch(`${url}/`, { headers: { accept: 'text/html' } });
    const again = await fetch(`${url}/`, {
      headers: { accept: 'text/html', 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    const ranged = await fetch(`${url}/`, { headers: { accept: 'text/html', range: 'bytes=9-3' } });
    expect([ranged.status, await ranged.text()]).toEqual([200, page]);
  });

  it('survives that a file vanishes', async () => {
    const { url } = await start({ dashboardDir: directory });
    await rm(join(directory, 'gone.txt'));
    await expect(fetch(`${url}/gone.txt`).then((response) => response.text())).rejects.toThrow();
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('does not leave its folder', async () => {
    await writeFile(join(directory, 'outside.txt'), 'not yours');
    await writeFile(join(directory, '_app', 'fallback.html'), page);
    const { url } = await start({ dashboardDir: join(directory, '_app') });
    for (const path of ['/..%2foutside.txt', '/%2e%2e%2foutside.txt', '/immutable/..%2f..%2foutside.txt']) {
      const { response } = await raw(url + path, { headers: { accept: '*/*' } });
      expect(response.statusCode).toBe(404);
    }
  });

  it('says how to build it when it is not built', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm start');
  });
});
