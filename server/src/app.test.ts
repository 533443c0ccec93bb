import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, type App } from './app.ts';
import { readConfig } from './config.ts';
import { defaultRuleSettings } from './domain/rule-parameters.ts';
import { ruleVersion } from './domain/rule-version.ts';
import { readStartFiles } from './settings/start-files.ts';

/** One for all tests: the engine opens one folder a process. */
let data: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'tidewatch-app-'));
});

afterAll(() => rm(data, { recursive: true, force: true }));

async function makeApp(...args: string[]): Promise<App> {
  const simulation = ['--simulated-subscribers', '5', '--simulated-days', '1'];
  const command = readConfig(['--data', data, '--port', '0', '--log-level', 'silent', ...simulation, ...args], {});
  if (command.help) throw new Error('help was asked for');
  return createApp(command.config, await readStartFiles(command.config), { write: () => undefined });
}

const healthOf = (url: string): Promise<number> => fetch(`${url}/health/live`).then((answer) => answer.status);

describe('the app', () => {
  it('answers once it has started, and no more once it has stopped', async () => {
    const app = await makeApp();
    const started = await app.start();
    expect(await healthOf(started!.url)).toBe(200);
    await app.stop();
    await expect(healthOf(started!.url)).rejects.toThrow('fetch failed');
  });

  it.each([0, 1, 3, 10, 30])('does not come up when it is stopped %i turns into its start', async (turns) => {
    const app = await makeApp();
    const starting = app.start();
    for (let i = 0; i < turns; i++) await turn();
    await app.stop();
    const started = await starting;
    // Null, unless it was up before the stop: then it must be down by now.
    const answers =
      started !== null &&
      (await healthOf(started.url).then(
        () => true,
        () => false,
      ));
    expect(answers).toBe(false);
    // The folder has been let go of: it can be opened again.
    const next = await makeApp();
    expect(await next.start()).not.toBeNull();
    await next.stop();
  });

  it('says that it was stopped when the stop comes at once', async () => {
    const app = await makeApp();
    const starting = app.start();
    await app.stop();
    expect(await starting).toBeNull();
  });

  it('says everywhere by which rule it judges', async () => {
    const path = join(data, 'rule.json');
    await writeFile(path, '{ "networkLearningDays": 5 }');
    const app = await makeApp('--rule', path);
    const { url } = (await app.start())!;
    const version = ruleVersion({ ...defaultRuleSettings, networkLearningDays: 5 });
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: '{ detectionRule { version outsideAbove networkLearningDays parameters { name value unit } } }',
      }),
    });
    expect(await answer.json()).toMatchObject({
      data: {
        detectionRule: {
          version,
          outsideAbove: 3,
          networkLearningDays: 5,
          parameters: expect.arrayContaining([{ name: 'networkLearningDays', value: 5, unit: 'days' }]) as unknown,
        },
      },
    });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain(`tidewatch_detection_rule_info{version="${version}"} 1`);
    await app.stop();
  });

  it('does not start after a stop', async () => {
    const app = await makeApp();
    await app.stop();
    expect(await app.start()).toBeNull();
  });

  it('stops once, however often it is told to', async () => {
    const app = await makeApp();
    await app.start();
    const stops = [app.stop(), app.stop()];
    await Promise.all(stops);
    await expect(app.stop()).resolves.toBeUndefined();
  });
});
