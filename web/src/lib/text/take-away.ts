/** Words of what can be taken away of a chart. */
export const takeAwayWords = {
  csv: 'Numbers as CSV',
  png: 'Picture as PNG',
  svg: 'Picture as SVG',
  link: 'Copy a link to this',
  saved: 'Saved.',
  copied: 'Copied: the link shows these times, in this zone.',
  noPicture: 'There is no picture while it is shown as a table.',
  failed: (why: string) => `That did not work: ${why}`,
} as const;
