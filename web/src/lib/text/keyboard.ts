/** Words of the keyboard shortcuts and of their help. */

export const keyboard = {
  title: 'Keyboard shortcuts',
  groups: { go: 'Go to', page: 'On this page', everywhere: 'Everywhere' },
  goTo: (page: string) => page,
  search: 'Search',
  help: 'This help',
  pause: 'Pause, or go on',
  find: 'Search or filter this page',
  triage: {
    next: 'Next anomaly',
    previous: 'Previous anomaly',
    select: 'Select or deselect',
    acknowledge: 'Acknowledge',
    verdict: 'Say what it is',
    undo: 'Undo what you just did',
  },
  print: 'Print this page on one sheet',
  followedBy: 'then',
  /** Names of keys that have no sign of their own. */
  keyNames: { Space: 'Space', Ctrl: 'Ctrl', Enter: 'Enter' } as Readonly<Record<string, string>>,
  areOff: 'Single keys are switched off.',
  switchOff: 'Single keys can be switched off in the settings.',
  settings: 'Settings',
} as const;
