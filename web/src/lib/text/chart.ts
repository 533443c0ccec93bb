/** Words of the charts. */
export const chart = {
  series: {
    up: 'Upload',
    down: 'Download',
    usual: 'Usual',
    usualLow: 'Usual, low',
    usualHigh: 'Usual, high',
    place: 'Place in the band',
    share: 'Upload share',
  },
  modes: {
    label: 'How traffic is drawn',
    mirrored: 'Mirrored',
    overlaid: 'Overlaid',
    share: 'Share',
  },
  previous: {
    toggle: 'Period before',
    hint: 'Draws the stretch of time before this one behind it',
    label: (length: string) => `${length} before`,
    series: (series: string, label: string) => `${series}, ${label}`,
  },
  reader: {
    label: 'Read point by point',
    keys: 'Shift with arrows marks a stretch, Enter zooms into it, Escape goes back.',
    marked: (point: string) => `Marked up to ${point}`,
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
  menu: {
    open: (title: string) => `Save or share: ${title}`,
    csv: 'Numbers as CSV',
    png: 'Picture as PNG',
    svg: 'Picture as SVG',
    link: 'Copy a link to this',
    saved: 'Saved.',
    copied: 'Copied: the link shows these times, in this zone.',
    noPicture: 'There is no picture while it is shown as a table.',
    failed: (why: string) => `That did not work: ${why}`,
  },
} as const;
