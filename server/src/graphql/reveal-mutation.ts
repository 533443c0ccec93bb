/** The mutation that tells the number behind a pseudonym. */
import { mostRevealedAtOnce } from '../privacy/number-desk.ts';
import type { SubscriberRow } from '../history/history.ts';
import { checkedText, longestText } from './act-input.ts';
import { builder } from './builder.ts';
import { clientError } from './errors.ts';
import { SubscriberNotFoundRef, type SubscriberNotFound } from './expected-error.ts';
import { keyOfNode } from './node.ts';
import { SubscriberRef } from './object-refs.ts';

interface RevealedSubscriber {
  readonly subscriber: SubscriberRow;
  readonly number: string | null;
}

const leastReason = 3;

const RevealSubscriberInputRef = builder.inputType('RevealSubscriberInput', {
  description: 'Whose number is asked for, and why.',
  fields: (t) => ({
    subscriber: t.id({ required: true, description: 'The `id` of the subscriber.' }),
    reason: t.string({
      required: true,
      description: `Why; ${leastReason} to ${longestText} characters. It is kept in the audit.`,
    }),
  }),
});

const RevealSubscriberPayloadRef = builder.objectRef<RevealedSubscriber>('RevealSubscriberPayload').implement({
  description: 'The number behind a pseudonym.',
  fields: (t) => ({
    subscriber: t.field({
      type: SubscriberRef,
      description: 'Whose it is.',
      resolve: ({ subscriber }) => subscriber,
    }),
    number: t.exposeString('number', {
      nullable: true,
      description: "The ISP's own number; null when the key that the pseudonym was made with is not there any more.",
    }),
  }),
});

const RevealSubscriberResultRef = builder.unionType('RevealSubscriberResult', {
  description: 'How it went.',
  types: [RevealSubscriberPayloadRef, SubscriberNotFoundRef],
  resolveType: (result: RevealedSubscriber | SubscriberNotFound) =>
    'code' in result ? 'SubscriberNotFound' : 'RevealSubscriberPayload',
});

builder.mutationField('revealSubscriber', (t) =>
  t.field({
    type: RevealSubscriberResultRef,
    description: `Tells the number behind a subscriber's pseudonym, where there are pseudonyms. Who asked, and why, is kept in the audit; ${mostRevealedAtOnce} at once and one more a minute, beyond is the error RATE_LIMITED.`,
    args: { input: t.arg({ type: RevealSubscriberInputRef, required: true, description: 'Whose, and why.' }) },
    resolve: async (_root, { input }, { numbers, loaders, sealer, actor, from }) => {
      const reason = checkedText('reason', input.reason, leastReason, longestText);
      if (numbers === null)
        throw clientError('BAD_USER_INPUT', 'Subscribers stand under their numbers here: there is nothing to reveal');
      const subscriber = await loaders.subscriber.load(keyOfNode('Subscriber', input.subscriber, sealer) ?? '');
      if (subscriber === null)
        return {
          message: 'There is no subscriber of this id',
          code: 'SUBSCRIBER_NOT_FOUND',
          id: input.subscriber,
        } as const;
      const revealed = numbers.reveal({ actor: actor.name, from }, subscriber.subscriber, reason);
      if (revealed.type === 'revealed') return { subscriber, number: revealed.number };
      const { retryAfterSeconds } = revealed;
      const message = `You asked for more numbers than you may; you may again in ${retryAfterSeconds} s`;
      throw clientError('RATE_LIMITED', message, null, { retryAfterSeconds });
    },
  }),
);
