/**
 * Acts in bulk without end, saying so after each: a program to be killed. `node act-until-killed.ts FOLDER` acts on 20
 * anomalies of the history in the folder with each request, a verdict and its undo in turn.
 */
import { randomUUID } from 'node:crypto';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { SuppressionIndex } from '../../src/domain/suppression-index.ts';
import { createHistory } from '../../src/history/clickhouse-history.ts';
import { Journal } from '../../src/pipeline/journal.ts';
import { createMemoryFeed } from '../../src/live/memory-feed.ts';
import { TriageDesk } from '../../src/triage/triage-desk.ts';
import { anomalyOf, commitOf, eventOf, firstSlot, slotSeconds } from '../history-commits.ts';

const [path = ''] = process.argv.slice(2);
const directory = new SubscriberIndex();
const settings = { rawRetentionDays: 30, hourlyRetentionDays: 400, log: { warn: () => undefined } };
const history = createHistory({ path, slotSeconds, directory, ...settings });
await history.open();
const ids = Array.from({ length: 20 }, (_, n) => `anomaly ${n}`);
const detectedAt = firstSlot + slotSeconds;
const events = ids.map((id, n) => eventOf('opened', detectedAt, n, anomalyOf({ id, subscriber: id, detectedAt })));
await history.commit(commitOf({ closedThrough: firstSlot, events }));
const journal = new Journal({ history, feed: createMemoryFeed(), suppressions: new SuppressionIndex() });
const desk = new TriageDesk({ journal, history, newId: randomUUID, now: () => 1 });
let version = (await history.acts(ids)).get(ids[0]!)?.length ?? 0;
for (;;) {
  const targets = ids.map((id) => ({ id, version }));
  const { change } = await desk.triage('alice', targets, { type: 'judged', verdict: 'backup' }, 'x'.repeat(2000));
  process.stdout.write(`${(version += 1)}\n`);
  await desk.undo('alice', change!, '');
  process.stdout.write(`${(version += 1)}\n`);
}
