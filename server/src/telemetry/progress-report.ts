/** Shows long work of ingest on the terminal: rebuilding the detector, then catching up. Short work shows nothing. */
import { ProgressBar, type ProgressOutput } from './progress-bar.ts';

/** Fewer snapshots than this are read at once; a bar for them would only flicker. */
const worthShowing = 200;

export class ProgressReport {
  readonly #rebuilding: ProgressBar;
  readonly #catchingUp: ProgressBar;

  constructor(output: ProgressOutput) {
    this.#rebuilding = new ProgressBar(output, 'slots judged again');
    this.#catchingUp = new ProgressBar(output, 'snapshots read');
  }

  rebuilding(done: number, total: number): void {
    this.#show(this.#rebuilding, done, total);
  }

  catchingUp(done: number, total: number): void {
    this.#show(this.#catchingUp, done, total);
  }

  #show(bar: ProgressBar, done: number, total: number): void {
    if (total < worthShowing) return;
    bar.update(done, total);
    if (done >= total) bar.end();
  }
}
