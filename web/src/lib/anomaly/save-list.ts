/** Reads a whole list of anomalies and hands it to the reader as a file; loaded when that is asked for. */
import type { Client } from '@urql/core';
import { faultOf } from '#lib/graphql/fault.ts';
import { AnomaliesDocument } from '#lib/graphql/generated/graphql.ts';
import type { AnomalyFilter, AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { formatCount, formatCountOf } from '#lib/format/count.ts';
import { anomalyCsvWords } from '#lib/text/anomaly-csv.ts';
import { counted } from '#lib/text/counted.ts';
import { save } from '../export/save.ts';
import type { Order } from './anomaly-order.ts';
import { anomaliesCsv } from './list-csv.ts';

const pageSize = 500;
/** More than this is for the REST routes, which stream any length. */
const mostRows = 10_000;

/** Saves what there is of it, and says how much that was or why it was not. */
export async function saveList(client: Client, filter: AnomalyFilter, orderBy: Order): Promise<string> {
  const words = anomalyCsvWords;
  const rows: AnomalyRowFragment[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, error }: Awaited<ReturnType<typeof askPage>> = await askPage(after);
    if (!data) {
      const { title, detail } = faultOf(error ?? { graphQLErrors: [] });
      return words.failed(title, detail);
    }
    const { edges, pageInfo, totalCount } = data.anomalies;
    rows.push(...edges.map(({ node }) => node));
    if (pageInfo.hasNextPage && rows.length < mostRows) {
      after = pageInfo.endCursor ?? null;
      continue;
    }
    save('tidewatch-anomalies.csv', new Blob([anomaliesCsv(rows)], { type: 'text/csv;charset=utf-8' }));
    const count = formatCountOf(rows.length, counted.anomalies);
    return pageInfo.hasNextPage ? words.cut(count, formatCount(totalCount)) : words.saved(count);
  }

  function askPage(from: string | null) {
    return client.query(AnomaliesDocument, { first: pageSize, after: from, filter, orderBy: [...orderBy] }).toPromise();
  }
}
