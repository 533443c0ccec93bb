import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { patiently, useDashboard } from './dashboard-fixture.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import { watchScripts } from './loaded-scripts.ts';
import { describeWithChromium } from './requires.ts';

const mostBytes = 130_000;
const build = fileURLToPath(new URL('../../web/build', import.meta.url));

/** Scripts and style sheets that the document of a page names, below the build's folder. */
function namedBy(route: string): ReadonlySet<string> {
  const document = route === '/' ? 'index' : route.replaceAll(/\[\w+\]/g, '_').slice(1);
  const links = readFileSync(join(build, `${document}.html`), 'utf8').matchAll(/<link href="\/(_app\/[^"]+)"/g);
  return new Set([...links].map(([, file]) => file!));
}

/** What a script needs before it runs. */
function importsOf(script: string): string[] {
  const code = readFileSync(join(build, script), 'utf8');
  const imports = code.matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g);
  return [...imports].map(([, file]) => posix.join(posix.dirname(script), file!));
}

describeWithChromium('the code that a page loads', (executablePath) => {
  const dashboard = useDashboard(executablePath);

  it('takes less than 130 KB, gzipped, for the page that one starts from, early and late', async () => {
    const scriptBytes = watchScripts(dashboard.page);
    await dashboard.open('/');
    await dashboard.page
      .getByRole('img', { name: /traffic/i })
      .first()
      .waitFor();
    await expect.poll(() => dashboard.page.locator('main .skeleton').count(), patiently).toBe(0);
    const bytes = await scriptBytes();
    expect(bytes).toBeGreaterThan(mostBytes / 4);
    expect(bytes).toBeLessThanOrEqual(mostBytes);
  });

  it('asks once what is wrong now, though that is asked before the page is there', async () => {
    const asked: string[] = [];
    dashboard.page.on('request', (request) => {
      const { operationName } = (request.postDataJSON() ?? {}) as { operationName?: string };
      if (operationName === 'Anomalies') asked.push(request.postData()!);
    });
    await dashboard.open('/');
    await dashboard.page.getByText('Nothing is wrong now').waitFor();
    await expect.poll(() => dashboard.page.locator('main .skeleton').count(), patiently).toBe(0);
    expect(asked).toHaveLength(1);
  });

  it('asks once who a subscriber is, and once for his charts, though both are asked before his page is there', async () => {
    const asked: string[] = [];
    dashboard.page.on('request', (request) => {
      const { operationName } = (request.postDataJSON() ?? {}) as { operationName?: string };
      if (operationName?.startsWith('Subscriber')) asked.push(operationName);
    });
    const { subscriber } = await dashboard.query<{ subscriber: { id: string } }>(
      '{ subscriber(number: "4114") { id } }',
    );
    await dashboard.open(`/subscribers/${encodeURIComponent(subscriber.id)}`);
    await dashboard.page
      .getByRole('img', { name: /upload/i })
      .first()
      .waitFor();
    expect(asked).toEqual(['Subscriber', 'SubscriberPage']);
  });
});

describe('the code of the dashboard', () => {
  it.each(dashboardRoutes)('is named whole in the document of %s, so that none of it is asked for late', (route) => {
    const named = namedBy(route);
    const scripts = [...named].filter((file) => file.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(5);
    expect(scripts.flatMap(importsOf).filter((file) => !named.has(file))).toEqual([]);
  });

  it('has nothing of what its questions ask for: the server knows them by their hash', () => {
    const folder = join(build, '_app/immutable');
    const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    const withText = (text: string) =>
      scripts.filter((file) => readFileSync(join(folder, file), 'utf8').includes(text));
    expect(withText('sha256:')).not.toEqual([]);
    expect(withText('selections:[{')).toEqual([]);
    expect(withText('upBitsPerSecond downBitsPerSecond')).toEqual([]);
  });
});
