/** Words of the time range. */
export const time = {
  range: 'Time range',
  earlier: 'Earlier',
  oneEarlier: 'One length earlier',
  later: 'Later',
  oneLater: 'One length later',
  custom: 'Custom',
  ends: { from: (zone: string) => `From (${zone})`, to: (zone: string) => `To (${zone}), the newest data if empty` },
  show: 'Show',
  wrongOrder: 'The start has to be before the end.',
  zoom: 'Zoom',
  zoomIn: 'Zoom in: half the length',
  zoomOut: 'Zoom out: twice the length',
} as const;
