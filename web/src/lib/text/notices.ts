/** Words of the browser's notifications. */

export const notices = {
  body: (first: string, kind: string) => `${first}: ${kind}`,
  andMore: (count: string) => `, and ${count} more`,
} as const;
