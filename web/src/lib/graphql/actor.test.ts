import { describe, expect, it } from 'vitest';
import { personName } from '../preferences/person-name.ts';
import { actorHeaders, actorParameters } from './actor.ts';

describe('who acts', () => {
  it('goes as the bytes of UTF-8 in a header, and as it is over the socket', () => {
    const header = actorHeaders('Żaneta')['x-tidewatch-actor'] ?? '';
    expect(new TextDecoder().decode(Uint8Array.from(header, (byte) => byte.codePointAt(0)!))).toBe('Żaneta');
    expect(actorParameters('Żaneta')).toEqual({ 'x-tidewatch-actor': 'Żaneta' });
  });

  it('is not said without a name', () => {
    expect(actorHeaders('')).toEqual({});
    expect(actorParameters('')).toEqual({});
  });

  it('is a name only when it can be read', () => {
    expect(['  alice ', 'x'.repeat(65), '', 'a\nb'].map(personName)).toEqual(['alice', null, null, null]);
  });
});
