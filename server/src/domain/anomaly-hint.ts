/** What a kind of anomaly may be a sign of: a hint for whoever looks into it, never a verdict. */
import type { AnomalyKind } from './anomaly.ts';

const hints: Readonly<Record<AnomalyKind, string>> = {
  'upload-surge': 'spam bot or exfiltration',
  'volume-takeover': 'proxy or bot that uses the line in both directions',
  burst: 'source of a flood',
  'slow-creep': 'takeover that grows step by step so as not to be seen',
  silence: 'broken equipment or access; not an infection by itself',
  'device-outage': 'outage of the device, or of its reports',
  'device-shift': "change in the network or in what is counted, nobody's own doing",
};

/** In lower case, as what follows "may be: ". */
export function hintOf(kind: AnomalyKind): string {
  return hints[kind];
}
