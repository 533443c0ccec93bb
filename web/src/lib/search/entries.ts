/** A line of the search: what it says, and where it leads. */
import { anomalyLink, whoseOf } from '#lib/anomaly/anomaly-link.ts';
import { kindLabels } from '#lib/text/anomaly-labels.ts';
import { shownSubscriber } from '#lib/privacy/shown-subscriber.ts';
import { searchWords } from '#lib/text/search.ts';
import { shownOfId } from '#lib/subscriber/known-numbers.ts';
import { subscriberPath } from '#lib/subscriber/subscriber-path.ts';
import { linkTo } from '#lib/time-range/address.ts';
import { pageTitle } from './page-title.ts';
import { keyOfResult } from './results.ts';
import type { SearchResult } from './results.ts';

interface Entry {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly detail: string;
  readonly href: string;
}

/** `from` is the page one is on, whose range is kept. */
export function entryOf(result: SearchResult, from: Parameters<typeof linkTo>[1]): Entry {
  const key = keyOfResult(result);
  if (result.kind === 'device') {
    const href = linkTo(`/devices/${encodeURIComponent(result.name)}`, from);
    return { key, kind: searchWords.device, name: result.name, detail: '', href };
  }
  if (result.kind === 'subscriber') {
    const href = linkTo(subscriberPath(result), from);
    const detail = searchWords.onDevice(result.device);
    return { key, kind: searchWords.subscriber, name: shownSubscriber(result.number), detail, href };
  }
  const { anomaly } = result;
  const href = anomalyLink(anomaly.id, from);
  return { key, kind: searchWords.anomaly, name: whoseOf(anomaly), detail: kindLabels[anomaly.kind], href };
}

/** Pages that were open, as they are called now. */
export const recentEntries = (addresses: readonly string[]): Entry[] =>
  addresses.flatMap((address) => {
    const name = pageTitle(address, shownOfId);
    return name === null ? [] : [{ key: address, kind: searchWords.page, name, detail: '', href: address }];
  });
