/** The dialog over the page: a key, a button or a page opens it, and there is one at most. */
import { createContext } from 'svelte';

export type DialogName = 'search' | 'help';

export class OpenDialog {
  current: DialogName | null = $state(null);
}

export const [getOpenDialog, setOpenDialog] = createContext<OpenDialog>();
