/** Words of the charts. */
export const chart = {
  series: {
    up: 'Upload',
    down: 'Download',
    usual: 'Usual',
    usualLow: 'Usual, low',
    usualHigh: 'Usual, high',
    place: 'Place in the band',
  },
  nothingSeen: 'nothing was seen',
  table: {
    show: 'Show as table',
    hide: 'Show as chart',
    label: (title: string) => `${title} as table`,
    time: (zone: string) => `Time (${zone})`,
    mean: (series: string) => `${series}, mean`,
    greatest: (series: string) => `${series}, greatest`,
    everyRow: (rows: string, length: string) => `${rows} of ${length}.`,
    merged: (length: string, slots: string) =>
      `A row stands for ${length}, which is ${slots}: their mean and the greatest of them.`,
  },
} as const;
