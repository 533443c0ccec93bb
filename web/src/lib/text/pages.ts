/** Names of the pages. */

export const pages = {
  overview: 'Overview',
  anomalies: 'Anomalies',
  devices: 'Devices',
  subscribers: 'Subscribers',
  talkers: 'Top talkers',
  timeline: 'Timeline',
  rules: 'Rules',
  mutes: 'Mutes',
  ingest: 'Data quality',
  settings: 'Settings',
  account: 'Account',
  login: 'Log in',
  anomaly: 'Anomaly',
  device: (name: string) => `Device ${name}`,
  subscriber: (shown: string) => `Subscriber ${shown}`,
} as const;
