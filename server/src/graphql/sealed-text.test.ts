import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer } from './sealed-text.ts';

const sealer = createSealer(Buffer.from('0123456789abcdef'));

describe('a sealed text', () => {
  it('opens to the text that was sealed, for the same purpose alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const token = sealer.seal('node', text);
        expect(sealer.open('node', token)).toBe(text);
        expect(sealer.open('cursor', token)).toBeNull();
      }),
      { seed: 1 },
    );
  });

  it('is the same in every process that has the secret', () => {
    const other = createSealer(Buffer.from('0123456789abcdef'));
    expect(other.seal('node', 'Subscriber:500123')).toBe(sealer.seal('node', 'Subscriber:500123'));
    expect(sealer.seal('node', 'Subscriber:500123')).toBe('X_v-k4ZxZ4nelHhgk9zzUp9V395_JYIHqOTcUSSODwM8');
  });

  it('shows nothing of the text', () => {
    const token = sealer.seal('node', 'Subscriber:500123');
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('500123');
    expect(token).not.toContain(Buffer.from('500123').toString('base64url'));
  });

  it('does not open when any bit of it was changed, nor with another secret', () => {
    const token = sealer.seal('node', 'PsxDevice:62.0');
    const sealed = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(sealer.open('node', changed.toString('base64url'))).toBeNull();
    }
    expect(createSealer(Buffer.from('another 16 bytes')).open('node', token)).toBeNull();
  });

  it.each(['', 'x', 'garbage', '*'.repeat(40), 'A'.repeat(21), 'A'.repeat(22)])('is not %j', (token) => {
    expect(sealer.open('node', token)).toBeNull();
  });

  it('has one spelling', () => {
    const token = sealer.seal('node', 'Anomaly:1');
    expect(sealer.open('node', `${token}=`)).toBeNull();
    expect(sealer.open('node', `${token.slice(0, 4)} ${token.slice(4)}`)).toBeNull();
  });
});

describe('a sealer', () => {
  it('wants a secret of at least 16 bytes', () => {
    expect(() => createSealer(Buffer.from('short'))).toThrow('has 5 bytes; at least 16 are needed');
  });
});
