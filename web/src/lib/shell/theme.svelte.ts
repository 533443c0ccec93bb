/** Light or dark: follows the system until the reader chooses, and remembers what he chose in this browser. */

export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'tidewatch-theme';
/** The order in which the button goes round. */
const nextTheme: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

/** What `static/theme.js` set before the first paint. */
function shownTheme(): Theme {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function remember(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, theme);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
}

export class ThemeChoice {
  current: Theme = $state(shownTheme());

  toggle(): void {
    this.current = nextTheme[this.current];
    remember(this.current);
    if (this.current === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = this.current;
  }
}
