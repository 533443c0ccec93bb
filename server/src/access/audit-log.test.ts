import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAudit } from '../commands/audit-command.ts';
import type { AuditEntry, AuditHistory } from '../history/audit-history.ts';
import { AuditVerifier } from './audit-chain.ts';
import { AuditLog } from './audit-log.ts';
import type { AuditNote } from './audit.ts';

let folder: string;
let kept: AuditEntry[];
let isAway = false;
const faults: string[] = [];
let lost = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-audit-'));
  [kept, isAway, lost] = [[], false, 0];
  faults.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As history keeps it, or does not. */
const history: AuditHistory = {
  appendAudit: async (entries) => {
    if (isAway) throw new Error('history is away');
    kept.push(...entries);
  },
  newestAudit: async (chain) => kept.filter((entry) => entry.chain === chain).at(-1) ?? null,
  auditEntries: async ({ ordinal }, limit) => kept.filter((entry) => entry.ordinal > ordinal).slice(0, limit),
};
const open = async (): Promise<AuditLog> => {
  const log = new AuditLog({
    history,
    headPath: join(folder, 'head.json'),
    now: () => 0,
    onFault: ({ message }) => void faults.push(message),
    onLost: (notes) => (lost += notes),
  });
  await log.begin();
  return log;
};
const note = (subject: string): AuditNote => ({
  action: 'look',
  actor: 'ann',
  subject,
  from: '127.0.0.1',
  details: {},
});

async function write(count: number): Promise<void> {
  const log = await open();
  for (let n = 0; n < count; n++) log.note(note(`${n}`));
  await log.stop();
}

/** What the command says of an export; its exit code, or the faults. */
async function verified(
  entries: readonly AuditEntry[],
  more: readonly object[] = [],
  args: string[] = [],
): Promise<unknown> {
  const path = join(folder, 'export');
  await writeFile(path, [...entries, ...more].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return runAudit(['verify', path, ...args], { write: () => true }).catch(
    (error: { faults: string[] }) => error.faults,
  );
}

describe('the audit', () => {
  it('is one chain across restarts, which the command finds whole', async () => {
    await write(3);
    await write(2);
    expect(kept.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(kept.map(({ chain }) => chain)).size).toBe(1);
    expect(await verified(kept)).toBe(0);
    expect(await verified(kept, [], ['--head', kept[2]!.hash])).toBe(0);
  });

  it('shows what was changed, taken out, put in, or cut off', async () => {
    await write(5);
    const changed = kept.map((entry) =>
      entry.ordinal === 3 ? { ...entry, text: entry.text.replace('ann', 'eve') } : entry,
    );
    expect(await verified(changed)).toEqual([expect.stringContaining('entry 3: it was changed')]);
    expect(await verified(kept.filter(({ ordinal }) => ordinal !== 2))).toEqual([
      expect.stringContaining('expected entry 2'),
    ]);
    const [, second, third] = kept;
    expect(await verified([kept[0]!, third!, second!, ...kept.slice(3)])).not.toBe(0);
    const head = { head: { chain: kept[0]!.chain, ordinal: 5, hash: kept[4]!.hash } };
    expect(await verified(kept.slice(0, 4), [head])).toEqual([expect.stringContaining('it ends before entry 5')]);
    expect(await verified(kept, [], ['--head', 'f'.repeat(64)])).toEqual([
      expect.stringContaining('the chain is another one'),
    ]);
  });

  it('shows that history was cut off while it was closed', async () => {
    await write(5);
    kept = kept.slice(0, 3);
    await write(1);
    expect(await verified(kept)).toEqual([expect.stringContaining('expected entry 4')]);
  });

  it('waits for history to come back, and says how much was lost when that took too long', async () => {
    const log = await open();
    isAway = true;
    for (let n = 0; n < 20_001; n++) log.note(note(`${n}`));
    await log.settled();
    expect([faults, lost]).toEqual([['history is away'], 1]);
    isAway = false;
    await log.stop();
    expect(kept).toHaveLength(20_001);
    expect(kept.at(-1)!.text).toContain('"notes-lost"');
    expect(await verified(kept)).toBe(0);
  });

  it('begins before history is read, and loses nothing of it', async () => {
    const log = new AuditLog({
      history,
      headPath: join(folder, 'head.json'),
      now: () => 0,
      onFault: () => undefined,
      onLost: () => undefined,
    });
    log.note(note('early'));
    await log.begin();
    await log.stop();
    expect(kept.map(({ text }) => (JSON.parse(text) as AuditNote).subject)).toEqual(['early']);
  });
});

describe('a chain', () => {
  it('does not vouch for another', () => {
    const verifier = new AuditVerifier();
    verifier.take({ chain: 'a', ordinal: 1, text: '{}', hash: 'x' });
    expect(verifier.verdict().faults).toHaveLength(1);
  });
});
