/** The whole schema, put together from the modules of its nouns. */
import type { GraphQLSchema } from 'graphql';
import './anomaly-events.ts';
import './anomaly.ts';
import './anomaly-evidence.ts';
import './anomaly-likeness.ts';
import './backtest.ts';
import { builder } from './builder.ts';
import './data-quality.ts';
import './detection-rule.ts';
import './ingest.ts';
import './mute.ts';
import './mute-mutations.ts';
import './node.ts';
import './peer.ts';
import './psx-device.ts';
import './search.ts';
import './statistics.ts';
import './subscriber.ts';
import './subscriber-device.ts';
import './top-talkers.ts';
import './traffic.ts';
import './traffic-update.ts';
import './triage.ts';
import './triage-mutations.ts';
import './undo-mutation.ts';
import './usual-traffic.ts';

export const schema: GraphQLSchema = builder.toSchema();
