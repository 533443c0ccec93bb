/** Everything a reader chooses for himself, in one place. What a link should carry is in the address instead. */
import { isZone } from '../time-zone/zone-clock.ts';
import { personName } from './person-name.ts';
import { Preference, oneOf } from './preference.ts';

export const preferences = {
  /** `app.html` reads it too, before the first paint. */
  theme: new Preference('theme', oneOf('system', 'light', 'dark'), 'system'),
  /** Whose clock times are shown on, unless the address says one. */
  zone: new Preference('zone', oneOf('utc', 'browser', 'network'), 'utc'),
  /** IANA name of the zone the network lies in; empty: not told. */
  networkZone: new Preference<string>('network-zone', (name) => (isZone(name) ? name : null), ''),
  /** Volumes in powers of 1,000 (GB) or of 1,024 (GiB). Rates are always SI. */
  volumeUnits: new Preference('volume-units', oneOf('si', 'iec'), 'si'),
  /** Whether numbers of subscribers are hidden: for a screenshot, a visitor, a screen that others see. */
  privacy: new Preference('privacy', oneOf('off', 'on'), 'off'),
  /** How much room the rows of tables take. `app.html` reads it too. */
  density: new Preference('density', oneOf('comfortable', 'compact'), 'comfortable'),
  /** Columns of the table of anomalies, with commas between them; empty: the usual ones. */
  anomalyColumns: new Preference<string>('anomaly-columns', (names) => (/^[a-z,]+$/.test(names) ? names : null), ''),
  /** Whether single keys do something: who dictates or uses switches may need them off (WCAG 2.1.4). */
  singleKeys: new Preference('single-keys', oneOf('on', 'off'), 'on'),
  /** Who acts on anomalies, as others read it; empty: not told. */
  personName: new Preference<string>('person-name', personName, ''),
  /** Whether the browser tells of critical anomalies while another window is in front. */
  notices: new Preference('notices', oneOf('off', 'on'), 'off'),
  /** Whether it sounds then. */
  sound: new Preference('sound', oneOf('off', 'on'), 'off'),
} as const;

/** Follows what other tabs choose, until the returned function is called. */
export function followOtherTabs(): () => void {
  const reread = () => {
    for (const preference of Object.values(preferences)) preference.reread();
  };
  addEventListener('storage', reread);
  return () => removeEventListener('storage', reread);
}
