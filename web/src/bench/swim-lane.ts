/** A swim lane by itself, as large as one likes, for who measures how it scrolls: no page has so many cells. */
import { mount } from 'svelte';
import SwimLane from '#lib/swim-lane/SwimLane.svelte';
import type { SwimLaneData } from '#lib/swim-lane/swim-lane.ts';
import '../app.css';

const stepMs = 600_000;
const from = Date.UTC(2024, 0, 1);

/** Mostly quiet, a tenth loud in runs of some cells, the first columns of every third row not observed. */
function laneOf(rows: number, columns: number): SwimLaneData {
  const levels = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const isLoud = Math.sin(row * 12.9 + Math.floor(column / 4) * 78.2) > 0.95;
      const isUnseen = row % 3 === 0 && column < 60;
      levels[row * columns + column] = isUnseen ? Number.NaN : isLoud ? 1 + ((row + column) % 9) : 0;
    }
  }
  const names = Array.from({ length: rows }, (_, row) => `${row}.0`);
  return { title: 'Devices', rows: names.map((name) => ({ id: name, name })), from, stepMs, columns, levels };
}

/** Puts it into the empty page. */
function showLane(rows: number, columns: number): void {
  document.body.replaceChildren();
  mount(SwimLane, { target: document.body, props: { data: laneOf(rows, columns), height: 560, onChoose: () => {} } });
}
Object.assign(globalThis, { showLane });
