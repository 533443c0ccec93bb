/** What the feed tells as server-sent events: each is made once, however many clients receive it. */
import { anomalyFields, clockTime } from '../replay/anomaly-line.ts';
import { cursorOf, type FeedEntry } from '../domain/feed-entry.ts';
import type { Mute } from '../domain/suppression.ts';
import { isEntry, type FeedItem, type Heartbeat } from '../live/feed-item.ts';

const known = new WeakMap<FeedItem, Buffer>();

/** The item as a block of lines with its end. Equal objects, and what one feed hands to many is one, get equal blocks. */
export function eventBlock(item: FeedItem): Buffer {
  const made = known.get(item) ?? Buffer.from(item.type === 'heartbeat' ? heartbeatBlock(item) : block(item));
  known.set(item, made);
  return made;
}

/** A comment. The id moves a browser's Last-Event-ID on, and without data no event is made of it. */
const heartbeatBlock = ({ cursor }: Heartbeat): string => `: heartbeat\nid: ${cursor}\n\n`;

function block(item: Exclude<FeedItem, Heartbeat>): string {
  const { cursor, ...fields } = isEntry(item) ? entryFields(item) : item;
  return `id: ${cursor}\nevent: ${item.type}\ndata: ${JSON.stringify({ type: item.type, cursor, ...fields })}\n\n`;
}

interface Fields {
  readonly cursor: string;
  readonly [name: string]: unknown;
}

/** With the fields of the anomaly as `replay` writes them. */
function entryFields(entry: FeedEntry): Fields {
  const { at, ordinal: _ordinal, ...rest } = entry;
  const place = { cursor: cursorOf(entry), at: clockTime(at) };
  if ('mute' in rest) return { ...place, ...rest, madeAt: clockTime(rest.madeAt), mute: muteFields(rest.mute) };
  const { anomaly, ...act } = rest;
  const made = 'madeAt' in act ? { madeAt: clockTime(act.madeAt) } : {};
  return { ...place, ...act, ...made, ...anomalyFields(anomaly) };
}

const muteFields = (mute: Mute) => ({ ...mute, until: clockTime(mute.until) });
