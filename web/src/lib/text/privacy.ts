/** Words for what is hidden while numbers of subscribers are. */

export const privacy = {
  hiddenValue: 'hidden',
} as const;
