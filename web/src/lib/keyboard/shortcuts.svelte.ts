/** The shortcuts that hold now: a page or a component brings its own and takes them along when it goes. */
import { createContext, untrack } from 'svelte';
import { preferences } from '#lib/preferences/preferences.ts';
import { belongsToControl, hasModifier, keyOf } from './key-press.ts';
import { KeySequence } from './key-sequence.ts';

export interface Shortcut {
  /** "j", "Space", "Ctrl+K", or two in a row: "g a". */
  readonly keys: string;
  /** What it does, for the help. */
  readonly label: string;
  /** Under which heading of the help. */
  readonly group: string;
  readonly run: () => void;
}

export class Shortcuts {
  #sets: readonly (readonly Shortcut[])[] = $state.raw([]);
  readonly #sequence = new KeySequence();
  /** By their keys; what was added later goes before what was there, as a page goes before the shell. */
  readonly #byKeys = $derived(new Map(this.#sets.flat().map((shortcut) => [shortcut.keys, shortcut])));
  readonly listed = $derived([...this.#byKeys.values()]);

  /** Returns what takes them away. */
  add(shortcuts: readonly Shortcut[]): () => void {
    this.#sets = [...this.#sets, shortcuts];
    return () => (this.#sets = this.#sets.filter((set) => set !== shortcuts));
  }

  handle(event: KeyboardEvent): void {
    const key = keyOf(event);
    if (key === null || event.defaultPrevented || this.#isForOthers(key, event.target)) return;
    const keys = this.#sequence.press(key, event.timeStamp, this.#byKeys.keys());
    const shortcut = keys === null ? undefined : this.#byKeys.get(keys);
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  }

  #isForOthers(key: string, target: EventTarget | null): boolean {
    if (document.querySelector('dialog:modal') !== null) return true;
    if (preferences.singleKeys.current === 'off' && !hasModifier(key)) return true;
    return belongsToControl(key, target instanceof HTMLElement ? target : null);
  }
}

export const [getShortcuts, setShortcuts] = createContext<Shortcuts>();

/** Call while a component is set up: its shortcuts hold as long as it is there. */
export function useShortcuts(shortcuts: () => readonly Shortcut[]): void {
  const registry = getShortcuts();
  $effect(() => {
    const wanted = shortcuts();
    return untrack(() => registry.add(wanted));
  });
}
