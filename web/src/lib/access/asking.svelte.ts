/** One thing after the other that a form asks of the server: whether it is under way, and what was refused. */
import { accessWords } from '#lib/text/access.ts';
import { Refused } from './access-api.ts';

export class Asking {
  isUnderWay = $state(false);
  /** What the server said against it; empty when nothing. */
  refusal = $state('');

  /** True when it was done. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.isUnderWay) return false;
    this.isUnderWay = true;
    this.refusal = '';
    try {
      await work();
      return true;
    } catch (error) {
      this.refusal = error instanceof Refused ? error.message : accessWords.noAnswer;
      return false;
    } finally {
      this.isUnderWay = false;
    }
  }
}
