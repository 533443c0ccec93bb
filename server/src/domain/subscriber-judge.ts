/** Takes all subscribers of a slot through the judgement: who is unusual, who is again as usual, and what was learned. */
import type { Anomaly } from './anomaly.ts';
import { bandOf, type Band } from './band.ts';
import type { SlotClock } from './clock.ts';
import type { CohortDirectory } from './cohort-directory.ts';
import { MedianShift } from './median-shift.ts';
import { Crowds } from './crowds.ts';
import { deviceSlots } from './device-slots.ts';
import type { DeviceSlot } from './device-watch.ts';
import { findingOf } from './finding-of.ts';
import type { Finding } from './finding.ts';
import { Judge } from './judgement.ts';
import { openingOf } from './opening.ts';
import type { Rule } from './rule.ts';
import type { Told } from './run-tracker.ts';
import type { Run } from './run.ts';
import { columnsOf, withPrefix, type Column } from './saved-state.ts';
import type { SlotObservations } from './slot-observations.ts';
import { isSilent } from './silence.ts';
import { createSlotPoint, type SlotPoint } from './slot-point.ts';
import { shareLeast, shareThreeHours, volumeHour, volumeLeast } from './statistics.ts';
import { SubscriberParts, type NetworkState } from './subscriber-parts.ts';
import type { SubscriberDirectory } from './subscriber-directory.ts';
import type { EpochSeconds } from './traffic.ts';
import { endDay } from './day-end.ts';
import { setGrowth } from './growth.ts';

export interface JudgedSubscribers {
  readonly findings: readonly Finding[];
  /** Of anomalies that were open before. */
  readonly told: readonly Told[];
  readonly devices: ReadonlyMap<string, DeviceSlot>;
}

/** A slot of this score is suspicious: learned from slowly, and no part of what is usual for others. */
const suspiciousScore = 3;
/** A slot with less than this part of the mean rate is idle. */
const idleShare = 0.1;
/** An upload of this part of the mean goes on. */
const uploadingShare = 0.9;
/** Slots from one with data to the next that still make a row: one file may be lost. */
const longestGapSlots = 2;

export class SubscriberJudge {
  static readonly bytesPerSubscriber = SubscriberParts.bytesPerSubscriber + Float32Array.BYTES_PER_ELEMENT;
  readonly #rule: Rule;
  readonly #slotSeconds: number;
  readonly #directory: SubscriberDirectory;
  readonly #cohorts: CohortDirectory;
  readonly #parts: SubscriberParts;
  readonly #judge: Judge;
  readonly #shift = new MedianShift();
  readonly #crowds: Crowds;
  readonly #point: SlotPoint = createSlotPoint();
  /** Growth of each observation, from the first pass to the second. */
  #upGrowth = new Float64Array(1024);
  #downGrowth = new Float64Array(1024);
  /** Score of the newest slot by subscriber; valid where the slot is the newest. */
  #scores = new Float32Array(1024);
  #day = -1;
  #days = 0;
  /** Slots with data so far, and the last of them by the clock: a gap that everybody shares is nobody's absence. */
  #slots = 0;
  #lastSlot = 0;
  #afterGap = false;

  constructor(rule: Rule, slotSeconds: number, directory: SubscriberDirectory, cohorts: CohortDirectory) {
    this.#rule = rule;
    this.#slotSeconds = slotSeconds;
    this.#directory = directory;
    this.#cohorts = cohorts;
    this.#parts = new SubscriberParts(rule, slotSeconds, cohorts);
    const { highs, classes, spread } = this.#parts;
    this.#judge = new Judge(rule, highs, classes, spread);
    this.#crowds = new Crowds(rule.settings.crowdShare);
  }

