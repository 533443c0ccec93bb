/** The time range of a page: what the address says, and the instants that come of it. Times are epoch milliseconds. */

const hour = 3_600_000;

/** Lengths on offer, counted back from the newest data. */
export const presets = { '1h': hour, '6h': 6 * hour, '24h': 24 * hour, '7d': 168 * hour, '30d': 720 * hour } as const;
export type Preset = keyof typeof presets;
export const presetNames = Object.keys(presets) as Preset[];

/** Half-open: `from` belongs to it, `to` does not. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** What was chosen: a length that follows the newest data, all since a fixed instant, or a fixed span that stands still. */
export type TimeRangeChoice =
  | { readonly kind: 'relative'; readonly preset: Preset }
  | { readonly kind: 'since'; readonly from: number }
  | ({ readonly kind: 'absolute' } & TimeSpan);

/** An instant later than the newest data starts a range of this length all the same. */
const leastSince = hour;

/** The part of `URLSearchParams` that reading needs. */
interface Parameters {
  get(name: string): string | null;
}

const isPreset = (text: string | null): text is Preset => text !== null && Object.hasOwn(presets, text);

/** Reads `?range=24h`, `?from=…` or `?from=…&to=…` (RFC 3339). What cannot be read counts as not given: 24 h. */
export function readTimeRange(parameters: Parameters): TimeRangeChoice {
  const from = Date.parse(parameters.get('from') ?? '');
  const to = Date.parse(parameters.get('to') ?? '');
  if (from < to) return { kind: 'absolute', from, to };
  if (!Number.isNaN(from) && parameters.get('to') === null) return { kind: 'since', from };
  const range = parameters.get('range');
  return { kind: 'relative', preset: isPreset(range) ? range : '24h' };
}

/** The parameters that say this choice; the default says nothing. */
export function timeRangeParameters(choice: TimeRangeChoice): Record<'range' | 'from' | 'to', string | null> {
  if (choice.kind === 'absolute') return { range: null, from: toIso(choice.from), to: toIso(choice.to) };
  if (choice.kind === 'since') return { range: null, from: toIso(choice.from), to: null };
  return { range: choice.preset === '24h' ? null : choice.preset, from: null, to: null };
}

/** The instants of a choice, when the newest data ends at `asOf`. */
export function resolveTimeRange(choice: TimeRangeChoice, asOf: number): TimeSpan {
  if (choice.kind === 'absolute') return { from: choice.from, to: choice.to };
  if (choice.kind === 'since') return { from: Math.min(choice.from, asOf - leastSince), to: asOf };
  return { from: asOf - presets[choice.preset], to: asOf };
}

/** The span one length earlier (`-1`) or later (`1`); a later one never ends after `asOf`. */
export function shiftTimeRange(span: TimeSpan, direction: -1 | 1, asOf: number): TimeRangeChoice {
  const length = span.to - span.from;
  const to = Math.min(span.to + direction * length, Math.max(asOf, span.to));
  return { kind: 'absolute', from: to - length, to };
}

/**
 * The span `factor` times as long around its middle, out to whole slots and at least two of them; none of it after `asOf`.
 */
export function scaleTimeRange({ from, to }: TimeSpan, factor: number, slotMs: number, asOf: number): TimeSpan {
  const slots = Math.max(2, Math.round(((to - from) / slotMs) * factor));
  const start = Math.floor(((from + to) / 2 - (slots / 2) * slotMs) / slotMs) * slotMs;
  const end = Math.min(start + slots * slotMs, Math.max(asOf, to));
  return { from: end - slots * slotMs, to: end };
}

/** The span of a range as the API takes it. */
export const spanOf = ({ from, to }: { readonly from: string; readonly to: string }): TimeSpan => ({
  from: Date.parse(from),
  to: Date.parse(to),
});

/** RFC 3339 to the second, as the API and the address write it. */
export const toIso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** Length of an interval of the API's series: one slot, or an hour. */
export type Resolution = 'TEN_MINUTES' | 'HOUR';

/** More points than this are asked for as hours: a chart could not show them. */
const mostSlots = 1_200;

/** The API calls one point a slot "ten minutes", whatever the slots' length is here. */
export const resolutionOf = ({ from, to }: TimeSpan, slotMs: number, most = mostSlots): Resolution =>
  (to - from) / slotMs > most ? 'HOUR' : 'TEN_MINUTES';

/** Milliseconds from one point of a series to the next. */
export const stepMsOf = (resolution: Resolution, slotMs: number): number => (resolution === 'HOUR' ? hour : slotMs);
