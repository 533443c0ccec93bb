/**
 * How unlike two subscribers, or two anomalies, are: one number, in steps that a person can follow. Twice the volume (or the
 * rate, or the duration) is one step, ten points of upload share are one, a quarter of the day's traffic at other hours is one.
 */
import type { Anomaly } from '../domain/anomaly.ts';

/** 0: no difference that is counted. The sum of the steps of each difference. */
type Distance = number;

export const stepsPerDoubling = 1;
export const stepsPerUploadShare = 10;
export const stepsPerShareOfDay = 4;

/** What is compared of subscribers: the newest days of whole hours. */
export const comparedDays = 7;
/** First those nearest by volume and upload share of the newest day, so that the hours of few are compared. */
export const peerCandidates = 100;
/** Anomalies are compared with so many of their kind, the newest ones. */
export const similarCandidates = 10_000;

export interface Peer {
  readonly subscriber: string;
  readonly distance: Distance;
  /** Volumes of the days that are compared. */
  readonly upBytes: number;
  readonly downBytes: number;
}

export interface SimilarAnomaly {
  readonly anomaly: Anomaly;
  readonly distance: Distance;
}