  observe(clock: SlotClock, slotStart: EpochSeconds, observations: SlotObservations): JudgedSubscribers {
    this.#begin(clock, observations);
    this.#parts.runs.beginSlot(slotStart);
    this.#compare(clock, observations);
    const findings: Finding[] = [];
    for (let i = 0; i < observations.count; i++) {
      if (observations.seconds[i]! < this.#rule.minSecondsCovered) continue;
      const finding = this.#judgeOne(i, clock, slotStart, observations);
      if (finding !== null) findings.push(finding);
    }
    const devices = deviceSlots(observations, this.#slotSeconds, (device) => this.#shift.of(device));
    this.#parts.usual.endSlot(clock);
    if (clock.slot % this.#rule.hourSlots === 0) this.#parts.rates.endHour();
    this.#crowds.endSlot(observations.devices, (device) => this.#shift.subscribersOf(device));
    return { findings, told: this.#parts.runs.endSlot(slotStart), devices };
  }

  open(who: number, anomaly: Anomaly, slotStart: EpochSeconds): void {
    this.#parts.runs.open(who, anomaly, slotStart);
  }

  openAnomalies(): Anomaly[] {
    return this.#parts.runs.openAnomalies();
  }

  /** Between two slots. What was learned of all together stays. */
  forget(who: number): void {
    this.#parts.ensure(who + 1);
    this.#parts.forget(who);
    this.#scores.fill(0, who, who + 1);
  }

  scoreOf(who: number): number {
    return this.#scores[who] ?? 0;
  }

  /** The band of the subscriber that was judged last; null while he is not judged. */
  lastBand(clock: SlotClock): Band | null {
    return bandOf(this.#point, clock, this.#judge, this.#parts, this.#rule);
  }

  save(): { columns: Map<string, Column>; runs: Run[] } {
    const { classes, runs } = this.#parts;
    const columns = [...this.#parts.saveColumns(this.#directory.size), ...withPrefix('classes', classes.saveColumns())];
    return { columns: new Map(columns), runs: runs.saveRuns() };
  }

  saveNetwork(): NetworkState {
    const { usual, rates } = this.#parts;
    return {
      day: this.#day,
      days: this.#days,
      slots: this.#slots,
      lastSlot: this.#lastSlot,
      usualHotShare: this.#crowds.save(),
      rhythm: [...usual.saveRhythm()],
      rates: [...rates.save()],
    };
  }

  restore(columns: ReadonlyMap<string, Column>, runs: readonly Run[], network: NetworkState): void {
    const { usual, rates, classes } = this.#parts;
    this.#parts.restoreColumns(columns, this.#directory.size);
    this.#parts.runs.restoreRuns(runs, (id) => this.#directory.indexOf(id));
    this.#day = network.day;
    this.#days = network.days;
    this.#slots = network.slots;
    this.#lastSlot = network.lastSlot;
    this.#crowds.restore(network.usualHotShare);
    usual.restoreRhythm(Float64Array.from(network.rhythm));
    rates.restore(Float64Array.from(network.rates));
    classes.restoreColumns(columnsOf('classes', columns));
  }

  #begin(clock: SlotClock, observations: SlotObservations): void {
    const subscribers = this.#directory.size;
    this.#parts.ensure(subscribers);
    if (subscribers > this.#scores.length) this.#scores = new Float32Array(Math.ceil(subscribers * 1.5));
    else this.#scores.fill(0);
    if (observations.count > this.#upGrowth.length) {
      this.#upGrowth = new Float64Array(Math.ceil(observations.count * 1.5));
      this.#downGrowth = new Float64Array(this.#upGrowth.length);
    }
    this.#slots++;
    this.#afterGap = clock.slot - this.#lastSlot > longestGapSlots;
    this.#lastSlot = clock.slot;
    this.#shift.begin(observations.devices.length);
    this.#crowds.begin(observations.devices);
    if (clock.day === this.#day) return;
    const [day, nextDay] = [this.#day, clock.day];
    if (day >= 0) endDay(this.#parts, this.#rule, subscribers, { day, nextDay, days: this.#days++ });
    this.#day = clock.day;
  }

  /** The first pass: every subscriber against his own usual, and what a device's subscribers have in common. */
  #compare(clock: SlotClock, observations: SlotObservations): void {
    const { usual, rates } = this.#parts;
    const point = this.#point;
    const isFullHour = clock.slot % this.#rule.hourSlots === 0;
    for (let i = 0; i < observations.count; i++) {
      if (observations.seconds[i]! < this.#rule.minSecondsCovered) continue;
      this.#setRates(i, observations);
      if (usual.isNew(point.who)) usual.enter(point, this.#directory.idOf(point.who), clock);
      usual.compare(point, clock);
      usual.noteRhythm(point);
      if (isFullHour) rates.note(usual.cohortOf(point.who), point.up);
      this.#upGrowth[i] = point.upGrowth;
      this.#downGrowth[i] = point.downGrowth;
      setGrowth(point, 0, this.#rule);
      this.#shift.note(observations.device[i]!, point.volume);
    }
    this.#shift.settle();
  }

  #setRates(i: number, { subscriber, seconds, upBytes, downBytes }: SlotObservations): void {
    const point = this.#point;
    // Two devices at once cover a slot twice; his rate is still the bytes over the time.
    point.seconds = Math.min(seconds[i]!, this.#slotSeconds);
    point.who = subscriber[i]!;
    point.up = upBytes[i]! / point.seconds;
    point.down = downBytes[i]! / point.seconds;
  }

  /** The second pass over one subscriber. Gives what is to open an anomaly. */
  #judgeOne(i: number, clock: SlotClock, slotStart: EpochSeconds, observations: SlotObservations): Finding | null {
    const { evidence, guards, today, runs, habit, usual } = this.#parts;
    const point = this.#point;
    this.#setRates(i, observations);
    const { who } = point;
    point.upGrowth = this.#upGrowth[i]!;
    point.downGrowth = this.#downGrowth[i]!;
    setGrowth(point, this.#shift.of(observations.device[i]!), this.#rule);
    const wasAbsent = guards.arrive(who, this.#slots);
    if (wasAbsent || this.#afterGap) evidence.breakRow(who);
    const isUploading = point.up > 0 && point.up >= uploadingShare * usual.meanUp(who);
    evidence.update(point, isSilent(point, clock, usual, this.#rule), isUploading);
    const isOpen = runs.isOpen(who);
    habit.note(who, clock.hourOfWeek, point.share, isOpen);
    const score = this.#score(clock, isOpen);
    today.note(who, score);
    this.#scores[who] = score;
    this.#crowds.note(observations.device[i]!, score);
    let finding: Finding | null = null;
    if (isOpen) this.#follow(score, slotStart);
    else if (score > 0 || guards.surgeSlotsOf(who) > 0) finding = this.#find(i, clock, observations);
    if (isOpen || finding !== null) today.noteAnomaly(who);
    this.#learn(clock, score, isOpen || finding !== null);
    return finding;
  }

  /** The usual rates of the point are set for whoever goes on to be followed or found. */
  #score(clock: SlotClock, isOpen: boolean): number {
    const { evidence, highs, spread, classes, usual, guards } = this.#parts;
    const point = this.#point;
    const { who } = point;
    const { slack } = classes;
    const notable = highs.note(who, evidence.values, slack, spread.volumeClassOf(who), spread.shareClassOf(who));
    if (notable === 0 && !isOpen && guards.surgeSlotsOf(who) === 0) {
      this.#judge.clear();
      return 0;
    }
    usual.setUsualRates(point, clock, point.shift);
    return this.#judge.judge(point, evidence, notable);
  }

  #follow(score: number, slotStart: EpochSeconds): void {
    const { evidence, guards, highs, runs } = this.#parts;
    const point = this.#point;
    const { who, volume, share } = point;
    const isSilentForLong = evidence.silentSlotsOf(who) >= this.#rule.silentSlots;
    const isCalm =
      !isSilentForLong &&
      volume < this.#judge.referenceOf(who, volumeLeast) &&
      share < this.#judge.referenceOf(who, shareLeast) + 0.1;
    if (runs.follow(who, point, score, isCalm, slotStart)) {
      evidence.calm(point, (statistic) => highs.highOf(who, statistic));
      guards.endSurge(who);
    }
  }

  #find(i: number, clock: SlotClock, observations: SlotObservations): Finding | null {
    const { guards, habit } = this.#parts;
    const point = this.#point;
    const isUsualHour = habit.isUsualAt(point.who, clock.hourOfWeek);
    guards.followSurge(point.who, this.#judge.judgement.share.score, isUsualHour);
    const opening = openingOf(point, this.#judge, this.#parts, this.#rule, this.#slots, isUsualHour);
    const mayOpen =
      this.#days >= this.#rule.settings.networkLearningDays &&
      !guards.hasJustReturned(point.who, this.#slots) &&
      !this.#crowds.isCrowd(observations.devices[observations.device[i]!]!);
    if (opening === null || !mayOpen) return null;
    return findingOf(opening, point, this.#judge, this.#parts, {
      subscriber: this.#directory.idOf(point.who),
      device: observations.devices[observations.device[i]!]!,
      cohorts: this.#cohorts,
    });
  }

  #learn(clock: SlotClock, score: number, isAnomaly: boolean): void {
    const { usual, evidence, spread } = this.#parts;
    const point = this.#point;
    const isSuspicious = isAnomaly || score > suspiciousScore;
    const mean = usual.meanUp(point.who) + usual.meanDown(point.who);
    const isIdle = point.up + point.down < idleShare * mean;
    const { values } = evidence;
    spread.learn(
      point.who,
      values[volumeHour]!,
      values[shareThreeHours]!,
      isIdle,
      !isSuspicious,
      usual.slotsOf(point.who),
    );
    usual.learn(point, clock, isSuspicious ? this.#rule.settings.suspiciousLearning : 1);
  }
}
