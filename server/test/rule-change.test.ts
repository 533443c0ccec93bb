import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, type Rates, type SnapshotFolder } from './snapshot-folder.ts';

const learned = 150;

let folder: SnapshotFolder;
let data: string;

beforeAll(async () => {
  folder = await createSnapshotFolder();
  data = await mkdtemp(join(tmpdir(), 'tidewatch-data-'));
  for (let slot = 0; slot < learned; slot++) await folder.write('62.0', slot, rates(slot));
});

afterAll(async () => {
  await folder.remove();
  await rm(data, { recursive: true, force: true });
});

/** `strong` uploads a hundred times as much as usual from the end of what was learned on, `weak` twenty times. */
function rates(slot: number): Rates {
  const [strong, weak] = slot < learned ? [1, 1] : [100, 20];
  return {
    strong: [20_000 * strong + 900 * Math.sin(slot), 90_000],
    weak: [20_000 * weak + 900 * Math.cos(slot), 90_000],
  };
}

async function startWith(rule: string): Promise<RunningApp> {
  const path = join(data, 'rule.json');
  await writeFile(path, rule);
  return startAppOn(folder, data, '--lateness', '0', '--rule', path);
}

interface Answer {
  ingest: { phase: string; accounting: { files: number } };
  detectionRule: { version: string };
  anomalies: {
    edges: {
      node: { status: string; ruleVersion: string; subscriber: { number: string }; events: { type: string }[] };
    }[];
  };
}
const question = `{ ingest { phase accounting { files } } detectionRule { version }
  anomalies { edges { node { status ruleVersion subscriber { number } events { type } } } } }`;

/** The rule's version, and every anomaly as subscriber, status, version and events, once as many files are in history. */
async function anomaliesAt(app: RunningApp, files: number): Promise<{ version: string; anomalies: string[] }> {
  const { detectionRule, anomalies } = await app.until<Answer>(
    question,
    ({ ingest }) => ingest.accounting.files === files && ingest.phase === 'LIVE',
  );
  const told = anomalies.edges.map(({ node }) =>
    [node.subscriber.number, node.status, node.ruleVersion, ...node.events.map(({ type }) => type)].join(' '),
  );
  return { version: detectionRule.version, anomalies: told.sort() };
}

/** The line of the metrics that says how many checkpoints were found and not used; none when all were. */
async function refused(app: RunningApp): Promise<string | undefined> {
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  return metrics.split('\n').find((line) => line.startsWith('tidewatch_checkpoints_refused_total{'));
}

it('a change of the rule closes what the new one does not find, and opens what only it finds', async () => {
  // Only what is far above the mean rate counts: the weak one stays below.
  const coarse = '{ "networkLearningDays": 1, "burstFactor": 40, "repeatedBurstFactor": 40 }';
  const fine = '{ "networkLearningDays": 1, "burstFactor": 12 }';
  let app = await startWith(coarse);
  for (let slot = learned; slot < learned + 6; slot++) await folder.write('62.0', slot, rates(slot));
  const before = await anomaliesAt(app, learned + 6);
  expect(before.anomalies).toEqual([`strong OPEN ${before.version} OPENED UPDATED UPDATED`]);
  await app.stop();

  app = await startWith(fine);
  await folder.write('62.0', learned + 6, rates(learned + 6));
  const after = await anomaliesAt(app, learned + 7);
  expect(after.version).not.toBe(before.version);
  expect(after.anomalies).toEqual([
    `strong CLOSED ${before.version} OPENED UPDATED UPDATED CLOSED`,
    `strong OPEN ${after.version} OPENED`,
    `weak OPEN ${after.version} OPENED`,
  ]);
  expect(await refused(app)).toBe('tidewatch_checkpoints_refused_total{reason="rule"} 1');
  await app.stop();

  // The same rule again: nothing to hand over, but eight slots are twice as many as were told of. Then back to the one before.
  app = await startWith(fine.replace('12', '12.0'));
  await folder.write('62.0', learned + 7, rates(learned + 7));
  expect((await anomaliesAt(app, learned + 8)).anomalies).toEqual([
    after.anomalies[0],
    ...after.anomalies.slice(1).map((told) => `${told} UPDATED`),
  ]);
  expect(await refused(app)).toBeUndefined();
  await app.stop();

  app = await startWith(coarse);
  await folder.write('62.0', learned + 8, rates(learned + 8));
  expect((await anomaliesAt(app, learned + 9)).anomalies).toEqual([
    `strong CLOSED ${after.version} OPENED UPDATED CLOSED`,
    expect.stringMatching(`^strong OPEN ${before.version} OPENED UPDATED UPDATED CLOSED OPENED`),
    `weak CLOSED ${after.version} OPENED UPDATED CLOSED`,
  ]);
  await app.stop();
});
