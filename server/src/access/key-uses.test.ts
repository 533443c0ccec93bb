import { describe, expect, it } from 'vitest';
import { accessInMemory } from './access-file.ts';
import { noAccess, type AccessKey, type AccessState } from './access-state.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { KeyUses } from './key-uses.ts';

const sha256 = 'a'.repeat(64);
const key: AccessKey = {
  id: 'one',
  name: 'reader',
  sha256,
  scopes: ['read'],
  devices: null,
  madeBy: 'ann',
  madeAt: 0,
  expiresAt: 100_000,
  lastUsedAt: null,
};
const state: AccessState = { ...noAccess, keys: [key, { ...key, id: 'other', name: 'other', sha256: 'b'.repeat(64) }] };
const secret = new Uint8Array(32);
const failed = (fault: Error): never => {
  throw fault;
};

describe('the last use of a key', () => {
  it('is noted once an hour, of a key that is good', async () => {
    const store = accessInMemory(state);
    let at = 0;
    const keyUses = new KeyUses(store, failed);
    const doorkeeper = new Doorkeeper({ store, isLocal: false, secret, keyUses, now: () => at });
    const used = async (moment: number, proof = sha256): Promise<(number | null)[]> => {
      at = moment;
      await doorkeeper.principalFor({ type: 'key', proof });
      return (await store.current()).keys.map(({ lastUsedAt }) => lastUsedAt);
    };
    expect(await used(5000)).toEqual([5000, null]);
    expect(await used(8599)).toEqual([5000, null]);
    expect(await used(8600)).toEqual([8600, null]);
    expect(await used(20_000, 'c'.repeat(64))).toEqual([8600, null]);
    expect(await used(100_000)).toEqual([8600, null]);
  });

  it('keeps nobody out where it can not be noted, and is tried once an hour', async () => {
    const faults: string[] = [];
    const store = { ...accessInMemory(state), change: () => Promise.reject(new Error('read-only')) };
    const keyUses = new KeyUses(store, ({ message }) => faults.push(message));
    let at = 5000;
    const doorkeeper = new Doorkeeper({ store, isLocal: false, secret, keyUses, now: () => at });
    const asked = () => doorkeeper.principalFor({ type: 'key', proof: sha256 });
    for (at of [5000, 5001, 8599, 8600]) expect((await asked())?.name).toBe('key reader');
    expect(faults).toEqual(['read-only', 'read-only']);
  });
});
