/** The colours a canvas draws a swim lane in: the tokens of the theme that is shown, read as the browser resolves them. */
import { greatestLevel } from './levels.ts';

export interface LaneColours {
  /** By level, 0 to 9. */
  readonly levels: readonly string[];
  readonly ground: string;
  readonly hatch: string;
  readonly line: string;
  readonly text: string;
  readonly cursor: string;
}

const levels = Array.from({ length: greatestLevel + 1 }, (_, level) => `--color-level-${level}`);

/** `beside` is any element that the theme reaches. */
export function readLaneColours(beside: Element): LaneColours {
  // A new element for each: one whose colour changes may be on the way from one to the other.
  const resolved = (token: string) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${token})`;
    beside.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  return {
    levels: levels.map(resolved),
    ground: resolved('--color-surface'),
    hatch: resolved('--color-edge'),
    line: resolved('--color-line'),
    text: resolved('--color-dim'),
    cursor: resolved('--color-accent'),
  };
}

/** Calls when the theme becomes another, by choice or by the system, until the returned function is called. */
export function followTheme(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const choice = new MutationObserver(changed);
  choice.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  system.addEventListener('change', changed);
  return () => {
    choice.disconnect();
    system.removeEventListener('change', changed);
  };
}
