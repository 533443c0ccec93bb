/** The rule as the detector works with it, for slots of one length. */
import { defaultRuleSettings, type RuleSettings } from './rule-parameters.ts';
import { ruleVersion } from './rule-version.ts';
import { defaultSlotSeconds } from './slot.ts';

/** What a person gives in minutes, hours, days and chances, as slots and scores; the rest as the settings say it. */
export interface Rule {
  /** What it was made from, and the version of that: every anomaly carries it. */
  readonly settings: RuleSettings;
  readonly version: string;
  readonly slotsPerDay: number;
  /** A part of the weight is lost with every slot. */
  readonly forgetting: number;
  /** Least scores (-log10 of the chance per day) that open an anomaly. */
  readonly volumeScore: number;
  readonly shareScore: number;
  readonly burstScore: number;
  readonly silenceScore: number;
  readonly surgeSlots: number;
  readonly silentSlots: number;
  readonly returnSlots: number;
  readonly closeSlots: number;
  readonly forgetRunAfterSeconds: number;
  /** A sample covering less of the slot than this is no observation; seconds. */
  readonly minSecondsCovered: number;
  /** Slots of the moving values: an hour, three hours, six hours, and a good half of a day. */
  readonly hourSlots: number;
  readonly threeHourSlots: number;
  readonly sixHourSlots: number;
  readonly longSlots: number;
}

const hourSeconds = 3600;
const daySeconds = 24 * hourSeconds;

/** The one place where what a person gives in minutes, hours and days becomes slots of a length. */
export function ruleFor(slotSeconds: number, settings: RuleSettings = defaultRuleSettings): Rule {
  const slotsIn = (seconds: number): number => Math.max(1, Math.ceil(seconds / slotSeconds));
  const score = (chancePerDay: number): number => -Math.log10(chancePerDay);
  return {
    settings,
    version: ruleVersion(settings),
    slotsPerDay: slotsIn(daySeconds),
    forgetting: 1 - 2 ** (-slotSeconds / (settings.halfLifeDays * daySeconds)),
    volumeScore: score(settings.volumeChancePerDay),
    shareScore: score(settings.uploadShareChancePerDay),
    burstScore: score(settings.burstChancePerDay),
    silenceScore: score(settings.silenceChancePerDay),
    surgeSlots: slotsIn(settings.uploadSurgeMinutes * 60),
    silentSlots: slotsIn(settings.silenceMinutes * 60),
    returnSlots: Math.ceil((settings.returnHours * hourSeconds) / slotSeconds),
    closeSlots: slotsIn(settings.closeMinutes * 60),
    forgetRunAfterSeconds: settings.forgetRunAfterMinutes * 60,
    minSecondsCovered: slotSeconds * settings.minCoveredShare,
    hourSlots: slotsIn(hourSeconds),
    threeHourSlots: slotsIn(3 * hourSeconds),
    sixHourSlots: slotsIn(6 * hourSeconds),
    longSlots: slotsIn(100 * 600),
  };
}

/** For the ten minutes between the snapshots of PSX devices. */
export const defaultRule: Rule = ruleFor(defaultSlotSeconds);
