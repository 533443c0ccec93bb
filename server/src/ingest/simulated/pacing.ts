/** How the simulated source lets time pass, so that tests can move it by hand. */
import { setImmediate, setTimeout } from 'node:timers/promises';

export interface Pacing {
  /** Resolves after the time, or at once when the signal aborts; never rejects. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Lets other work of the process have a turn. */
  yieldTurn(): Promise<void>;
}

export const systemPacing: Pacing = {
  async wait(milliseconds, signal) {
    try {
      await setTimeout(milliseconds, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
  async yieldTurn() {
    await setImmediate();
  },
};
