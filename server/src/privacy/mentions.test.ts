import { describe, expect, it } from 'vitest';
import { anomalyOf, eventOf } from '../../test/history-commits.ts';
import { untouched } from '../domain/triage.ts';
import type { FeedEntry } from '../domain/feed-entry.ts';
import { mentionsOf } from './mentions.ts';

const at = 1_704_067_200;
const of = (subscriber: string) => anomalyOf({ id: `of ${subscriber}`, subscriber });
const opened = (subscriber: string): FeedEntry => eventOf('opened', at, 0, of(subscriber));
const said = (subscriber: string, comment: string): FeedEntry => ({
  at,
  ordinal: 1,
  type: 'triaged',
  change: 'c',
  actor: 'ann',
  madeAt: at,
  comment,
  anomaly: of(subscriber),
  action: { type: 'commented' },
  after: { ...untouched, version: 1 },
});

describe('what mentions a subscriber', () => {
  it('is of him by any of his names, or is a comment on somebody else that has one as a word', () => {
    const mentions = mentionsOf(['7560', 'p_secret']);
    const entries = [opened('7560'), said('p_secret', ''), said('4114', 'as 7560, yesterday')];
    expect(entries.map(mentions)).toEqual([true, true, true]);
    expect([opened('4114'), said('4114', 'x7560'), said('4114', 'at 17560')].map(mentions)).toEqual(
      Array(3).fill(false),
    );
  });

  it('is no comment on somebody else for a name that is too short to be told from other numbers', () => {
    const mentions = mentionsOf(['7']);
    expect([opened('7'), said('4114', 'until 7')].map(mentions)).toEqual([true, false]);
  });
});
