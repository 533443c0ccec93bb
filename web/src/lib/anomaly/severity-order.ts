/** In which order severities stand. */
import type { Severity } from '#lib/graphql/generated/graphql.ts';

/** Most urgent first. */
export const severityOrder: readonly Severity[] = ['CRITICAL', 'WARNING', 'INFO'];
