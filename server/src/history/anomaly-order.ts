/** Orders of the list of anomalies, by what never changes after the detection: a row that moved would be missed, or met twice. */
import { severities } from '../domain/anomaly.ts';
import type { AnomalyKey } from './history.ts';
import type { KeyColumn } from './keyset.ts';

export type AnomalyOrderField = 'detectedAt' | 'openedAt' | 'score' | 'severity';

/** The first decides, the next among equals; the id, ascending, at last. */
export type AnomalyOrder = readonly { readonly field: AnomalyOrderField; readonly descending: boolean }[];

export const newestFirst: AnomalyOrder = [{ field: 'detectedAt', descending: true }];

/** JSON knows no infinity, so a key has no score beyond this one. */
const highestScore = Number.MAX_VALUE;

const severityList = severities.map((severity) => `'${severity}'`).join(', ');

const columns: Readonly<Record<AnomalyOrderField, Omit<KeyColumn, 'descending'>>> = {
  detectedAt: { expression: 'detected_at', type: 'UInt32' },
  openedAt: { expression: 'opened_at', type: 'UInt32' },
  score: { expression: `least(score, ${highestScore})`, type: 'Float64' },
  severity: { expression: `indexOf([${severityList}], severity)`, type: 'UInt8' },
};

export function keyColumns(order: AnomalyOrder): KeyColumn[] {
  const ofOrder = order.map(({ field, descending }) => ({ ...columns[field], descending }));
  return [...ofOrder, { expression: 'id', type: 'String', descending: false }];
}

/** Throws for a key without a value of the order. */
export function keyValues(key: AnomalyKey, order: AnomalyOrder): (string | number)[] {
  return [...order.map(({ field }) => keyValue(key, field)), key.id];
}

function keyValue(key: AnomalyKey, field: AnomalyOrderField): string | number {
  const value = key[field];
  if (value === undefined) throw new Error(`The key has no ${field}, by which the list is ordered`);
  if (typeof value === 'string') return severities.indexOf(value) + 1;
  // As text: the embedded engine's client refuses whole numbers above 2^53.
  return field === 'score' ? String(Math.min(value, highestScore)) : value;
}

/** A key with the values of the order alone. */
export function keyOf({ detectedAt, id, ...rest }: Required<AnomalyKey>, order: AnomalyOrder): AnomalyKey {
  const has = (wanted: AnomalyOrderField): boolean => order.some(({ field }) => field === wanted);
  return {
    detectedAt,
    id,
    ...(has('openedAt') && { openedAt: rest.openedAt }),
    ...(has('score') && { score: Math.min(rest.score, highestScore) }),
    ...(has('severity') && { severity: rest.severity }),
  };
}
