/** Takes a command line apart: options with a value, flags without one, and what stands alone. */
import { parseArgs } from 'node:util';

export interface CommandLine {
  /** By name of the option, without the dashes; of several the last. */
  readonly values: ReadonlyMap<string, string>;
  /** Every value of each option, in the order given. */
  readonly repeated: ReadonlyMap<string, readonly string[]>;
  readonly flags: ReadonlySet<string>;
  readonly positionals: readonly string[];
  /** Options that want a value and have none. That is among the faults already. */
  readonly withoutValue: ReadonlySet<string>;
  /** What is wrong, one sentence a fault. */
  readonly faults: readonly string[];
}

/** `units` has the unit of the value by name of the option, `flagNames` the options without a value. */
export function readCommandLine(
  args: readonly string[],
  units: ReadonlyMap<string, string>,
  flagNames: readonly string[],
): CommandLine {
  const values = new Map<string, string>();
  const repeated = new Map<string, string[]>();
  const flags = new Set<string>();
  const positionals: string[] = [];
  const withoutValue = new Set<string>();
  const faults: string[] = [];
  let valueOfUnknown = -1;
  for (const token of tokensOf(args, [...units.keys()], flagNames)) {
    // What follows an unknown option was meant for it: one mistake, one sentence.
    if (token.kind === 'positional' && token.index !== valueOfUnknown) positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const unit = units.get(name);
    if (flagNames.includes(name)) {
      flags.add(name);
      if (value !== undefined) faults.push(`${rawName} is given as "${value}", expected no value.`);
    } else if (unit === undefined) {
      faults.push(`There is no option ${rawName}; --help lists those there are.`);
      if (value === undefined) valueOfUnknown = token.index + 1;
    } else if (value === undefined || value.startsWith('--')) {
      withoutValue.add(name);
      faults.push(`${rawName} is given without a value, expected ${unit}.`);
    } else {
      values.set(name, value);
      repeated.set(name, [...(repeated.get(name) ?? []), value]);
    }
  }
  return { values, repeated, flags, positionals, withoutValue, faults };
}

function tokensOf(args: readonly string[], names: readonly string[], flagNames: readonly string[]) {
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: 'string' as const }]),
    ...flagNames.map((name) => [name, { type: 'boolean' as const }]),
  ]) as Record<string, { type: 'string' | 'boolean' }>;
  return parseArgs({ args: [...args], options, strict: false, tokens: true }).tokens;
}
