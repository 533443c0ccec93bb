/** Words of the timeline of anomalies. */
export const timelineWords = {
  devices: 'Devices',
  subscribers: 'Loudest subscribers',
  lane: (rows: string, step: string) => `${rows}, a cell stands for ${step}`,
  meaning: 'A cell shows the highest score of the anomalies that were going on in it.',
  devicesHint: 'A device with those of its subscribers. A cell leads to its anomalies.',
  subscribersHint: 'The subscribers with the highest scores. A cell leads to his anomalies at that time.',
  cut: (shown: string, anomalies: string) =>
    `Of ${anomalies} in this time range the newest ${shown} are drawn. Choose a shorter range to see all.`,
  nobody: 'No subscriber was unusual in this time range',
  nobodyHint: 'Choose a longer range above.',
} as const;
