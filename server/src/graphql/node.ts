/** Relay's Node: one opaque id for everything that can be fetched again, and the two fields that fetch it. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { SubscriberRow } from '../history/history.ts';
import type { MuteState } from '../history/triage-history.ts';
import { builder } from './builder.ts';
import type { ApiContext } from './context.ts';
import type { PsxDeviceRow } from './device-list.ts';
import { clientError } from './errors.ts';
import type { Sealer } from './sealed-text.ts';

export type NodeRow = SubscriberRow | PsxDeviceRow | Anomaly | MuteState;
type NodeType = 'Anomaly' | 'Subscriber' | 'PsxDevice' | 'Mute';

const mostIds = 500;

/** The name of the row's type and its key in history. */
export function identityOf(row: NodeRow): readonly [type: NodeType, key: string] {
  if ('mute' in row) return ['Mute', row.mute.id];
  if ('kind' in row) return ['Anomaly', row.id];
  if ('subscriber' in row) return ['Subscriber', row.subscriber];
  return ['PsxDevice', row.device];
}

function openedId(id: string, sealer: Sealer): readonly [type: string, key: string] {
  const [, type = '', key = ''] = /^(\w+):(.*)$/s.exec(sealer.open('node', id) ?? '') ?? [];
  return [type, key];
}

/** The key in history of a row of this type; null for an id that nobody made here, and for one of another type. */
export function keyOfNode(type: NodeType, id: string, sealer: Sealer): string | null {
  const [found, key] = openedId(id, sealer);
  return found === type ? key : null;
}

/** What an address calls a subscriber by: his opaque id, or else what he stands under. */
export const nameOfSubscriber = (given: string, sealer: Sealer): string =>
  keyOfNode('Subscriber', given, sealer) ?? given;

/** Null for an id that nobody made here, and for a row that is gone. */
export async function findNode(id: string, { loaders, sealer }: ApiContext): Promise<NodeRow | null> {
  const [type, key] = openedId(id, sealer);
  if (type === 'Anomaly') return loaders.anomaly.load(key);
  if (type === 'Subscriber') return loaders.subscriber.load(key);
  if (type === 'PsxDevice') return loaders.device.load(key);
  if (type === 'Mute') return loaders.mute.load(key);
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
