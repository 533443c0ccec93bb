/** What a page loads of code, early or late. */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** Gives, when called, the gzipped bytes of all scripts that the page has loaded since. */
export function watchScripts(page: Page): () => Promise<number> {
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  return async () => (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0);
}
