/** Worlds to choose a rule's numbers with, and worlds to judge the rule by: never the same ones. */
export const tuningSeeds: readonly number[] = [101, 102];
export const evaluationSeeds: readonly number[] = [901];
