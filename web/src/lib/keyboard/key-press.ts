/** Presses of keys as a shortcut names them ("j", "Space", "Ctrl+K"), and which presses belong to the control in focus. */

/** The parts of a keyboard event that are read here. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The parts of an element that are read here. */
export interface Focused {
  readonly tagName: string;
  readonly type?: unknown;
  readonly isContentEditable?: boolean;
}

/** Null for what no shortcut can be: a modifier alone, or Alt, which makes letters on many keyboards. */
export function keyOf({ key, ctrlKey, metaKey, altKey }: KeyPress): string | null {
  if (altKey || ['Shift', 'Control', 'Meta', 'AltGraph', 'CapsLock', 'Dead'].includes(key)) return null;
  if (ctrlKey || metaKey) return key.length === 1 ? `Ctrl+${key.toUpperCase()}` : null;
  return key === ' ' ? 'Space' : key;
}

/** With a modifier it is no single key: it may be pressed anywhere, and is never switched off. */
export const hasModifier = (key: string): boolean => key.startsWith('Ctrl+');

const pressable = new Set(['A', 'BUTTON', 'SUMMARY']);

/** Whether the control in focus needs this key itself: fields need all, buttons and links those that press them. */
export function belongsToControl(key: string, focused: Focused | null): boolean {
  if (focused === null || hasModifier(key)) return false;
  if (focused.isContentEditable === true) return true;
  if (focused.tagName === 'INPUT' && focused.type === 'checkbox') return key === 'Space';
  if (['INPUT', 'TEXTAREA', 'SELECT'].includes(focused.tagName)) return true;
  return pressable.has(focused.tagName) && (key === 'Space' || key === 'Enter');
}
