/** GraphQL over HTTP: Yoga with our schema, context, limits and errors. The WebSocket side goes through the same plugins. */
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import { createYoga, type YogaInitialContext } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Metrics } from '../telemetry/metrics.ts';
import type { DeviceScope, Principal } from '../access/policy.ts';
import { createAccessRule, unknownSender, type SenderContext } from './access-rule.ts';
import { createAuditPlugin, type Auditing } from './audited.ts';
import { createContext } from './context.ts';
import { createErrorMask } from './error-mask.ts';
import { maskError } from './errors.ts';
import { createOperationLimits } from './limits.ts';
import { createOperationMetrics, refused } from './operation-metrics.ts';
import type { ApiPorts } from './ports.ts';
import { actorKey, actorOfHeader } from './request-actor.ts';
import { schema } from './schema.ts';
import { createCostPlugin, type CostLimit } from './cost-limit.ts';
import { createTimeLimit } from './time-limit.ts';
import { createTrustedDocuments, type TrustedDocuments } from './trusted-documents.ts';
import { AnswerGroups } from './answer-groups.ts';
import { useAnswerGroups } from './grouped-subscription.ts';

export const graphqlPath = '/graphql';
/** A GET must carry it: a browser then asks before another site's page can send one. */
export const csrfHeader = 'x-graphql-yoga-csrf';

export interface GraphqlOptions {
  /** What there is to see for who is limited to these devices. */
  readonly scopes: (devices: DeviceScope) => ApiPorts;
  /** Those of the dashboard. */
  readonly documents: TrustedDocuments;
  readonly costLimit: CostLimit;
  /** Of a query or mutation. */
  readonly timeLimitMs: number;
  /** Null when nothing is kept of it. */
  readonly auditing: Auditing | null;
  readonly log: Logger;
  readonly metrics: Metrics;
}

type Sender = YogaInitialContext & Partial<SenderContext> & { readonly actor?: Principal };

/** The WebSocket side knows who acts; over HTTP a header may say it. */
function callerOf({ request, principal, actor }: Sender): Principal {
  if (actor !== undefined) return actor;
  if (principal === undefined) throw unknownSender();
  return actorOfHeader(principal, request.headers.get(actorKey));
}

export function createGraphql({ scopes, documents, costLimit, timeLimitMs, auditing, log, metrics }: GraphqlOptions) {
  const masked = createErrorMask(log);
  const groups = new AnswerGroups({ masked, onExecuted: () => metrics.graphqlEventAnswers.inc() });
  const yoga = createYoga<SenderContext>({
    schema,
    graphqlEndpoint: graphqlPath,
    context: (initial) => {
      const actor = callerOf(initial);
      const seen = scopes(actor.devices);
      const { from } = initial;
      const who = { actor: actor.name, from };
      return createContext(auditing === null ? seen : auditing.looks.watched(seen, who), actor, from);
    },
    maskedErrors: { maskError, errorMessage: 'Unexpected error.' },
    logging: createYogaLog(log),
    plugins: [
      useCSRFPrevention({ requestHeaders: [csrfHeader] }),
      createCostPlugin(costLimit, () => metrics.graphqlOperations.inc(refused)),
      ...(auditing === null ? [] : [createAuditPlugin(auditing)]),
      createTimeLimit(timeLimitMs),
      createTrustedDocuments(documents),
      ...createOperationLimits(() => metrics.graphqlOperations.inc(refused)),
      createAccessRule(() => metrics.graphqlOperations.inc(refused)),
      createOperationMetrics(metrics),
      useAnswerGroups(groups, masked),
    ],
    batching: false,
    multipart: false,
    // The HTTP server in front does these: CORS for all paths alike, GraphiQL from our own origin, the size of a body.
    cors: false,
    graphiql: false,
    landingPage: false,
    maxRequestBodySize: false,
  });
  return { yoga, groups, masked, documents, costLimit };
}

export type Graphql = ReturnType<typeof createGraphql>;

/** Yoga tells of an unexpected error twice; it is logged once. */
function createYogaLog(log: Logger) {
  const seen = new WeakSet<object>();
  const isNew = (error: unknown): boolean => {
    if (typeof error !== 'object' || error === null) return true;
    const isFirst = !seen.has(error);
    seen.add(error);
    return isFirst;
  };
  return {
    debug: () => undefined,
    info: (...texts: unknown[]) => log.info(texts.join(' ')),
    warn: (...texts: unknown[]) => log.warn(texts.join(' ')),
    error: (error: unknown) => {
      if (isNew(error)) log.error({ err: error }, 'Unexpected error in a GraphQL operation');
    },
  };
}
