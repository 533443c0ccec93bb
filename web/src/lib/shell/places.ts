/** The pages one can go to from anywhere, with the second key after "g". */
import { text } from '#lib/text/text.ts';
import type { IconName } from './Icon.svelte';

interface Place {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  readonly key: string;
  /** Behind "More": the bar has no room for all. */
  readonly further?: true;
}

export const places: readonly Place[] = [
  { path: '/', label: text.pages.overview, icon: 'overview', key: 'o' },
  { path: '/anomalies', label: text.pages.anomalies, icon: 'fault', key: 'a' },
  { path: '/devices', label: text.pages.devices, icon: 'devices', key: 'd' },
  { path: '/subscribers', label: text.pages.subscribers, icon: 'subscribers', key: 's' },
  { path: '/timeline', label: text.pages.timeline, icon: 'timeline', key: 'l', further: true },
  { path: '/talkers', label: text.pages.talkers, icon: 'talkers', key: 't', further: true },
  { path: '/rules', label: text.pages.rules, icon: 'settings', key: 'r', further: true },
  { path: '/mutes', label: text.pages.mutes, icon: 'mute', key: 'm', further: true },
  { path: '/account', label: text.pages.account, icon: 'lock', key: 'u', further: true },
  { path: '/ingest', label: text.pages.ingest, icon: 'ingest', key: 'q', further: true },
];

/** Whether a page is this place or below it. */
export const isAt = (path: string, pathname: string): boolean =>
  path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
