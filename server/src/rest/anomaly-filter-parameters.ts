/** The filters of anomalies as query parameters, for the rows and for the stream: a new one is one line of the table. */
import * as v from 'valibot';
import { nameOfSubscriber } from '../graphql/node.ts';
import type { Sealer } from '../graphql/sealed-text.ts';
import { anomalyKinds, severities } from '../domain/anomaly.ts';
import type { AnomalyFilter } from '../history/history.ts';
import { anyOf, single, type Parameter, type ParameterValues } from './parameters.ts';

/** A parameter that sets one field of history's filter. */
type FilterParameter = {
  readonly [Field in keyof AnomalyFilter]-?: Parameter<NonNullable<AnomalyFilter[Field]>> & { readonly field: Field };
}[keyof AnomalyFilter];

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  v.picklist(values, `expected ${values.join(', ')}`);
const text = v.pipe(v.string(), v.nonEmpty('expected a text'));
const flag = v.pipe(
  oneOf(['true', 'false']),
  v.transform((given) => given === 'true'),
  v.boolean(),
);

const fieldParameters = {
  kind: {
    field: 'kinds',
    ...anyOf('Only anomalies of one of these kinds. A kind is a hint, no proof.', oneOf(anomalyKinds)),
  },
  severity: {
    field: 'severities',
    ...anyOf('Only anomalies of one of these severities: how urgent it is.', oneOf(severities)),
  },
  device: {
    field: 'device',
    ...single(
      'Only anomalies of the device of this name, and of subscribers whose traffic went mostly through it.',
      text,
    ),
  },
  subscriber: {
    field: 'subscriber',
    ...single(
      "Only anomalies of the subscriber with this number (the ISP's own), or with this opaque `id` of GraphQL.",
      text,
    ),
  },
  alerted: {
    field: 'alerted',
    ...single("true: only those within the day's budget of alerts; false: only those that were held back.", flag),
  },
} as const satisfies Readonly<Record<string, FilterParameter>>;

export const anomalyFilterParameters = {
  ...fieldParameters,
  include_suppressed: {
    ...single('true: also those that are muted, or like one with a benign verdict; false: without them.', flag),
    fallback: false,
  },
};

/** What the parameters that are given mean for history; of a subscriber the opaque id, too. */
export function toAnomalyFilter(
  values: ParameterValues<typeof anomalyFilterParameters>,
  sealer: Sealer,
): AnomalyFilter {
  const entries = Object.entries(fieldParameters).map(([name, { field }]) => [
    field,
    values[name as keyof typeof values],
  ]);
  const { subscriber, ...filter } = Object.fromEntries(entries) as AnomalyFilter;
  return {
    ...filter,
    ...(subscriber !== undefined && { subscriber: nameOfSubscriber(subscriber, sealer) }),
    suppressed: values.include_suppressed ? undefined : false,
  };
}
