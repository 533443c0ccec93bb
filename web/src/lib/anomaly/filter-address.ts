/** The filter of the anomaly list in the address: `?status=OPEN&severity=CRITICAL,WARNING&kind=UPLOAD_SURGE&alerted=yes&device=62.0&subscriber=ID&suppressed=1`. */
import type { AnomalyFilter } from '#lib/graphql/generated/graphql.ts';
import { alertedLabels, kindLabels, severityLabels, statusLabels } from '#lib/text/anomaly-labels.ts';

interface Parameters {
  get(name: string): string | null;
}

/** The values of a list in the address that exist; an unknown one is passed over. */
function listOf<Value extends string>(text: string | null, known: Readonly<Record<Value, string>>): Value[] {
  return (text ?? '').split(',').filter((value): value is Value => Object.hasOwn(known, value));
}

/** What cannot be read counts as not given. */
export function readAnomalyFilter(parameters: Parameters): AnomalyFilter {
  const [status] = listOf(parameters.get('status'), statusLabels);
  const severities = listOf(parameters.get('severity'), severityLabels);
  const kinds = listOf(parameters.get('kind'), kindLabels);
  const [alerted] = listOf(parameters.get('alerted'), alertedLabels);
  const device = parameters.get('device');
  const subscriber = parameters.get('subscriber');
  return {
    ...(status && { status }),
    ...(severities.length > 0 && { severities }),
    ...(kinds.length > 0 && { kinds }),
    ...(alerted && { alerted: alerted === 'yes' }),
    ...(device && { device }),
    ...(subscriber && { subscriber }),
    ...(parameters.get('suppressed') === '1' && { includeSuppressed: true }),
  };
}

/** The list with the value taken out if it was in, put in if it was not; null when nothing is left. */
export function toggled<Value extends string>(values: readonly Value[], value: Value): string | null {
  const next = values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
  return next.length > 0 ? next.join(',') : null;
}
