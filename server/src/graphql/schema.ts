/** The whole schema, put together from the modules of its nouns. */
import type { GraphQLSchema } from 'graphql';
import './anomaly.ts';
import './backtest.ts';
import { builder } from './builder.ts';
import './detection-rule.ts';
import './ingest.ts';
import './node.ts';
import './psx-device.ts';
import './statistics.ts';
import './subscriber.ts';
import './traffic.ts';
import './traffic-update.ts';

export const schema: GraphQLSchema = builder.toSchema();
