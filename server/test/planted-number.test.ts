/** A number that is nowhere by chance, planted wherever a number can come in. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, type SnapshotFolder } from './snapshot-folder.ts';

const planted = '86753090';
const slots = 12;

let folder: SnapshotFolder;
let data: string;
let app: RunningApp;
beforeEach(async () => {
  folder = await createSnapshotFolder();
  data = await mkdtemp(join(tmpdir(), 'tidewatch-planted-'));
  for (let slot = 0; slot < slots; slot++) await writeSlot(slot);
});
afterEach(async () => {
  await app.stop();
  await folder.remove();
  await rm(data, { recursive: true, force: true });
});

/** A row of his, one of somebody else, and a broken one with his number. */
const writeSlot = (slot: number) =>
  folder.write('62.0', slot, { [planted]: [20_000, 90_000], '7560': [50_000, 100_000] }, [`1,3,${planted},broken`]);

interface Account {
  readonly ingest: {
    readonly accounting: { readonly files: number; readonly dropped: { reason: string; rows: number }[] };
  };
}
const account = '{ ingest { accounting { files dropped { reason rows } } } }';
const taken = (files: number) => app.until<Account>(account, ({ ingest }) => ingest.accounting.files === files);

const ask = (path: string, body: object) =>
  fetch(`${app.url}/access/subscriber-${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ number: planted, reason: 'he asked for it', ...body }),
  });
const exported = async (): Promise<string> => (await ask('export', {})).text();

/** Names of files that have the text, beside the engine's tables, which are compressed. What it notes of a change is in none. */
async function filesWith(text: string): Promise<string[]> {
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const own = files.filter((path) => !path.includes('/history/') || /\/mutation_\d+\.txt$/.test(path));
  const contents = await Promise.all(own.map(async (path) => [path, await readFile(path)] as const));
  return contents.filter(([, bytes]) => bytes.includes(text)).map(([path]) => path.slice(data.length));
}

describe('a planted number', () => {
  it('is gone everywhere once it is erased, and does not come back with what is read later', async () => {
    app = await startAppOn(folder, data, '--lateness', '0');
    await taken(slots);
    const scope = { subscriber: planted };
    const input = { scope, until: '2030-01-01T00:00:00Z', reason: 'a test' };
    await app.query('mutation ($input: MuteInput!) { mute(input: $input) { change } }', { input });
    await app.stop();
    // The checkpoint knew it.
    expect(await filesWith(planted)).toEqual(['/live/checkpoint']);
    app = await startAppOn(folder, data, '--lateness', '0');
    const before = await exported();
    for (const table of ['samples', 'subscribers', 'dead_letters', 'acts'])
      expect(before).toContain(`{"table":"${table}","row":`);
    const erasure = await ask('erasure', { ignore: true });
    expect([erasure.status, await erasure.clone().json()]).toMatchObject([200, { rows: { acts: 1 } }]);
    const gone = (await exported()).trimEnd().split('\n');
    expect(gone).toHaveLength(1);
    for (let slot = slots; slot < slots + 3; slot++) await writeSlot(slot);
    const { ingest } = await taken(slots + 3);
    // His rows of the slots that came later.
    expect(ingest.accounting.dropped.find(({ reason }) => reason === 'IGNORED_SUBSCRIBER')?.rows).toBe(3);
    expect(
      await app.query('query ($number: String!) { subscriber(number: $number) { id } }', { number: planted }),
    ).toEqual({ subscriber: null });
    await app.stop();
    expect(await filesWith(planted)).toEqual([]);
    // The engine has noted that something was changed.
    expect(await filesWith('DELETE WHERE')).not.toEqual([]);
    app = await startAppOn(folder, data, '--lateness', '0');
    // The number in a broken row is of nobody: what came later is kept, as of any row that can't be read.
    expect(await exported()).not.toContain('"table":"samples"');
  }, 120_000);

  it('is known to nobody behind the edge where there are pseudonyms', async () => {
    const keys = join(data, 'keys');
    await writeFile(keys, `${'k'.repeat(40)}\n`);
    app = await startAppOn(folder, data, '--lateness', '0', '--pseudonym-keys', keys);
    await taken(slots);
    const { subscribers, ingest } = await app.query<{
      subscribers: { edges: { node: { number: string } }[] };
      ingest: { deadLetters: { edges: { node: { given: string } }[] } };
    }>(
      '{ subscribers(first: 10) { edges { node { number } } } ingest { deadLetters(first: 100) { edges { node { given } } } } }',
    );
    expect(subscribers.edges.map(({ node }) => node.number)).toEqual([
      expect.stringMatching(/^p_[\w-]{32}$/),
      expect.stringMatching(/^p_[\w-]{32}$/),
    ]);
    expect(new Set(ingest.deadLetters.edges.map(({ node }) => node.given))).toEqual(new Set(['9,9,99999999,aaaaaa']));
    expect(await (await fetch(`${app.url}/api/subscriber/${planted}`)).json()).toEqual([]);
    const { search } = await app.query<{ search: { id: string; number: string }[] }>(
      'query ($text: String!) { search(text: $text) { ... on Subscriber { id number } } }',
      { text: planted },
    );
    const rows = await (await fetch(`${app.url}/api/subscriber/${search[0]!.id}`)).json();
    expect((rows as object[]).length).toBeGreaterThan(5);
    const shown = [rows, await (await fetch(`${app.url}/metrics`)).text(), await exported()];
    expect(JSON.stringify(shown)).not.toContain(planted);
    // He is the same person by his pseudonym.
    const [byNumber, byPseudonym] = [
      await exported(),
      await (await ask('export', { number: search[0]!.number })).text(),
    ];
    expect(byPseudonym.trimEnd().split('\n').at(-1)).toBe(byNumber.trimEnd().split('\n').at(-1));
    const revealed = await app.query(
      'mutation ($input: RevealSubscriberInput!) { revealSubscriber(input: $input) { ... on RevealSubscriberPayload { number } } }',
      { input: { subscriber: search[0]!.id, reason: 'case 17' } },
    );
    expect(revealed).toEqual({ revealSubscriber: { number: planted } });
    await app.stop();
    expect(await filesWith(planted)).toEqual([]);
    const startWith = (...options: string[]) => startAppOn(folder, data, '--lateness', '0', ...options);
    await expect(startWith()).rejects.toThrow(
      'and no --pseudonym-keys were given, expected the file whose key made them',
    );
    const others = join(data, 'other-keys');
    await writeFile(others, `${'o'.repeat(40)}\n`);
    await expect(startWith('--pseudonym-keys', others)).rejects.toThrow('none of the --pseudonym-keys undoes them');
    await writeFile(others, `${'o'.repeat(40)}\n${'k'.repeat(40)}\n`);
    app = await startWith('--pseudonym-keys', others);
    await app.stop();
  }, 120_000);
});
