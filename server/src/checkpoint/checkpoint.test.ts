import { describe, expect, it } from 'vitest';
import { asRefusal, checkIdentity } from './checkpoint.ts';
import { StateMismatch } from '../domain/saved-state.ts';

const closedThrough = Date.UTC(2024, 0, 2) / 1000;
const running = {
  stateVersion: 2,
  ruleVersion: 'aaaa',
  subscribersVersion: 'none',
  slotSeconds: 600,
  historyId: 'this one',
  erasures: 1,
};
const found = { ...running, closedThrough };

describe('checkIdentity', () => {
  it('takes what belongs to what is running, and is not ahead of history', () => {
    expect(() => checkIdentity(found, running, closedThrough)).not.toThrow();
    expect(() => checkIdentity(found, running, closedThrough + 600)).not.toThrow();
  });

  it.each([
    [{ ruleVersion: 'bbbb' }, 'rule', 'is of rule bbbb, expected aaaa'],
    [{ subscribersVersion: 'bbbb' }, 'subscribers', 'is of table of subscribers bbbb, expected none'],
    [{ stateVersion: 1 }, 'state', 'is of state version 1, expected 2'],
    [{ slotSeconds: 300 }, 'slot-length', 'is of slots of 300 s, expected 600 s'],
    [{ historyId: 'another' }, 'history', 'is of history another, expected this one'],
    [{ erasures: 0 }, 'erasure', 'is of erasures until 0, expected 1'],
    [
      { closedThrough: closedThrough + 600 },
      'ahead',
      'has seen slot 2024-01-02T00:10:00Z, but history ends with slot 2024-01-02T00:00:00Z',
    ],
  ])('refuses %o', (change, reason, message) => {
    expect(() => checkIdentity({ ...found, ...change }, running, closedThrough)).toThrow(
      expect.objectContaining({ reason, message }),
    );
  });

  it('refuses any when history is empty', () => {
    expect(() => checkIdentity(found, running, null)).toThrow(
      'has seen slot 2024-01-02T00:00:00Z, but history is empty',
    );
  });
});

describe('asRefusal', () => {
  it('says that the state does not fit, or that the file can’t be read', () => {
    expect(asRefusal(new StateMismatch('has no column x'))).toMatchObject({
      reason: 'mismatch',
      message: 'has no column x',
    });
    expect(asRefusal(new Error('EIO'))).toMatchObject({ reason: 'damaged', message: "can't be read: EIO" });
  });
});
