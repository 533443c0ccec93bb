/** What an anomaly can turn out to be. */
import type { Verdict } from '#lib/graphql/generated/graphql.ts';

export const verdicts: Readonly<Record<Verdict, string>> = {
  INFECTED: 'Infected',
  BACKUP: 'Backup',
  SERVER: 'Server',
  SPEED_TEST: 'Speed test',
  OTHER_BENIGN: 'Other benign',
  DATA_FAULT: 'Data fault',
};
