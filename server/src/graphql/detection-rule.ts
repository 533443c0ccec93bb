/** DetectionRule, the numbers by which slots are judged, for whoever draws or explains a judgement. */
import type { Rule } from '../domain/rule.ts';
import { builder } from './builder.ts';

const DetectionRuleRef = builder.objectRef<Rule>('DetectionRule');
DetectionRuleRef.implement({
  description: 'The numbers by which each slot of a subscriber is judged.',
  fields: (t) => ({
    outsideAbove: t.exposeFloat('zOutside', {
      description: 'A slot is outside what is usual above this z-score; the edges of the expected band lie at it.',
    }),
    learningSlots: t.exposeInt('minHistorySlots', {
      description: 'Slots with traffic of a subscriber before he is judged.',
    }),
    slotsToOpen: t.exposeInt('slotsToOpen', {
      description: 'Slots outside in a row, in the same direction, before an anomaly is opened.',
    }),
  }),
});

builder.queryField('detectionRule', (t) =>
  t.field({
    type: DetectionRuleRef,
    description: 'The numbers by which each slot of a subscriber is judged.',
    resolve: (_root, _args, { baseline }) => baseline.rule,
  }),
);
