/** Words of the settings. */

export const settingsWords = {
  title: 'Settings',
  scope:
    'These choices are kept in this browser and hold for nobody else. Who may do what is on the page of the account.',
  name: 'Your name',
  nameNote:
    'Stands beside what you do about anomalies, for all to see, as long as nobody has an account; without a name it says “local”.',
  nameWrong: 'At most 64 characters, all of them printable.',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  times: 'Times and units',
  timesNote: 'The same choices are behind the zone in the bar at the top.',
  density: 'Rows of tables',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  privacy: 'Numbers of subscribers',
  privacies: { off: 'Shown', on: 'Hidden' },
  privacyNote:
    'While hidden, each subscriber has a name that stays the same in this tab. Addresses of pages carry neither.',
  singleKeys: 'Keyboard shortcuts of a single key',
  onOff: { on: 'On', off: 'Off' },
  singleKeysNote: 'Ctrl+K works either way. Press ? on any page for all of them.',
  notices: 'Notifications of critical anomalies',
  noticesNote: 'From the browser, while another window is in front: one a minute at most.',
  noticesRefused: 'The browser refuses notifications of this site; it can be allowed in the browser’s own settings.',
  noticesUnknown: 'This browser has no notifications, or only for sites with HTTPS.',
  sound: 'Sound with critical anomalies',
  soundNote:
    'Two short notes while another window is in front: once a minute at most. A browser lets a page sound once it was clicked or typed into.',
  wall: 'Wall display',
  wallNote: 'The overview in large type, without controls. Every page can do it: add kiosk=1 to its address.',
  openWall: 'Open the overview for a wall',
} as const;
