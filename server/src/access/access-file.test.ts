import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AccessFile } from './access-file.ts';
import { noAccess, withAccount, type Account } from './access-state.ts';

let folder: string;
let path: string;
let nowMs = 0;
const faults: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-access-'));
  path = join(folder, 'new', 'access.json');
  nowMs = 0;
  faults.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => new AccessFile({ path, now: () => nowMs, onFault: ({ message }) => void faults.push(message) });
const account = (name: string): Account => ({
  name,
  role: 'admin',
  devices: null,
  password: null,
  subject: null,
  goodFrom: 0,
});

describe('the file of accounts', () => {
  it('is nothing before the first change, and then for its owner alone', async () => {
    const file = open();
    expect(await file.open()).toEqual(noAccess);
    await file.change((state) => withAccount(state, account('ann')));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await open().open()).accounts).toEqual([account('ann')]);
  });

  it('takes changes of several processes at once, each once', async () => {
    const files = [open(), open(), open()];
    const names = Array.from({ length: 30 }, (_, n) => `person ${String(n).padStart(2, '0')}`);
    await Promise.all(names.map((name, n) => files[n % 3]!.change((state) => withAccount(state, account(name)))));
    expect((await open().open()).accounts.map(({ name }) => name)).toEqual(names);
  });

  it('is read again within a second after another process changed it', async () => {
    const [here, there] = [open(), open()];
    expect((await here.current()).accounts).toEqual([]);
    await there.change((state) => withAccount(state, account('ann')));
    nowMs += 1000;
    expect((await here.current()).accounts).toEqual([account('ann')]);
  });

  it('stays what it was for a change that is refused, and for a file that can not be read', async () => {
    const file = open();
    await file.change((state) => withAccount(state, account('ann')));
    const refuse = (): never => {
      throw new Error('no');
    };
    await expect(file.change(refuse)).rejects.toThrow('no');
    const before = await readFile(path, 'utf8');
    await writeFile(path, before.replace('"admin"', '"owner"'));
    nowMs += 1000;
    expect((await file.current()).accounts).toEqual([account('ann')]);
    expect(faults).toEqual(['accounts.0.role is not as it is written here']);
    await expect(open().open()).rejects.toThrow('accounts.0.role');
  });
});
