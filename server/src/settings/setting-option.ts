/** One setting of `start`. */
import type { Read } from './setting-readers.ts';

export interface Option<Value, Default extends string | null> {
  /** Name of the environment variable; the command line wins over it. */
  readonly variable: string;
  /** Unit or form, for `--help`. */
  readonly unit: string;
  readonly help: string;
  /** As text, so that `--help` shows what would be typed; null when the setting is off unless given. */
  readonly default: Default;
  readonly read: Read<Value>;
}

/** A row of the table. */
export const option = <Value, Default extends string | null>(
  variable: string,
  unit: string,
  defaultText: Default,
  help: string,
  read: Read<Value>,
): Option<Value, Default> => ({ variable, unit, default: defaultText, help, read });
