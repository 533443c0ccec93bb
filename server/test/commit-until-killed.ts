/**
 * Commits without end, saying so after each: a program to be killed. `node commit-until-killed.ts FOLDER SEED`
 * commits `randomCommits` of the seed to the history in the folder.
 */
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { createHistory } from '../src/history/clickhouse-history.ts';
import { randomCommits, slotSeconds } from './history-commits.ts';

const [path = '', seed = ''] = process.argv.slice(2);
const directory = new SubscriberIndex();
const settings = { rawRetentionDays: 30, hourlyRetentionDays: 400, log: { warn: () => undefined } };
const history = createHistory({ path, slotSeconds, directory, ...settings });
await history.open();
for (const commit of randomCommits(directory, Number(seed), 1000)) {
  await history.commit(commit);
  process.stdout.write(`${commit.closedThrough}\n`);
}
