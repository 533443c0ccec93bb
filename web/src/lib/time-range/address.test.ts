import { describe, expect, it } from 'vitest';
import { linkTo, withParameters } from './address.ts';

const here = new URL('http://localhost/anomalies?range=7d&severity=CRITICAL');

describe('addresses', () => {
  it('set and take out parameters and keep the rest', () => {
    expect(withParameters(here, { severity: null, status: 'OPEN' })).toBe('/anomalies?range=7d&status=OPEN');
    expect(withParameters(here, { range: null, severity: '' })).toBe('/anomalies');
  });

  it('stay readable with times in them', () => {
    expect(withParameters(here, { range: null, severity: null, from: '2024-01-01T00:00:00Z' })).toBe(
      '/anomalies?from=2024-01-01T00:00:00Z',
    );
  });

  it('carry the time range, the zone and what is held to other pages, and nothing else', () => {
    expect(linkTo('/devices/62.0', here)).toBe('/devices/62.0?range=7d');
    const zoned = new URL('http://localhost/anomalies?zone=Europe/Berlin&severity=INFO');
    expect(linkTo('/devices/62.0', zoned)).toBe('/devices/62.0?zone=Europe/Berlin');
    const held = new URL('http://localhost/?paused=2024-01-01T00:00:00Z&sort=score');
    expect(linkTo('/devices', held)).toBe('/devices?paused=2024-01-01T00:00:00Z');
  });

  it('set what is given besides', () => {
    expect(linkTo('/anomalies', here, { range: '30d', status: 'OPEN' })).toBe('/anomalies?range=30d&status=OPEN');
  });

  it('escape what would end a parameter', () => {
    expect(withParameters(here, { range: null, severity: null, q: 'a&b=c' })).toBe('/anomalies?q=a%26b%3Dc');
  });
});
