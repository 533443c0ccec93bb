/** Words of the time range. */
export const time = {
  zoom: 'Zoom',
  zoomIn: 'Zoom in: half the length',
  zoomOut: 'Zoom out: twice the length',
} as const;
