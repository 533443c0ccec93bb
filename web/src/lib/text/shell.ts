/** Words of the bar at the top and of what stands below it while something is not as usual. */

export const shell = {
  skip: 'Skip to the content',
  pages: 'Pages',
  above: 'Above this page',
  more: 'More',
  morePages: (shown: string) => `${shown}: more pages`,
  open: 'open',
  search: 'Search',
  searchHint: 'Search (Ctrl+K)',
  settings: 'Settings',
  simulated: 'Simulated',
  dataAsOf: 'Data as of',
  privacyOn: 'Numbers are hidden. Show them',
  privacyOff: 'Hide the numbers of subscribers',
  hidden: 'Numbers hidden',
  theme: {
    label: (choice: string) => `Theme: ${choice}`,
    system: 'as the system',
    light: 'light',
    dark: 'dark',
  },
  print: 'Print',
  printHint: 'Print this page on one sheet (Ctrl+P)',
  newVersion: 'A new version of the dashboard is there.',
  reload: 'Reload',
} as const;
