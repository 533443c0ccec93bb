/**
 * What a session's counters say at an age. As in the measured data a counter is the mean rate since the session's
 * start x age x noise: it holds all traffic of the session, and falls now and then because the noise is fresh in
 * every row. Read it as `session-mean`: counter / age.
 */
import type { EpochSeconds } from '../../../domain/traffic.ts';
import { purposes, randomBits } from '../hash.ts';
import { normalOf16Bits } from '../normal-quantile.ts';
import { fullStrengthSeconds } from '../phase.ts';
import type { Phase } from '../phase.ts';
import type { Population } from './population.ts';
import type { Incident } from '../incident.ts';
import { subscriberClasses, swingPeriodSeconds } from './subscriber-class.ts';

/** Younger sessions report 0/0. */
const silentAgeSeconds = 10;
/** Noise drawn below this part of the traffic is mirrored at it: measured rows thin out towards it and don't reach 0. */
const lowestNoise = 0.15;
const radiansPerSecond = (2 * Math.PI) / swingPeriodSeconds;

/** One reading of one session. `at` is after `startedAt`. */
export interface Reading {
  subscriber: number;
  startedAt: EpochSeconds;
  at: EpochSeconds;
  /** 16 random bits of the session: where in the 24-hour swing it begins. */
  swingBits: number;
}

export interface TrafficModel {
  /** Whole bytes since the session's start, written here by `read` (no object per row). */
  upBytes: number;
  downBytes: number;
  /** `upgrade` is the subscriber's new plan, once it has begun. */
  read(reading: Reading, phases: readonly Phase[] | undefined, upgrade: Incident | undefined): void;
}

export function createTrafficModel(seed: number, population: Population): TrafficModel {
  /** Mean of the subscriber's usual rate over an interval, bytes/s, without noise and incidents. */
  function usualMean(subscriber: number, swingBits: number, from: EpochSeconds, to: EpochSeconds): number {
    // The mean of a sine over the interval; the session brings its own phase.
    const phase = (swingBits / 65536) * swingPeriodSeconds;
    const sine = Math.cos(radiansPerSecond * (from + phase)) - Math.cos(radiansPerSecond * (to + phase));
    const swing = (population.swing[subscriber]! * sine) / (radiansPerSecond * (to - from));
    return population.usualRate[subscriber]! * (1 + swing);
  }

  function read(reading: Reading, phases: readonly Phase[] | undefined, upgrade: Incident | undefined): void {
    const { subscriber, startedAt, at } = reading;
    const age = at - startedAt;
    if (age < silentAgeSeconds) {
      model.upBytes = 0;
      model.downBytes = 0;
      return;
    }
    const { rowDeviation, uploadShare } = subscriberClasses[population.classIndex[subscriber]!]!;
    const bits = randomBits(seed, purposes.row, at, subscriber, startedAt);
    const noise = lowestNoise + Math.abs(1 + rowDeviation * normalOf16Bits[bits >>> 16]! - lowestNoise);
    const upShare = uploadShare[0] + ((bits & 0xffff) / 65536) * (uploadShare[1] - uploadShare[0]);
    const total = usualMean(subscriber, reading.swingBits, startedAt, at) * noise;
    let upSeconds = age;
    let downSeconds = age;
    if (upgrade) {
      const upgradedSeconds = Math.min(age, at - upgrade.onset);
      upSeconds += upgradedSeconds * (upgrade.upFactor - 1);
      downSeconds += upgradedSeconds * (upgrade.downFactor - 1);
    }
    if (phases) {
      for (const phase of phases) {
        const added = fullStrengthSeconds(phase, startedAt, at);
        upSeconds += added * (phase.upFactor - 1) * (upgrade?.upFactor ?? 1);
        downSeconds += added * (phase.downFactor - 1) * (upgrade?.downFactor ?? 1);
      }
    }
    model.upBytes = Math.round(total * upShare * upSeconds);
    model.downBytes = Math.round(total * (1 - upShare) * downSeconds);
  }

  const model: TrafficModel = { upBytes: 0, downBytes: 0, read };
  return model;
}
