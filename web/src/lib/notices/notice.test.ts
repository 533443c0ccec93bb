import { afterEach, describe, expect, it } from 'vitest';
import { preferences } from '#lib/preferences/preferences.ts';
import { isWorthNotice, noticeOf } from './notice.ts';

const of = (number: string) => ({
  kind: 'BURST' as const,
  subscriber: { id: number, number },
  device: { name: '62.0' },
});

afterEach(() => void (preferences.privacy.current = 'off'));

describe('a notification', () => {
  it('is of critical alerts alone', () => {
    expect(isWorthNotice({ severity: 'CRITICAL', alerted: true })).toBe(true);
    expect(isWorthNotice({ severity: 'WARNING', alerted: true })).toBe(false);
    expect(isWorthNotice({ severity: 'CRITICAL', alerted: false })).toBe(false);
  });

  it('names the first and counts the rest', () => {
    expect(noticeOf([of('4114')])).toEqual({ title: '1 critical anomaly', body: '4114: Burst' });
    expect(noticeOf([of('4114'), of('7560'), of('1')])).toEqual({
      title: '3 critical anomalies',
      body: '4114: Burst, and 2 more',
    });
    expect(noticeOf([])).toBeNull();
  });

  it('hides the number when numbers are hidden', () => {
    preferences.privacy.current = 'on';
    expect(noticeOf([of('4114')])?.body).not.toContain('4114');
  });
});
