/** What a row is called where it is not seen. */
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { whoseOf } from './anomaly-link.ts';
import { kindLabels } from '#lib/text/anomaly-labels.ts';

/** "Upload surge, 4114". */
export const rowName = (row: Pick<AnomalyRowFragment, 'kind' | 'subscriber' | 'device'>): string =>
  `${kindLabels[row.kind]}, ${whoseOf(row)}`;
