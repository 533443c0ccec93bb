/** Words that go with a number: one form for each class of numbers that the language tells apart. */

/** By the names of `Intl.PluralRules`; what has no form of its own takes `other`. */
export type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

export const counted = {
  anomalies: { one: 'anomaly', other: 'anomalies' },
  newAnomalies: { one: 'new anomaly', other: 'new anomalies' },
  cohorts: { one: 'cohort', other: 'cohorts' },
  criticalAnomalies: { one: 'critical anomaly', other: 'critical anomalies' },
  days: { one: 'day', other: 'days' },
  devices: { one: 'device', other: 'devices' },
  events: { one: 'event', other: 'events' },
  files: { one: 'file', other: 'files' },
  hours: { one: 'hour', other: 'hours' },
  mutes: { one: 'mute', other: 'mutes' },
  others: { one: 'other', other: 'others' },
  reasons: { one: 'reason', other: 'reasons' },
  rows: { one: 'row', other: 'rows' },
  slots: { one: 'slot', other: 'slots' },
  subscribers: { one: 'subscriber', other: 'subscribers' },
} as const satisfies Readonly<Record<string, Counted>>;
