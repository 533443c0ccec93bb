import { afterEach, expect, it } from 'vitest';
import { preferences } from '../preferences/preferences.ts';
import { readZone, shownZone, showZoneOfAddress, zoneOf, zoneOfBrowser } from './shown-zone.ts';

const read = (query: string) => readZone(new URLSearchParams(query));

afterEach(() => {
  showZoneOfAddress(null);
  preferences.zone.current = 'utc';
  preferences.networkZone.current = '';
});

it('is UTC until something else is chosen', () => {
  expect(shownZone()).toBe('UTC');
});

it('is what the reader chose', () => {
  preferences.networkZone.current = 'Asia/Kolkata';
  preferences.zone.current = 'network';
  expect(shownZone()).toBe('Asia/Kolkata');
  preferences.zone.current = 'browser';
  expect(shownZone()).toBe(zoneOfBrowser());
});

it('is what the address says before what the reader chose', () => {
  preferences.zone.current = 'browser';
  showZoneOfAddress(read('zone=America/New_York'));
  expect(shownZone()).toBe('America/New_York');
});

it.each(['', 'zone=', 'zone=Mars/Olympus'])('is not told by an address with %j', (query) => {
  expect(read(query)).toBeNull();
});

it('counts a network whose zone nobody told as on UTC', () => {
  expect(zoneOf('network', '')).toBe('UTC');
});
