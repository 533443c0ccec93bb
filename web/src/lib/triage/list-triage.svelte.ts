/** Triage from a list: keys go from row to row, and act on what is selected, or else on the row that has the focus. */
import { getDashboard } from '#lib/dashboard.ts';
import type { AnomalyRowFragment } from '#lib/graphql/generated/graphql.ts';
import { useShortcuts } from '#lib/keyboard/shortcuts.svelte.ts';
import { text } from '#lib/text/text.ts';
import type { TriageDesk } from './triage-desk.svelte.ts';
import { focusedId, focusRow } from './row-focus.ts';
import { Selection } from './selection.svelte.ts';

interface Source {
  readonly list: () => HTMLElement | undefined;
  readonly rows: () => readonly AnomalyRowFragment[];
  /** Of a list that draws rows only where they are looked at. */
  readonly long?: {
    /** The first row in view. */
    readonly first: () => number;
    /** Draws the row wherever it is. */
    readonly draw: (id: string) => void;
  };
}

export class ListTriage {
  /** The dialog that is open over the list, with what it is about. */
  dialog: { readonly name: 'verdict' | 'mute'; readonly rows: readonly AnomalyRowFragment[] } | null = $state.raw(null);
  readonly selection = new Selection();
  readonly selected: readonly AnomalyRowFragment[] = $derived.by(() => this.selection.of(this.#source.rows()));
  readonly #source: Source;
  readonly #desk: TriageDesk;

  constructor(source: Source, desk: TriageDesk) {
    this.#source = source;
    this.#desk = desk;
  }

  acknowledge(): void {
    const rows = this.targets();
    this.selection.clear();
    void this.#desk.act(rows, { type: 'acknowledge', comment: '' });
  }

  open(name: 'verdict' | 'mute'): void {
    const rows = this.targets();
    if (rows.length > 0) this.dialog = { name, rows };
  }

  /** To the next row or the one before, and no further than the ends; from outside to the first one in view, or the last. */
  step(step: 1 | -1): void {
    const list = this.#source.list();
    const rows = this.#source.rows();
    if (!list || rows.length === 0) return;
    const focused = focusedId(list);
    const at = focused === null ? -1 : rows.findIndex(({ id }) => id === focused);
    const outside = this.#source.long?.first() ?? (step === 1 ? 0 : rows.length - 1);
    const next = at === -1 ? outside : Math.min(Math.max(at + step, 0), rows.length - 1);
    const { id } = rows[Math.max(0, next)]!;
    this.#source.long?.draw(id);
    focusRow(list, id);
  }

  toggleFocused(): void {
    const id = this.#focused();
    if (id !== null) this.selection.toggle(id);
  }

  #focused(): string | null {
    const list = this.#source.list();
    return list ? focusedId(list) : null;
  }

  /** What is selected, or else the row that has the focus. */
  targets(): readonly AnomalyRowFragment[] {
    if (this.selected.length > 0) return this.selected;
    const id = this.#focused();
    return this.#source.rows().filter((row) => row.id === id);
  }
}

/** Call while a component is set up. */
export function useListTriage(source: Source, { selectable }: { readonly selectable: boolean }): ListTriage {
  const triage = new ListTriage(source, getDashboard().desk);
  const words = text.keyboard.triage;
  const group = text.keyboard.groups.page;
  useShortcuts(() => [
    { keys: 'j', label: words.next, group, run: () => triage.step(1) },
    { keys: 'k', label: words.previous, group, run: () => triage.step(-1) },
    ...(selectable ? [{ keys: 'x', label: words.select, group, run: () => triage.toggleFocused() }] : []),
    { keys: 'a', label: words.acknowledge, group, run: () => triage.acknowledge() },
    { keys: 'v', label: words.verdict, group, run: () => triage.open('verdict') },
  ]);
  return triage;
}
