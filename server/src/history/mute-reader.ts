/** Mutes as they stand after their newest act, newest first. */
import type { FeedPlace } from '../domain/feed-entry.ts';
import type { MuteEvent } from '../domain/suppression.ts';
import type { ActReader } from './act-reader.ts';
import type { Engine } from './engine.ts';
import type { Page } from './history.ts';
import type { MuteFilter, MuteState } from './triage-history.ts';
import { inListOrder, pageSql, type KeyColumn } from './keyset.ts';

const listOrder: readonly KeyColumn[] = [
  { expression: 'toUnixTimestamp(min((at, ordinal)).1)', type: 'UInt32', descending: true },
  { expression: 'min((at, ordinal)).2', type: 'UInt32', descending: true },
];

/** By the newest act. */
const isActive =
  "argMax(active, (at, ordinal)) = 1 AND argMax(until, (at, ordinal)) > toDateTime({activeAt:UInt32}, 'UTC')";

export class MuteReader {
  readonly #engine: Engine;
  readonly #acts: ActReader;

  constructor(engine: Engine, acts: ActReader) {
    this.#engine = engine;
    this.#acts = acts;
  }

  async mutes(ids: readonly string[]): Promise<Map<string, MuteState>> {
    const acts = await this.#acts.muteActs(ids);
    return new Map(Array.from(acts, ([id, ofMute]) => [id, stateAfter(ofMute)]));
  }

  async listMutes({ activeAt }: MuteFilter, page: Page<FeedPlace>): Promise<MuteState[]> {
    const { condition, orderAndLimit, parameters } = pageSql(listOrder, page, ({ at, ordinal }) => [at, ordinal]);
    const rows = await this.#engine.select<{ id: string }>(
      `SELECT suppression AS id FROM acts WHERE anomaly = '' AND suppression != '' GROUP BY suppression
HAVING ${condition} AND ${activeAt === undefined ? '1' : isActive} ORDER BY ${orderAndLimit}`,
      { ...parameters, activeAt: activeAt ?? 0 },
    );
    const ids = inListOrder(rows, page).map(({ id }) => id);
    const found = await this.mutes(ids);
    return ids.flatMap((id) => found.get(id) ?? []);
  }
}

function stateAfter(acts: readonly MuteEvent[]): MuteState {
  const [made, newest] = [acts[0]!, acts.at(-1)!];
  return { mute: made.mute, made, ended: newest.type === 'unmuted' ? newest : null };
}
