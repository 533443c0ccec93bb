/** Relay's Node: one opaque id for everything that can be fetched again, and the two fields that fetch it. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { SubscriberRow } from '../history/history.ts';
import { builder } from './builder.ts';
import type { ApiContext } from './context.ts';
import type { PsxDeviceRow } from './device-list.ts';
import { clientError } from './errors.ts';

export type NodeRow = SubscriberRow | PsxDeviceRow | Anomaly;

const mostIds = 500;

/** The name of the row's type and its key in history. */
export function identityOf(row: NodeRow): readonly [type: 'Anomaly' | 'Subscriber' | 'PsxDevice', key: string] {
  if ('kind' in row) return ['Anomaly', row.id];
  if ('subscriber' in row) return ['Subscriber', row.subscriber];
  return ['PsxDevice', row.device];
}

/** Null for an id that nobody made here, and for a row that is gone. */
export async function findNode(id: string, { loaders, sealer }: ApiContext): Promise<NodeRow | null> {
  const [, type, key] = /^(\w+):(.*)$/s.exec(sealer.open('node', id) ?? '') ?? [];
  if (key === undefined) return null;
  if (type === 'Anomaly') return loaders.anomaly.load(key);
  if (type === 'Subscriber') return loaders.subscriber.load(key);
  if (type === 'PsxDevice') return loaders.device.load(key);
  return null;
}

export const NodeRef = builder.interfaceRef<NodeRow>('Node');
NodeRef.implement({
  description: 'Something that has an id of its own and can be fetched again by it.',
  resolveType: (row) => identityOf(row)[0],
  fields: (t) => ({
    id: t.id({
      description:
        'Opaque, unique among all nodes, the same after a restart. Give it to `node` to fetch this object again.',
      resolve: (row, _args, { sealer }) => sealer.seal('node', identityOf(row).join(':')),
    }),
  }),
});

builder.queryFields((t) => ({
  node: t.field({
    type: NodeRef,
    nullable: true,
    description: 'The object with this id; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of any node.' }) },
    resolve: (_root, { id }, context) => findNode(id, context),
  }),
  nodes: t.field({
    type: [NodeRef],
    nullable: { list: false, items: true },
    description: `The objects with these ids, in the order of the ids; null for each that does not exist. At most ${mostIds} ids, more is the error PAGE_TOO_LARGE.`,
    args: { ids: t.arg.idList({ required: true, description: 'The `id`s of any nodes.' }) },
    resolve: (_root, { ids }, context) => {
      if (ids.length > mostIds)
        throw clientError('PAGE_TOO_LARGE', `${ids.length} ids given; at most ${mostIds} are answered`);
      return Promise.all(ids.map((id) => findNode(id, context)));
    },
  }),
}));
