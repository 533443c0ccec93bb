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

/** In units that stay what they are whatever the length of a slot; `ruleFor` turns them into what the detector works with. */
export const ruleParameters = {
  minHistoryHours: {
    default: 24,
    lowest: 1,
    highest: 720,
    unit: 'hours',
    meaning: 'time with traffic of a subscriber before he is judged',
  },
  doubtHours: {
    default: 24,
    lowest: 0,
    highest: 720,
    unit: 'hours',
    meaning: 'the spread counts 1 + this / the time learned from: twice after a day, a seventh more after a week',
  },
  zOutside: {
    default: 3,
    lowest: 1,
    highest: 50,
    unit: 'spreads',
    meaning: 'a slot further above the usual rate is outside; the drawn band has the same width',
  },
  zSuspicious: {
    default: 2,
    lowest: 0.5,
    highest: 50,
    notAbove: 'zOutside',
    unit: 'spreads',
    meaning: 'a slot further above the usual rate is learned from more slowly, and is not quiet',
  },
  slotsToOpen: {
    default: 3,
    lowest: 1,
    highest: 144,
    whole: true,
    unit: 'slots',
    meaning: 'in a row outside, in the same direction, before an anomaly is opened',
  },
  slotsToClose: {
    default: 3,
    lowest: 1,
    highest: 144,
    whole: true,
    unit: 'slots',
    meaning: 'in a row quiet before an anomaly is closed',
  },
  forgetRunAfterMinutes: {
    default: 60,
    lowest: 1,
    highest: 10_080,
    unit: 'minutes',
    meaning: 'without an observation that end an anomaly, or what was about to become one',
  },
  minExcessBytesPerSecond: {
    default: 12_500,
    lowest: 0,
    highest: 1_000_000_000,
    unit: 'bytes per second',
    meaning: 'a slot counts as outside only if it lies this much above the usual rate as well',
  },
  halfLifeDays: {
    default: 3,
    lowest: 0.25,
    highest: 90,
    unit: 'days',
    meaning: 'over which what was learned loses half its weight',
  },
  suspiciousLearning: {
    default: 0.1,
    lowest: 0,
    highest: 1,
    unit: 'share',
    meaning: 'how fast a suspicious slot is learned from, of the normal speed',
  },
  rateOffsetBytesPerSecond: {
    default: 1000,
    lowest: 1,
    highest: 1_000_000,
    unit: 'bytes per second',
    meaning: 'added to a rate before its logarithm is taken, so that idling is no event',
  },
  minSpread: {
    default: 0.05,
    lowest: 0.001,
    highest: 2,
    unit: 'share',
    meaning: 'least spread of the rate, however steady a subscriber is: 0.05 is 5 %',
  },
  minCoveredShare: {
    default: 0.1,
    lowest: 0.01,
    highest: 1,
    unit: 'share',
    meaning: 'of a slot that sessions must cover, or it is no observation',
  },
  clipSpreads: {
    default: 3,
    lowest: 0.5,
    highest: 1000,
    unit: 'spreads',
    meaning: 'a deviation counts at most this much when it is learned from',
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
