/** Light or dark: follows the system until the reader chooses. */
import type { preferences } from '#lib/preferences/preferences.ts';

type Theme = (typeof preferences.theme)['current'];

/** The order in which the button goes round. */
export const nextTheme: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

/** `app.html` does the same before the first paint. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
