/** Copying out of a list by keys and menu, and what is said of it for a moment. */
import { counted } from '#lib/text/counted.ts';
import { formatCountOf } from '#lib/format/count.ts';
import { getDashboard } from '#lib/dashboard.ts';
import { copyText } from '#lib/export/copy-text.ts';
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { useShortcuts } from '#lib/keyboard/shortcuts.svelte.ts';
import { listWords } from '#lib/text/anomaly-list.ts';
import { text } from '#lib/text/text.ts';
import type { ColumnName } from './columns.ts';
import { rowsText } from './row-text.ts';

const saidForMs = 4_000;

export class Copying {
  /** Empty when there is nothing to say. */
  said = $state('');

  /** `said`: what to tell once it is on the clipboard. */
  async copy(copied: string, said: string): Promise<void> {
    this.said = '';
    this.said = (await copyText(copied)) ? said : listWords.notCopied;
  }
}

interface Source {
  /** What the reader means: the rows selected, or the one he is on. */
  readonly targets: () => readonly AnomalyRowFragment[];
  readonly columns: () => readonly ColumnName[];
}

/** Call while a component is set up. The menu is that of the row with the focus, behind its button with `data-menu`. */
export function useCopying({ targets, columns }: Source): Copying {
  const { feed } = getDashboard();
  const copying = new Copying();
  $effect(() => {
    if (copying.said === '') return;
    const timer = setTimeout(() => (copying.said = ''), saidForMs);
    return () => clearTimeout(timer);
  });
  const copy = () => {
    const rows = targets();
    if (rows.length > 0)
      void copying.copy(
        rowsText(rows, columns(), feed.asOf),
        listWords.copied(formatCountOf(rows.length, counted.rows)),
      );
  };
  const openMenu = () =>
    document.activeElement?.closest('[data-row]')?.querySelector<HTMLElement>('[data-menu]')?.click();
  const group = text.keyboard.groups.page;
  useShortcuts(() => [
    { keys: 'c', label: listWords.keys.copy, group, run: copy },
    { keys: 'C', label: listWords.keys.menu, group, run: openMenu },
  ]);
  return copying;
}
