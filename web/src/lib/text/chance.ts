/** How improbable something is. */
export const chance = {
  oneIn: (days: string) => `1 in ${days}`,
  beyond: '1 in > 1 million days',
  beyondNumber: '1 in > 1 million',
} as const;
