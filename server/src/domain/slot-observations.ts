/** What each subscriber did in one slot: the sum over devices and reports of his samples, as columns. */
import type { SampleBlock } from './sample.ts';

export class SlotObservations {
  count = 0;
  subscriber = new Uint32Array(1024);
  seconds = new Float64Array(1024);
  upBytes = new Float64Array(1024);
  downBytes = new Float64Array(1024);
  /** Index into `devices` of the one that carried most of his bytes. */
  device = new Uint16Array(1024);
  devices: string[] = [];
  #deviceBytes = new Float64Array(1024);
  /** Sparse set, as in `SampleBlockBuilder`. */
  #position = new Uint32Array(1024);

  /** Replaces what was gathered before. `subscribers` is the size of the directory. */
  gather(blocks: readonly SampleBlock[], subscribers: number): void {
    this.count = 0;
    this.devices = [];
    let samples = 0;
    for (const block of blocks) samples += block.count;
    this.#ensure(samples, subscribers);
    // In a fixed order, so that a tie between two devices falls the same way in every replay.
    for (const block of [...blocks].sort(byDeviceThenReport)) {
      let device = this.devices.indexOf(block.device);
      if (device < 0) device = this.devices.push(block.device) - 1;
      this.#add(block, device);
    }
  }

  #add(block: SampleBlock, device: number): void {
    for (let i = 0; i < block.count; i++) {
      const subscriber = block.subscriber[i]!;
      const bytes = block.upBytes[i]! + block.downBytes[i]!;
      let at = this.#position[subscriber]!;
      if (at < this.count && this.subscriber[at] === subscriber) {
        this.seconds[at]! += block.seconds[i]!;
        this.upBytes[at]! += block.upBytes[i]!;
        this.downBytes[at]! += block.downBytes[i]!;
        if (bytes > this.#deviceBytes[at]!) {
          this.#deviceBytes[at] = bytes;
          this.device[at] = device;
        }
        continue;
      }
      at = this.count++;
      this.#position[subscriber] = at;
      this.subscriber[at] = subscriber;
      this.seconds[at] = block.seconds[i]!;
      this.upBytes[at] = block.upBytes[i]!;
      this.downBytes[at] = block.downBytes[i]!;
      this.device[at] = device;
      this.#deviceBytes[at] = bytes;
    }
  }

  #ensure(samples: number, subscribers: number): void {
    if (subscribers > this.#position.length)
      this.#position = new Uint32Array(Math.max(subscribers, this.#position.length * 2));
    if (samples <= this.subscriber.length) return;
    const capacity = Math.max(samples, this.subscriber.length * 2);
    this.subscriber = new Uint32Array(capacity);
    this.seconds = new Float64Array(capacity);
    this.upBytes = new Float64Array(capacity);
    this.downBytes = new Float64Array(capacity);
    this.device = new Uint16Array(capacity);
    this.#deviceBytes = new Float64Array(capacity);
  }
}

function byDeviceThenReport(a: SampleBlock, b: SampleBlock): number {
  return a.device < b.device ? -1 : a.device > b.device ? 1 : a.reportedAt - b.reportedAt;
}
