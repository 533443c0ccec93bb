/** Words of the anomalies. */

export const anomaly = {
  learning: 'Nobody is judged yet',
  learningUntil: (time: string) =>
    `What is usual is still being learned, until ${time} of the data. Before that nothing can be called unusual.`,
  nothingWrong: 'Nothing is wrong now',
  nothingOutside: 'No traffic is outside what is usual.',
  lookAtPast: 'Look at past anomalies',
} as const;
