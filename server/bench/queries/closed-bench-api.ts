/** The API as it is where others reach it: with accounts, keys, cost points and an audit, asked by somebody who may. */
import { accessInMemory } from '../../src/access/access-file.ts';
import { noAccess } from '../../src/access/access-state.ts';
import { createAccess } from '../../src/access/access.ts';
import { hashOfKey, sessionCookie } from '../../src/access/credential.ts';
import { Looks } from '../../src/access/looks.ts';
import { startBenchApi, type BenchApi } from './bench-api.ts';
import { firstSlot } from './dimensions.ts';
import { rateHistory } from './rate-question.ts';

const key = 'tw_a key for measuring'.replaceAll(' ', '_');
const secret = Buffer.alloc(32, 'a secret for measuring');

export async function startClosedBenchApi(by: 'key' | 'session'): Promise<BenchApi> {
  const now = Date.now() / 1000;
  const ann = { name: 'ann', role: 'analyst', devices: null, password: null, subject: null, goodFrom: 0 } as const;
  const meter = {
    id: 'meter',
    name: 'meter',
    sha256: hashOfKey(key),
    scopes: ['read' as const, 'explore' as const],
    devices: null,
    madeBy: 'ann',
    madeAt: now,
    expiresAt: now + 86_400,
    lastUsedAt: null,
  };
  const store = accessInMemory({ ...noAccess, accounts: [ann], keys: [meter] });
  const note = (): void => undefined;
  const access = createAccess({ store, isLocal: false, secret, now: () => Date.now() / 1000, audit: note });
  const proof = access.doorkeeper.sealed({ name: 'ann', id: 'one', startedAt: now });
  const headers = by === 'key' ? { authorization: `Bearer ${key}` } : { cookie: `${sessionCookie}=${proof}` };
  // As much as is wanted: the limit is counted, and not reached.
  const costLimit = { perSecond: 1e9, burst: 1e12 };
  const auditing = { note, looks: new Looks(secret, note, Date.now) };
  return { ...(await startBenchApi(rateHistory, firstSlot, { access, auditing, costLimit })), headers };
}
