import { describe, expect, it } from 'vitest';
import { Preference, oneOf } from './preference.ts';
import type { PreferenceStorage } from './preference.ts';

function storageWith(entries: Record<string, string> = {}) {
  const stored = new Map(Object.entries(entries));
  const storage: PreferenceStorage = {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  };
  return { stored, storage };
}

const refuse = (): never => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};
const units = (storage: PreferenceStorage | null) => new Preference('units', oneOf('si', 'iec'), 'si', storage);

describe('a preference', () => {
  it('is remembered', () => {
    const { storage } = storageWith();
    units(storage).current = 'iec';
    expect(units(storage).current).toBe('iec');
  });

  it('leaves nothing behind when it is the default again', () => {
    const { storage, stored } = storageWith({ 'tidewatch-units': 'iec' });
    units(storage).current = 'si';
    expect(stored.size).toBe(0);
  });

  it('falls back when something else is stored', () => {
    expect(units(storageWith({ 'tidewatch-units': 'furlongs' }).storage).current).toBe('si');
  });

  it('takes over what another tab stored', () => {
    const { storage } = storageWith();
    const here = units(storage);
    units(storage).current = 'iec';
    here.reread();
    expect(here.current).toBe('iec');
  });

  it.each([null, { getItem: refuse, setItem: refuse, removeItem: refuse }])(
    'lasts as long as the page where storage is forbidden',
    (storage) => {
      const preference = units(storage);
      preference.current = 'iec';
      expect(preference.current).toBe('iec');
    },
  );
});
