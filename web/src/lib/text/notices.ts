/** Words of the browser's notifications. */

export const notices = {
  title: (count: number) => (count === 1 ? 'Critical anomaly' : `${count} critical anomalies`),
  body: (first: string, kind: string, count: number) =>
    `${first}: ${kind}${count > 1 ? `, and ${count - 1} more` : ''}`,
} as const;
