import { describe, expect, it } from 'vitest';
import { between, markingStep } from './marking.ts';
import type { Marking } from './marking.ts';

const last = 143;
const after = (start: Marking, ...keys: string[]) =>
  keys.reduce((marking, key) => {
    const step = markingStep(marking, key.replace('Shift+', ''), key.startsWith('Shift+'), last);
    return step.kind === 'move' ? step.marking : marking;
  }, start);
const kind = (marking: Marking, key: string) => markingStep(marking, key, false, last).kind;

describe('marking by keys', () => {
  it('moves without marking', () => {
    expect(after({ at: 10, anchor: null }, 'ArrowLeft', 'ArrowLeft', 'ArrowRight')).toEqual({ at: 9, anchor: null });
    expect(after({ at: 10, anchor: null }, 'End', 'PageDown')).toEqual({ at: 128, anchor: null });
  });

  it('marks from where Shift was first held', () => {
    expect(after({ at: 10, anchor: null }, 'Shift+ArrowRight', 'Shift+PageUp')).toEqual({ at: 26, anchor: 10 });
    expect(after({ at: 10, anchor: null }, 'Shift+ArrowLeft')).toEqual({ at: 9, anchor: 10 });
  });

  it('lets the mark go with the next plain arrow', () => {
    expect(after({ at: 12, anchor: 10 }, 'ArrowRight')).toEqual({ at: 13, anchor: null });
  });

  it('stays within the chart', () => {
    expect(after({ at: 1, anchor: null }, 'Shift+PageDown', 'Shift+ArrowLeft').at).toBe(0);
    expect(after({ at: last, anchor: null }, 'ArrowRight').at).toBe(last);
  });

  it('zooms into a mark with Enter, and does nothing without one', () => {
    expect(kind({ at: 12, anchor: 10 }, 'Enter')).toBe('zoom');
    expect(kind({ at: 12, anchor: null }, 'Enter')).toBe('none');
  });

  it('takes the mark away with Escape, and resets the range with the next', () => {
    expect(after({ at: 12, anchor: 10 }, 'Escape')).toEqual({ at: 12, anchor: null });
    expect(kind({ at: 12, anchor: null }, 'Escape')).toBe('reset');
  });

  it('leaves other keys to the page', () => {
    expect(kind({ at: 12, anchor: 10 }, 'Tab')).toBe('none');
  });

  it('makes a stretch of two instants in either order', () => {
    expect(between(20, 10)).toEqual({ from: 10, to: 20 });
  });
});
