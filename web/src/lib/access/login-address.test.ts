import { describe, expect, it } from 'vitest';
import { wayBack } from './login-address.ts';

describe('the way back from logging in', () => {
  it.each([
    ['/anomalies?severity=critical', '/anomalies?severity=critical'],
    ['//evil.example/', '/'],
    ['/\\evil.example/', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/login?back=/', '/'],
  ])('of %s is %s', (back, expected) => {
    expect(wayBack(new URLSearchParams({ back }))).toBe(expected);
    expect(wayBack(new URLSearchParams())).toBe('/');
  });
});
