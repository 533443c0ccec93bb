/** The search box: from what somebody has at hand to the subscriber, device or anomaly that it names. */
import { may } from '../access/policy.ts';
import type { SubscriberRow } from '../history/history.ts';
import { builder } from './builder.ts';
import type { ApiContext } from './context.ts';
import { listDevices } from './device-list.ts';
import { clientError } from './errors.ts';
import { checkFewRows, fewRowsArgument } from './few-rows.ts';
import { findNode, identityOf, type NodeRow } from './node.ts';
import { AnomalyRef, PsxDeviceRef, SubscriberRef } from './object-refs.ts';
import type { MuteState } from '../history/triage-history.ts';

const longestText = 255;

const SearchResultRef = builder.unionType('SearchResult', {
  description: 'Something that a text names.',
  types: [SubscriberRef, PsxDeviceRef, AnomalyRef],
  resolveType: (row) => identityOf(row)[0],
});

/** Throws BAD_USER_INPUT for a text that can't name anything. */
function checkText(given: string): string {
  const text = given.trim();
  if (text !== '' && text.length <= longestText) return text;
  const what = text === '' ? 'is empty' : `has ${text.length} characters`;
  throw clientError('BAD_USER_INPUT', `The argument "text" ${what}; expected 1 to ${longestText} characters`);
}

/** A mute has no name: it is found by its id alone, as a node. */
type Found = Exclude<NodeRow, MuteState>;

/** What the text names exactly, then what only begins with it: devices, of which there are few, before subscribers. */
async function find(text: string, first: number, context: ApiContext): Promise<Found[]> {
  const { history, loaders } = context;
  const [ofNumber, subscriber, anomaly, node, devices, subscribers] = await Promise.all([
    findByNumber(text, context),
    loaders.subscriber.load(text),
    loaders.anomaly.load(text.toLowerCase()),
    findNode(text, context),
    listDevices(context),
    history.listSubscribers({ search: text }, { limit: first }),
  ]);
  const found = [
    ...ofNumber,
    subscriber,
    devices.find(({ device }) => device === text) ?? null,
    anomaly,
    node !== null && 'mute' in node ? null : node,
    ...devices.filter(({ device }) => device.startsWith(text)),
    ...subscribers,
  ].filter((row) => row !== null);
  const distinct = new Map(found.toReversed().map((row) => [identityOf(row).join(':'), row]));
  return [...distinct.values()].toReversed().slice(0, first);
}

/** Where subscribers stand under pseudonyms, for who may learn their numbers; that he did is noted. */
async function findByNumber(number: string, { numbers, loaders, actor, from }: ApiContext): Promise<SubscriberRow[]> {
  if (numbers === null || !may(actor, 'reveal')) return [];
  const rows = await Promise.all(numbers.pseudonymsOf(number).map((one) => loaders.subscriber.load(one)));
  const found = rows.filter((row) => row !== null);
  numbers.foundByNumber(
    { actor: actor.name, from },
    found.map(({ subscriber }) => subscriber),
  );
  return found;
}

builder.queryField('search', (t) =>
  t.field({
    type: [SearchResultRef],
    description:
      'What a text names: first the subscriber with this number, the device with this name, and the anomaly with this id (as here, or as the replay writes it); then devices and subscribers that begin with it, by name and by number as text. Where subscribers stand under pseudonyms, these take the place of numbers, and who may reveal numbers finds a subscriber by his whole number too.',
    args: {
      text: t.arg.string({
        required: true,
        description: `1 to ${longestText} characters, blanks around them left out; anything else is the error BAD_USER_INPUT.`,
      }),
      ...fewRowsArgument('results', 10),
    },
    resolve: (_root, { text, first }, context) => find(checkText(text), checkFewRows(first), context),
  }),
);
