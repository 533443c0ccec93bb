/** Words of the search over everything. */

export const searchWords = {
  title: 'Search',
  field: 'Subscriber number, device or anomaly id',
  open: 'Search (Ctrl+K)',
  subscriber: 'Subscriber',
  device: 'Device',
  anomaly: 'Anomaly',
  page: 'Page',
  onDevice: (name: string) => `on device ${name}`,
  recent: 'Pages you were on',
  results: 'Results',
  nothing: 'Nothing has this name or number, and none starts with it.',
  nothingTyped: 'Type the start of a subscriber’s number or of a device’s name.',
  failed: 'The server did not answer. What you type next is asked again.',
  found: (count: string) => `${count} found`,
} as const;
