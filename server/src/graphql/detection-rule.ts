/** DetectionRule, the numbers by which slots are judged, for whoever draws or explains a judgement. */
import { ruleParameterList, type RuleParameter } from '../domain/rule-parameters.ts';
import type { Rule } from '../domain/rule.ts';
import { bandEdge } from '../domain/trace.ts';
import { builder } from './builder.ts';

interface ParameterValue extends RuleParameter {
  readonly name: string;
  readonly value: number;
}

const RuleParameterRef = builder.objectRef<ParameterValue>('RuleParameter');
RuleParameterRef.implement({
  description: 'One number of the rule, as a rule file gives it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its key in a rule file.' }),
    value: t.exposeFloat('value', { description: 'Its value in the rule.' }),
    default: t.exposeFloat('default', { description: 'Its value when a rule file leaves it out.' }),
    lowest: t.exposeFloat('lowest', { description: 'The least value that a rule file may give.' }),
    highest: t.exposeFloat('highest', { description: 'The largest value that a rule file may give.' }),
    unit: t.exposeString('unit', { description: 'Unit of its values.' }),
    meaning: t.exposeString('meaning', { description: 'What it does.' }),
  }),
});

const DetectionRuleRef = builder.objectRef<Rule>('DetectionRule');
DetectionRuleRef.implement({
  description: 'The numbers by which each slot of a subscriber is judged.',
  fields: (t) => ({
    version: t.exposeString('version', {
      description: 'The same for two rules that mean the same. Each anomaly has that of the rule that opened it.',
    }),
    parameters: t.field({
      type: [RuleParameterRef],
      description: 'Every number of the rule.',
      resolve: ({ settings }) => ruleParameterList.map(([name, one]) => ({ name, value: settings[name], ...one })),
    }),
    outsideAbove: t.float({
      description:
        'A slot is outside what is usual where `zUp` or `zDown` of its BaselinePoint is above this; the upper edge of the expected band lies at it, in a UsualTrafficPoint too.',
      resolve: () => bandEdge,
    }),
    networkLearningDays: t.int({
      description: 'Days of data before anybody is judged.',
      resolve: ({ settings }) => settings.networkLearningDays,
    }),
    subscriberLearningDays: t.int({
      description: 'Days with traffic of a subscriber before he is judged.',
      resolve: ({ settings }) => settings.subscriberLearningDays,
    }),
  }),
});

builder.queryField('detectionRule', (t) =>
  t.field({
    type: DetectionRuleRef,
    description: 'The rule that is running.',
    resolve: (_root, _args, { baseline }) => baseline.rule,
  }),
);
