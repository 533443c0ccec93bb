/** Names of the pages. */

export const pages = {
  overview: 'Overview',
  anomalies: 'Anomalies',
  devices: 'Devices',
  subscribers: 'Subscribers',
  ingest: 'Ingest',
  settings: 'Settings',
  device: (name: string) => `Device ${name}`,
  subscriber: (shown: string) => `Subscriber ${shown}`,
} as const;
