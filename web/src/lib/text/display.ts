/** How times and numbers are shown: zone, units. */
export const display = {
  title: 'Times and units',
  zone: 'Times are shown in',
  zones: { utc: 'UTC', browser: 'this browser’s zone', network: 'the network’s zone' },
  networkZone: 'Zone of the network',
  networkZoneExample: 'Europe/Berlin',
  unknownZone: (name: string) => `“${name}” is no time zone this browser knows. A name looks like Europe/Berlin.`,
  fromAddress: (zone: string) => `The address of this page says ${zone}.`,
  notTold: 'not told yet',
  zoneNote: 'Snapshots that carry no zone count as UTC.',
  volumes: 'Volumes in',
  volumeUnits: { si: 'powers of 1,000 (kB, MB, GB)', iec: 'powers of 1,024 (KiB, MiB, GiB)' },
  ratesNote: 'Rates are always in bit/s, in powers of 1,000.',
} as const;
