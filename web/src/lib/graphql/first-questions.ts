/** What the first picture shows of the server's answers, and is therefore asked before the code of the page is there. */
import { readTimeRange, resolveTimeRange, toIso } from '#lib/time-range/time-range.ts';
import { askEarly } from './early.ts';
import {
  AnomaliesDocument,
  IngestStatusDocument,
  SubscriberDocument,
  SubscriberPageDocument,
} from './generated/graphql.ts';
import type { IngestStatusQuery } from './generated/graphql.ts';

/** The list of what is wrong now: it takes this answer only when it asks the very same, in the same order. */
export const openNow = {
  filter: { status: 'OPEN' },
  orderBy: [{ field: 'DETECTED_AT', direction: 'DESC' }],
  first: 200,
  after: null,
} as const;

export function askFirstQuestions({ pathname, search }: Pick<Location, 'pathname' | 'search'>): void {
  const status = askEarly(IngestStatusDocument, {});
  if (pathname === '/') void askEarly(AnomaliesDocument, { ...openNow, orderBy: [...openNow.orderBy] });
  const [, subscriber] = /^\/subscribers\/([^/%]+)$/.exec(pathname) ?? [];
  if (subscriber === undefined) return;
  void askEarly(SubscriberDocument, { id: subscriber });
  void status.then(({ data }) => askForCharts(subscriber, search, data));
}

/** Over the range that the page will choose, once it is known how far the data reaches. */
function askForCharts(id: string, search: string, status: IngestStatusQuery | undefined): void {
  if (!status?.ingest.dataAsOf) return;
  const choice = readTimeRange(new URLSearchParams(search));
  const { from, to } = resolveTimeRange(choice, Date.parse(status.ingest.dataAsOf));
  void askEarly(SubscriberPageDocument, { id, timeRange: { from: toIso(from), to: toIso(to) } });
}
