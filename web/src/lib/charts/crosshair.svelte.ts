/** The instant under the pointer, shared by all charts of a page, so that they can be read together. */
import { createContext } from 'svelte';

export class Crosshair {
  /** Epoch milliseconds on the data's clock; null while nothing is pointed at. */
  at: number | null = $state(null);
}

export const [getCrosshair, setCrosshair] = createContext<Crosshair>();
