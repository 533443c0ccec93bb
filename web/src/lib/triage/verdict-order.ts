/** The verdicts as they stand beside each other, and under the digits: the worst first, then the benign ones. */
import type { Verdict } from '#lib/graphql/generated/graphql.ts';

export const verdictOrder: readonly Verdict[] = [
  'INFECTED',
  'BACKUP',
  'SERVER',
  'SPEED_TEST',
  'OTHER_BENIGN',
  'DATA_FAULT',
];
