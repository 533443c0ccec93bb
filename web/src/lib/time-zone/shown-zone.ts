/** The zone all times of the dashboard are shown in: said here once, read by whatever writes a time. */
import { preferences } from '../preferences/preferences.ts';
import { ReactiveValue } from '../preferences/reactive-value.ts';
import { isZone } from './zone-clock.ts';

const fromAddress = new ReactiveValue<string | null>(null);

export const zoneOfBrowser = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export type ZoneChoice = (typeof preferences.zone)['current'];

/** The IANA name behind a choice. A network whose zone nobody told counts as on UTC. */
export function zoneOf(choice: ZoneChoice, networkZone: string): string {
  if (choice === 'browser') return zoneOfBrowser();
  return choice === 'network' && networkZone !== '' ? networkZone : 'UTC';
}

/** `?zone=Europe/Berlin`, so that a link shows everybody the same; null when it is missing or unknown. */
export function readZone(parameters: { get(name: string): string | null }): string | null {
  const name = parameters.get('zone');
  return name !== null && isZone(name) ? name : null;
}

/** What the address says; null: the reader's own choice holds. */
export function showZoneOfAddress(zone: string | null): void {
  fromAddress.current = zone;
}

/** IANA name. */
export const shownZone = (): string =>
  fromAddress.current ?? zoneOf(preferences.zone.current, preferences.networkZone.current);
