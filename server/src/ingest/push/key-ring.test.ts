import { createHash } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from './key-ring.ts';
import { readPushKeys } from './push-keys.ts';

const line = (secret: string): string => `${secret} samples ${createHash('sha256').update(secret).digest('hex')}\n`;
const startMs = Date.UTC(2027, 0, 1);

let folder: string;
let path: string;
let nowMs: number;
let faults: string[];
let ring: KeyRing;

async function write(text: string, writtenMs: number): Promise<void> {
  await writeFile(path, text);
  await utimes(path, writtenMs / 1000, writtenMs / 1000);
}

/** Which of the secrets are good at that moment. */
async function goodAt(ms: number): Promise<string[]> {
  nowMs = startMs + ms;
  const found = await Promise.all(['one', 'two'].map((secret) => ring.find(secret)));
  return found.flatMap((key) => key?.name ?? []);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-keys-'));
  path = join(folder, 'push-keys');
  faults = [];
  await write(line('one'), startMs - 60_000);
  const onFault = (fault: Error): void => void faults.push(fault.message);
  ring = new KeyRing({ path, keys: readPushKeys(line('one')), now: () => nowMs, onFault });
});

afterEach(() => rm(folder, { recursive: true }));

describe('the key ring', () => {
  it('has the keys of the file within two seconds of a change', async () => {
    expect(await goodAt(0)).toEqual(['one']);
    await write(line('two'), startMs + 100);
    expect(await goodAt(2000)).toEqual(['two']);
    await write('', startMs + 2100);
    expect(await goodAt(4000)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('waits with a file that is being written', async () => {
    await write('one sam', startMs + 1900);
    expect(await goodAt(2000)).toEqual(['one']);
    await write(line('one') + line('two'), startMs + 2000);
    expect(await goodAt(3000)).toEqual(['one', 'two']);
    expect(faults).toEqual([]);
  });

  it('keeps the keys that it had when the file can not be used, and says so once', async () => {
    await write(`${line('two')}two samples x\n`, startMs);
    for (const ms of [1000, 2000, 3000]) expect(await goodAt(ms)).toEqual(['one']);
    expect(faults).toEqual(['line 2: the third word is not the SHA-256 of a key, expected its 64 hexadecimal digits']);
    await rm(path);
    for (const ms of [4000, 5000]) expect(await goodAt(ms)).toEqual(['one']);
    expect(faults).toHaveLength(2);
    expect(faults[1]).toContain('ENOENT');
    await write(line('two'), startMs + 5000);
    expect(await goodAt(6000)).toEqual(['two']);
  });
});
