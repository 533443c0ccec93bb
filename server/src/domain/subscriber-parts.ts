/** The parts of every subscriber's state, made, grown, saved and restored as one. */
import type { CohortDirectory } from './cohort-directory.ts';
import { ClassHighs } from './class-highs.ts';
import { CohortRates } from './cohort-rates.ts';
import { DayAccount } from './day-account.ts';
import { Evidence } from './evidence.ts';
import { Guards } from './guards.ts';
import { RecordHighs } from './record-highs.ts';
import type { Rule } from './rule.ts';
import { RunTracker } from './run-tracker.ts';
import { columnsOf, withPrefix, type Column } from './saved-state.ts';
import { SpreadClasses } from './spread-class.ts';
import { UploadHabit } from './upload-habit.ts';
import { Usual } from './usual.ts';

/** What is learned of the network, not of one subscriber. */
export interface NetworkState {
  readonly day: number;
  readonly days: number;
  /** Slots with data, and the last of them as slots since 1970. */
  readonly slots: number;
  readonly lastSlot: number;
  readonly usualHotShare: readonly [string, number][];
  readonly rhythm: readonly number[];
  readonly rates: readonly number[];
}

export class SubscriberParts {
  static readonly bytesPerSubscriber =
    Usual.bytesPerSubscriber +
    Evidence.bytesPerSubscriber +
    RecordHighs.bytesPerSubscriber +
    SpreadClasses.bytesPerSubscriber +
    UploadHabit.bytesPerSubscriber +
    Guards.bytesPerSubscriber +
    DayAccount.bytesPerSubscriber +
    RunTracker.bytesPerSubscriber;

  readonly usual: Usual;
  readonly evidence: Evidence;
  readonly highs: RecordHighs;
  readonly spread = new SpreadClasses();
  readonly habit: UploadHabit;
  readonly guards: Guards;
  readonly today = new DayAccount();
  readonly runs: RunTracker;
  readonly classes = new ClassHighs();
  readonly rates: CohortRates;

  constructor(rule: Rule, slotSeconds: number, cohorts: CohortDirectory) {
    this.usual = new Usual(rule, slotSeconds, cohorts);
    this.evidence = new Evidence(rule);
    this.highs = new RecordHighs(rule.settings.rememberedDays);
    this.habit = new UploadHabit(rule.hourSlots);
    this.guards = new Guards(rule);
    this.runs = new RunTracker(rule, slotSeconds);
    this.rates = new CohortRates(cohorts.size);
  }

  ensure(subscribers: number): void {
    for (const [, part] of this.#columnParts()) part.ensure(subscribers);
  }

  forget(who: number): void {
    for (const [, part] of this.#columnParts()) part.forget(who);
  }

  saveColumns(subscribers: number): Map<string, Column> {
    return new Map(this.#columnParts().flatMap(([name, part]) => withPrefix(name, part.saveColumns(subscribers))));
  }

  restoreColumns(columns: ReadonlyMap<string, Column>, subscribers: number): void {
    for (const [name, part] of this.#columnParts()) part.restoreColumns(columnsOf(name, columns), subscribers);
  }

  #columnParts() {
    const { usual, evidence, highs, spread, habit, guards, today, runs } = this;
    return Object.entries({ usual, evidence, highs, spread, habit, guards, today, runs });
  }
}
