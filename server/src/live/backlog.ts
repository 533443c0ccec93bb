/** What a follower missed, read from history: how far back it reaches, and page after page of it. */
import { comparePlaces, cursorOf, type FeedEntry, type FeedPlace } from '../domain/feed-entry.ts';
import type { FeedExtent, HistoryReader } from '../history/history.ts';
import type { Gap, GapReason } from './feed-item.ts';
import { GatheredQuestions } from './gathered-questions.ts';

export interface BacklogLimits {
  /** Cursors older than this, on the data's clock, are answered with a gap. */
  readonly retentionDays: number;
  /** A backlog of more entries is answered with a gap. */
  readonly mostEntries: number;
}

const secondsPerDay = 86_400;
/** Of one read; a page is held by its follower until it was taken. */
export const entriesPerPage = 500;

/** The place that everything in history lies before or at. */
export const endOf = async (history: Pick<HistoryReader, 'feedExtent'>): Promise<FeedPlace> =>
  placeOfEnd(await history.feedExtent());

function placeOfEnd({ closedEnd, newest }: FeedExtent): FeedPlace {
  if (newest !== null) return newest;
  return closedEnd === 0 ? { at: 0, ordinal: 0 } : { at: closedEnd - 1, ordinal: 2 ** 32 - 1 };
}

export class Backlog {
  readonly #history: Pick<HistoryReader, 'feedEntries' | 'feedExtent'>;
  readonly #limits: BacklogLimits;
  /** When a thousand clients come back at once, most of them left at the same place. */
  readonly #extents = new GatheredQuestions<FeedExtent>();
  readonly #pages = new GatheredQuestions<readonly FeedEntry[]>();

  constructor(history: Pick<HistoryReader, 'feedEntries' | 'feedExtent'>, limits: BacklogLimits) {
    this.#history = history;
    this.#limits = limits;
  }

  /** The place that everything in history lies before or at. */
  async end(): Promise<FeedPlace> {
    return placeOfEnd(await this.#extents.ask('end', () => this.#history.feedExtent()));
  }

  /** Null when the backlog after the place is whole and not too long. */
  async gapAfter(after: FeedPlace): Promise<Gap | null> {
    const extent = await this.#extents.ask(cursorOf(after), () => this.#history.feedExtent(after));
    const reason = this.#reasonFor(after, extent);
    if (reason === null) return null;
    const cursor = cursorOf(await this.end());
    const why = {
      retention: `lies more than ${this.#limits.retentionDays} days before the newest data`,
      'too-many': `has ${extent.entries} entries after it, and at most ${this.#limits.mostEntries} are told again`,
      replaced: 'is not in history: it ends before, or was replaced',
    }[reason];
    const message = `The cursor "${cursorOf(after)}" ${why}; read the anomalies again, the feed goes on from now`;
    return { type: 'gap', cursor, after: cursorOf(after), reason, message };
  }

  /** The next entries after the place; fewer than `entriesPerPage` when they are the last. */
  page(after: FeedPlace): Promise<readonly FeedEntry[]> {
    return this.#pages.ask(cursorOf(after), () => this.#history.feedEntries(after, entriesPerPage));
  }

  #reasonFor(after: FeedPlace, { closedEnd, entries, newest }: FeedExtent): GapReason | null {
    const isNothing = closedEnd === 0 && after.at === 0;
    const isMissing = after.at === closedEnd && (newest === null || comparePlaces(after, newest) > 0);
    if (!isNothing && (after.at > closedEnd || isMissing)) return 'replaced';
    if (after.at < closedEnd - this.#limits.retentionDays * secondsPerDay) return 'retention';
    return entries > this.#limits.mostEntries ? 'too-many' : null;
  }
}
