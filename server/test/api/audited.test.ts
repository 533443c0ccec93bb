import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog } from '../../src/access/audit-log.ts';
import type { AuditNote } from '../../src/access/audit.ts';
import { Looks } from '../../src/access/looks.ts';
import { runAudit } from '../../src/commands/audit-command.ts';
import { createMemoryFeed } from '../../src/live/memory-feed.ts';
import { openSeededHistory, secret, type SeededHistory } from '../api-fixture.ts';
import { startClosedApi, type ClosedApi } from '../access-fixture.ts';

let folder: string;
let seeded: SeededHistory;
let log: AuditLog;
let api: ClosedApi;
const notes: AuditNote[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-audited-'));
  seeded = await openSeededHistory();
  const onFault = (fault: Error): never => {
    throw fault;
  };
  log = new AuditLog({
    history: seeded.history,
    headPath: join(folder, 'head'),
    now: Date.now,
    onFault,
    onLost: onFault as never,
  });
  await log.begin();
  const note = (one: AuditNote): void => {
    notes.push(one);
    log.note(one);
  };
  const looks = new Looks(secret, note, Date.now);
  const forgetting = { forget: async () => 1 };
  const persons = { history: seeded.history, looks, pseudonyms: null, feed: createMemoryFeed(), forgetting };
  api = await startClosedApi(seeded.history, { auditing: { note, looks } }, { note, log }, { persons });
});
afterAll(async () => {
  await api.stop();
  await log.stop();
  await seeded.remove();
  await rm(folder, { recursive: true, force: true });
});

const since = (from: number): string[] => notes.slice(from).map(({ action, actor }) => `${action} by ${actor}`);
const range = 'timeRange: { from: "2024-01-07T00:00:00Z", to: "2024-01-09T00:00:00Z" }';

describe('the audit', () => {
  it('has every look at one subscriber, on every transport, and not his number', async () => {
    const { subscriber } = seeded.model.subscribers()[0]!;
    const query = `{ subscriber(number: "${subscriber}") { traffic(${range}) { start } } }`;
    const before = notes.length;
    await api.query(api.people.analyst, query);
    await api.query(api.people.admin, query.replace('traffic', 'baseline'));
    await api.ask(`/api/subscriber/${subscriber}`, api.people.viewer);
    const socket = await api.socket(api.people.integrator);
    await socket.greet();
    socket.subscribe('1', query);
    await socket.next();
    socket.socket.close();
    expect(since(before)).toEqual(['look by analyst', 'look by admin', 'look by viewer', 'look by integrator']);
    expect(new Set(notes.slice(before).map(({ subject }) => subject)).size).toBe(1);
    expect(notes.slice(before).every(({ from }) => from.includes('127.0.0.1'))).toBe(true);
    await api.query(api.people.analyst, query);
    expect(since(before)).toHaveLength(4);
  });

  it('has no number of any subscriber, neither in it nor in the log nor in the metrics', async () => {
    await api.query(api.people.analyst, '{ subscribers(first: 500) { edges { node { number } } } }');
    await log.settled();
    const { text } = await api.metrics.exposition();
    const told = [JSON.stringify(notes), api.logged.join(''), text].join('\n');
    const longNumbers = seeded.model.subscribers().filter(({ subscriber }) => subscriber.length > 3);
    expect(longNumbers.length).toBeGreaterThan(10);
    for (const { subscriber } of longNumbers) expect(told).not.toContain(`"${subscriber}"`);
  });

  it('has triage with its change, and who gave access to whom', async () => {
    const before = notes.length;
    const mute = 'mutation ($input: MuteInput!) { mute(input: $input) { change } }';
    const input = { scope: { cohort: 'on plan P9' }, until: '2030-01-01T00:00:00Z', reason: 'a test' };
    const { data } = await api.query(api.people.analyst, mute, { input });
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ role: 'viewer', devices: ['62.0'] });
    await api.ask('/access/accounts/viewer', api.people.admin, { method: 'PUT', headers: json, body });
    expect(since(before)).toEqual(['triage by analyst', 'account-set by admin']);
    expect(notes.at(-2)!.subject).toBe((data! as { mute: { change: string } }).mute.change);
    expect(notes.at(-1)!.details).toMatchObject({ before: { devices: null }, after: { devices: ['62.0'] } });
  });

  it('has who asked for all that is kept of one subscriber, or erased it, and why', async () => {
    const { subscriber: number } = seeded.model.subscribers().at(-1)!;
    const send = (path: string, who = api.people.admin, reason = 'he asked for it'): Promise<Response> =>
      api.ask(`/access/subscriber-${path}`, who, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ number, reason }),
      });
    const before = notes.length;
    expect((await send('erasure', api.people.analyst)).status).toBe(403);
    expect((await send('erasure', api.people.admin, '')).status).toBe(400);
    const lines = (await (await send('export')).text()).trimEnd().split('\n');
    const rows = lines.slice(0, -1).map((line) => JSON.parse(line) as { table: string; row: { subscriber: string } });
    expect(rows.some(({ table, row }) => table === 'samples' && row.subscriber === number)).toBe(true);
    expect((await send('erasure')).status).toBe(200);
    const gone = (await (await send('export')).text()).trimEnd().split('\n');
    expect(gone).toHaveLength(1);
    expect(since(before)).toEqual([
      'subscriber-exported by admin',
      'subscriber-erased by admin',
      'subscriber-exported by admin',
    ]);
    expect(new Set(notes.slice(before).map(({ subject }) => subject)).size).toBe(1);
    expect(notes.at(-1)!.details).toEqual({ reason: 'he asked for it' });
  });

  it('is exported by an admin, found whole by the command, and says that it was exported', async () => {
    const exported = await (await api.ask('/access/audit', api.people.admin)).text();
    const path = join(folder, 'audit.ndjson');
    await writeFile(path, exported);
    const said: string[] = [];
    expect(await runAudit(['verify', path], { write: (text) => void said.push(text) })).toBe(0);
    expect(exported).toContain('audit-exported');
    expect(said.join('')).toMatch(/\d+ entries, each as it was written/);
    await writeFile(path, exported.replace('account-set', 'account-xet'));
    await expect(runAudit(['verify', path], { write: () => undefined })).rejects.toMatchObject({ exitCode: 65 });
  });
});
