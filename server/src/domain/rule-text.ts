/** Reads the text of a rule file: a JSON object of parameters, where those left out have their defaults. */
import {
  ruleParameterList,
  ruleParameters,
  ruleSettingsOf,
  type RuleParameter,
  type RuleParameterName,
  type RuleSettings,
} from './rule-parameters.ts';

export type ParsedRule =
  | { readonly settings: RuleSettings; readonly faults: null }
  /** One sentence a fault: what was given, and what was expected. */
  | { readonly settings: null; readonly faults: readonly string[] };

const mostCharacters = 10_000;
/** Of what was given, quoted in a fault. */
const mostQuoted = 60;
const mostFaults = 20;

export function parseRule(text: string): ParsedRule {
  if (text.length > mostCharacters)
    return refused([`The rule has ${text.length} characters, expected at most ${mostCharacters}.`]);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    return refused([`The rule is not JSON: ${(error as Error).message}.`]);
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return refused([`The rule is ${quoted(given)}, expected a JSON object like {"${ruleParameterList[0]![0]}": 1}.`]);
  const values = new Map(Object.entries(given));
  const faults = [...values].flatMap(([name, value]) => faultOf(name, value) ?? []);
  if (faults.length > 0) return refused(faults);
  const settings = ruleSettingsOf((name) => (values.get(name) as number | undefined) ?? ruleParameters[name].default);
  const pairs = faultsOfPairs(settings);
  return pairs.length > 0 ? refused(pairs) : { settings, faults: null };
}

function faultOf(name: string, value: unknown): string | null {
  const parameter = parameterOf(name);
  if (parameter === null) {
    const names = ruleParameterList.map(([known]) => known).join(', ');
    return `${quoted(name)} is ${quoted(value)}, but there is no such parameter, expected one of ${names}.`;
  }
  const { lowest, highest, whole = false, unit } = parameter;
  const isNumber = typeof value === 'number' && (!whole || Number.isInteger(value));
  if (isNumber && value >= lowest && value <= highest) return null;
  return `"${name}" is ${quoted(value)}, expected a ${whole ? 'whole ' : ''}number from ${lowest} to ${highest} (${unit}).`;
}

function faultsOfPairs(settings: RuleSettings): string[] {
  return ruleParameterList.flatMap(([name, { notAbove }]) => {
    if (notAbove === undefined) return [];
    const bound = settings[notAbove as RuleParameterName];
    if (settings[name] <= bound) return [];
    return [`"${name}" is ${settings[name]}, expected at most ${bound}, the value of "${notAbove}".`];
  });
}

function parameterOf(name: string): RuleParameter | null {
  return Object.hasOwn(ruleParameters, name) ? ruleParameters[name as RuleParameterName] : null;
}

function refused(faults: readonly string[]): ParsedRule {
  const more = faults.length - mostFaults;
  const told = more > 0 ? [...faults.slice(0, mostFaults), `There are ${more} more faults.`] : faults;
  return { settings: null, faults: told };
}

function quoted(given: unknown): string {
  // JSON writes an infinity, which 1e999 is, as null.
  const text = typeof given === 'number' ? String(given) : JSON.stringify(given);
  return text.length > mostQuoted ? `${text.slice(0, mostQuoted)}…` : text;
}
