/** What Tidewatch's server is compared with: graphql-js over node:http, an equal schema by hand, and nothing else. */
import { createServer } from 'node:http';
import {
  graphql,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  type GraphQLNullableType,
  type GraphQLOutputType,
} from 'graphql';
import { anomalyKinds, severities, type Anomaly } from '../../src/domain/anomaly.ts';
import { listen } from '../../src/http/server.ts';
import type { BenchApi } from './bench-api.ts';
import { rateRows } from './rate-question.ts';

const some = (type: GraphQLNullableType & GraphQLOutputType) => new GraphQLNonNull(type);
const enumOf = (name: string, values: readonly string[]): GraphQLEnumType =>
  new GraphQLEnumType({
    name,
    values: Object.fromEntries(values.map((value) => [value.toUpperCase().replaceAll('-', '_'), { value }])),
  });

const anomaly = new GraphQLObjectType<Anomaly>({
  name: 'Anomaly',
  fields: {
    id: { type: some(GraphQLID) },
    kind: { type: some(enumOf('AnomalyKind', anomalyKinds)) },
    severity: { type: some(enumOf('Severity', severities)) },
    status: {
      type: some(enumOf('AnomalyStatus', ['OPEN', 'CLOSED'])),
      resolve: ({ closedAt }) => (closedAt === null ? 'OPEN' : 'CLOSED'),
    },
    detectedAt: {
      type: some(GraphQLString),
      resolve: ({ detectedAt }) => new Date(detectedAt * 1000).toISOString(),
    },
    peakScore: { type: some(GraphQLFloat) },
    reason: { type: some(GraphQLString) },
  },
});
const edge = new GraphQLObjectType({ name: 'AnomalyEdge', fields: { node: { type: some(anomaly) } } });
const connection = new GraphQLObjectType({
  name: 'AnomalyConnection',
  fields: { edges: { type: some(new GraphQLList(some(edge))) } },
});
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      anomalies: {
        type: some(connection),
        args: { first: { type: GraphQLInt } },
        resolve: (_root, { first }: { first?: number }) =>
          Promise.resolve({ edges: rateRows.slice(0, first ?? 50).map((node) => ({ node })) }),
      },
    },
  }),
});

export async function startPlainServer(): Promise<BenchApi> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string; variables: object };
      void graphql({ schema, source: query, variableValues: { ...variables } }).then((result) => {
        const body = JSON.stringify(result);
        response.writeHead(200, {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': Buffer.byteLength(body),
        });
        response.end(body);
      });
    });
  });
  const port = await listen(server, 0, '127.0.0.1');
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
