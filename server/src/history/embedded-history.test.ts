import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { describeHistory } from '../../test/history-contract.ts';
import type { Kind } from '../../test/history-harness.ts';
import { openEmbeddedEngine } from './embedded-engine.ts';

let folder: string;
let places = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-history-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const kind: Kind = {
  name: 'embedded history',
  // A blank and an apostrophe, as folders of people have.
  newPlace: async () => ({ path: join(folder, `it's place ${places++}`) }),
  openEngine: async ({ path }) => openEmbeddedEngine(path, 'tidewatch'),
};
describeHistory(kind, true);
