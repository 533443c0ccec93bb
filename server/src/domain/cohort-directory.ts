/** Which subscribers are of a kind: by plan and type of customer where the operator tells, everybody together otherwise. */
export interface CohortDirectory {
  readonly size: number;
  /** Cohort of the subscriber, 0 to size - 1. */
  cohortOf(subscriberId: string): number;
  /** As the end of "more than 99 % of the subscribers ". */
  nameOf(cohort: number): string;
}

/** Nothing is known of plans. */
export const oneCohort: CohortDirectory = {
  size: 1,
  cohortOf: () => 0,
  nameOf: () => 'of the network',
};
