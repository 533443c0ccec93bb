/** Shows how far long work has come: a bar that redraws itself in a terminal, a line every tenth otherwise. */

export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const cells = 30;

export class ProgressBar {
  readonly #output: ProgressOutput;
  readonly #label: string;
  #shown = -1;

  /** `label` says what is counted ("snapshots read"). */
  constructor(output: ProgressOutput, label: string) {
    this.#output = output;
    this.#label = label;
  }

  update(done: number, total: number): void {
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
    const step = this.#output.isTTY ? percent : Math.floor(percent / 10) * 10;
    if (step === this.#shown) return;
    this.#shown = step;
    if (this.#output.isTTY) {
      const filled = Math.round((cells * percent) / 100);
      this.#output.write(
        `\r${'█'.repeat(filled)}${'░'.repeat(cells - filled)} ${percent} %  ${done} of ${total} ${this.#label}`,
      );
    } else {
      this.#output.write(`${step} %  ${done} of ${total} ${this.#label}\n`);
    }
  }

  /** Leaves the bar where it is and begins a new line. */
  end(): void {
    if (this.#output.isTTY && this.#shown >= 0) this.#output.write('\n');
    this.#shown = -1;
  }
}
