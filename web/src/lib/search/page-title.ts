/** What a page is called, from its address alone. */
import { text } from '#lib/text/text.ts';

const titles: Readonly<Record<string, string>> = {
  '': text.pages.overview,
  anomalies: text.pages.anomalies,
  devices: text.pages.devices,
  subscribers: text.pages.subscribers,
  talkers: text.pages.talkers,
  timeline: text.pages.timeline,
  rules: text.pages.rules,
  mutes: text.pages.mutes,
  ingest: text.pages.ingest,
  settings: text.pages.settings,
};

/** `shown` is how the subscriber of an id is called on screen; null when that is not known. Null for an address that is no page of its own. */
export function pageTitle(address: string, shown: (id: string) => string | null): string | null {
  const [section = '', name, ...deeper] = (address.split('?')[0] ?? '').split('/').slice(1);
  if (deeper.length > 0) return null;
  if (name === undefined) return titles[section] ?? null;
  if (section === 'anomalies') return text.pages.anomaly;
  if (section === 'devices') return text.pages.device(decodeURIComponent(name));
  if (section !== 'subscribers') return null;
  const whose = shown(decodeURIComponent(name));
  return whose === null ? null : text.pages.subscriber(whose);
}
