/** Words of the anomalies. */

export const anomaly = {
  learning: 'Nobody is judged yet',
  learningUntil: (time: string) =>
    `What is usual is still being learned, until ${time} of the data. Before that nothing can be called unusual.`,
  nothingWrong: 'Nothing is wrong now',
  nothingOutside: 'No traffic is outside what is usual.',
  all: 'all that are shown',
  suppressedToo: 'Suppressed too',
  suppressedTooMeaning: 'Those too that a mute or a benign verdict keeps from being reported',
  acknowledgedBy: (name: string) => `seen by ${name}`,
  assignedTo: (name: string) => `with ${name}`,
  lookAtPast: 'Look at past anomalies',
} as const;
