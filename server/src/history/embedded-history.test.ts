import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeFigures } from '../../test/history/figures.ts';
import { openEmbeddedEngine } from './embedded-engine.ts';

describe('embedded history', () => {
  let folder: string;
  let places = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidewatch-history-'));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  const kind = {
    newPlace: async () => ({ path: join(folder, `place ${places++}`) }),
    openEngine: async ({ path }: { path: string }) => openEmbeddedEngine(path, 'tidewatch'),
  };
  describeFigures(kind);
});
