/** The parameters of the detection rule: one table, from which the rule file, its checks and its documentation follow. */

export interface RuleParameter {
  readonly default: number;
  readonly lowest: number;
  readonly highest: number;
  /** Only whole numbers. */
  readonly whole?: true;
  /** The parameter that this one must not exceed. */
  readonly notAbove?: string;
  readonly unit: string;
  /** What it does, as the rest of a sentence that its name begins. */
  readonly meaning: string;
}

const chance = { lowest: 1e-12, highest: 0.5, unit: 'chance' } as const;

/** In units that stay what they are whatever the length of a slot; `ruleFor` turns them into what the detector works with. */
export const ruleParameters = {
  networkLearningDays: {
    default: 4,
    lowest: 1,
    highest: 60,
    whole: true,
    unit: 'days',
    meaning: 'of data before anybody is judged: until then it is learned how far subscribers stray by themselves',
  },
  subscriberLearningDays: {
    default: 1,
    lowest: 1,
    highest: 60,
    whole: true,
    unit: 'days',
    meaning: 'with traffic of a subscriber before he is judged',
  },
  rememberedDays: {
    default: 10,
    lowest: 2,
    highest: 60,
    whole: true,
    unit: 'days',
    meaning: 'his highest values of so many days, and of as many before, are what he is measured by',
  },
  halfLifeDays: {
    default: 28,
    lowest: 0.25,
    highest: 365,
    unit: 'days',
    meaning: 'over which what is learned of his usual level loses half its weight',
  },
  volumeChancePerDay: {
    ...chance,
    default: 2.5e-4,
    meaning: 'that a usual subscriber exceeds the threshold of a takeover on a day',
  },
  uploadShareChancePerDay: {
    ...chance,
    default: 2.5e-4,
    meaning: 'that a usual subscriber exceeds the threshold of an upload surge on a day',
  },
  burstChancePerDay: {
    ...chance,
    default: 1e-6,
    meaning: 'that a usual subscriber exceeds the threshold of a single burst on a day',
  },
  silenceChancePerDay: {
    ...chance,
    default: 1e-5,
    meaning: 'that a usual subscriber is silent for longer than the threshold on a day',
  },
  uploadSurgeMinutes: {
    default: 150,
    lowest: 10,
    highest: 10_080,
    unit: 'minutes',
    meaning: 'that an upload must go on before it is an upload surge: a backup is over by then',
  },
  burstFactor: {
    default: 13,
    lowest: 2,
    highest: 10_000,
    unit: 'times',
    meaning: 'the mean upload rate, above which one slot alone can be a burst',
  },
  repeatedBurstFactor: {
    default: 6,
    lowest: 1.5,
    highest: 10_000,
    notAbove: 'burstFactor',
    unit: 'times',
    meaning: 'the mean upload rate, above which two slots of a day that are apart are a burst',
  },
  silenceMinutes: {
    default: 60,
    lowest: 10,
    highest: 10_080,
    unit: 'minutes',
    meaning: 'that a connected subscriber must be silent at least before it is told of',
  },
  silenceShare: {
    default: 0.03,
    lowest: 0,
    highest: 0.5,
    unit: 'share',
    meaning: 'of the usual rate, below which a slot is silent',
  },
  minExcessBytesPerSecond: {
    default: 1000,
    lowest: 0,
    highest: 1_000_000_000,
    unit: 'bytes per second',
    meaning: 'that an upload must lie above the usual rate, however steady the subscriber is',
  },
  acknowledgementShare: {
    default: 0.03,
    lowest: 0,
    highest: 0.5,
    unit: 'share',
    meaning: 'of the download: an upload below it is what downloading causes by itself, and no sign of a takeover',
  },
  mixTolerance: {
    default: 0.2,
    lowest: 0,
    highest: 5,
    unit: 'log units',
    meaning: 'by which the download may have grown more than the upload in what is called a takeover',
  },
  returnHours: {
    default: 6,
    lowest: 0,
    highest: 168,
    unit: 'hours',
    meaning: 'after an absence in which nothing is opened: what comes back from an outage comes back with a rush',
  },
  crowdShare: {
    default: 0.02,
    lowest: 0.0001,
    highest: 1,
    unit: 'share',
    meaning: 'of the subscribers of a device, above which what happens to all of them at once opens nothing',
  },
  closeMinutes: {
    default: 60,
    lowest: 10,
    highest: 10_080,
    unit: 'minutes',
    meaning: 'in a row as usual before an anomaly is closed',
  },
  forgetRunAfterMinutes: {
    default: 120,
    lowest: 10,
    highest: 10_080,
    unit: 'minutes',
    meaning: 'without an observation that close an anomaly',
  },
  suspiciousLearning: {
    default: 0.1,
    lowest: 0,
    highest: 1,
    unit: 'share',
    meaning: 'how fast a suspicious slot is learned from, of the normal speed',
  },
  rateOffsetBytesPerSecond: {
    default: 500,
    lowest: 1,
    highest: 1_000_000,
    unit: 'bytes per second',
    meaning: 'added to a rate before its logarithm is taken, so that idling is no event',
  },
  meanOffsetShare: {
    default: 0.15,
    lowest: 0,
    highest: 10,
    unit: 'share',
    meaning: 'of the mean rate, added as well: how deep a quiet hour counts',
  },
  minCoveredShare: {
    default: 0.1,
    lowest: 0.01,
    highest: 1,
    unit: 'share',
    meaning: 'of a slot that sessions must cover, or it is no observation',
  },
  alertsPerMillionPerDay: {
    default: 100,
    lowest: 0,
    highest: 1_000_000,
    unit: 'alerts',
    meaning: 'a day for each million subscribers, at least one: further anomalies are kept, and held back',
  },
} as const satisfies Readonly<Record<string, RuleParameter>>;

export type RuleParameterName = keyof typeof ruleParameters;

/** A whole rule as a rule file says it: a value for every parameter. */
export type RuleSettings = { readonly [Name in RuleParameterName]: number };

/** Every parameter with its name, in the order of the table. */
export const ruleParameterList = Object.entries(ruleParameters) as [RuleParameterName, RuleParameter][];

/** Asks for a value for every parameter. */
export function ruleSettingsOf(valueOf: (name: RuleParameterName) => number): RuleSettings {
  return Object.fromEntries(ruleParameterList.map(([name]) => [name, valueOf(name)])) as unknown as RuleSettings;
}

export const defaultRuleSettings: RuleSettings = ruleSettingsOf((name) => ruleParameters[name].default);
