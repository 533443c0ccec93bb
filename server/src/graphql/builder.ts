/** The Pothos builder: scalars, the context's type, and the defaults that every module of the schema shares. */
import SchemaBuilder from '@pothos/core';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { ApiContext } from './context.ts';
import { formatDuration } from './duration.ts';
import {
  formatByteCount,
  formatDateTime,
  parseByteCount,
  parseByteCountLiteral,
  parseDateTime,
  parseDateTimeLiteral,
} from './scalars.ts';

interface SchemaTypes {
  Context: ApiContext;
  DefaultFieldNullability: false;
  Scalars: {
    DateTime: { Input: EpochSeconds; Output: EpochSeconds };
    ByteCount: { Input: number; Output: number };
    Duration: { Input: never; Output: number };
    ID: { Input: string; Output: string };
  };
}

export const builder = new SchemaBuilder<SchemaTypes>({ defaultFieldNullability: false });

builder.scalarType('DateTime', {
  description:
    "A moment as RFC 3339 text, shown in UTC with whole seconds, such as `2024-01-01T00:10:00Z`. The clock of the data is taken as it stands: the devices' files name no zone. Input needs an offset; a fraction of a second is cut off.",
  serialize: formatDateTime,
  parseValue: (given) => parseDateTime(given),
  parseLiteral: parseDateTimeLiteral,
});

builder.scalarType('ByteCount', {
  description:
    'A volume in whole bytes, always a string of decimal digits, because a JSON number loses digits above 2^53. As input too: `"5000000000"`, at most 2^53 - 1.',
  serialize: formatByteCount,
  parseValue: (given) => parseByteCount(given),
  parseLiteral: parseByteCountLiteral,
});

builder.scalarType('Duration', {
  description:
    'A length of time as ISO 8601 text in days of 24 hours, hours, minutes and whole seconds, such as `PT10M` or `P1DT2H`. Never an input.',
  serialize: (seconds) => formatDuration(seconds),
});

builder.queryType({
  description: 'Everything that can be asked. All times are on the clock of the data; all lists are keyset-paged.',
});
builder.mutationType({
  description:
    'What people decide about anomalies, each with who, when and why, kept for ever. Who is whoever logged in, or whose key it is; on a machine without accounts the HTTP header `x-tidewatch-actor`, or the same key of `connection_init`, and `local` without it.',
});
builder.subscriptionType({
  description:
    'What happens from now on. Each client has its own bounded queue; a field says what a slow reader loses.',
});
