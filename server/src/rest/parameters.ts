/** Query parameters of a route: one table says how each is read, and the description of the API is made from it. */
import * as v from 'valibot';
import { parameterProblem, type ProblemPart } from '../http/problem.ts';

export interface Parameter<Value> {
  /** Reads the text, or the list of texts of one that may be repeated. Messages say what was expected. */
  readonly schema: v.GenericSchema<unknown, Value>;
  readonly isList: boolean;
  /** Unit and meaning. */
  readonly description: string;
  /** What counts when it is not given. */
  readonly fallback?: Value;
}

export type ParameterTable = Readonly<Record<string, Parameter<unknown>>>;

export type ParameterValues<Table extends ParameterTable> = {
  readonly [Name in keyof Table]:
    | (Table[Name] extends Parameter<infer Value> ? Value : never)
    | (Table[Name] extends { readonly fallback: unknown } ? never : undefined);
};

/** A parameter that may be given once. */
export function single<Value>(description: string, schema: v.GenericSchema<string, Value>): Parameter<Value> {
  return { schema, isList: false, description };
}

/** A parameter that may be repeated: any of the values given. */
export function anyOf<Value>(description: string, item: v.GenericSchema<string, Value>): Parameter<readonly Value[]> {
  return { schema: v.array(item), isList: true, description };
}

/** All that is given must be in the table, once unless it is a list, and readable; otherwise one problem names all that is not. */
export function readParameters<Table extends ParameterTable>(
  table: Table,
  query: URLSearchParams,
): ParameterValues<Table> {
  const errors: ProblemPart[] = [...new Set(query.keys())].flatMap((name) => unknownPart(table, name));
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(table)) {
    const given = query.getAll(name);
    if (given.length === 0) values[name] = parameter.fallback;
    else if (!parameter.isList && given.length > 1) errors.push(badPart(name, 'is given twice'));
    else {
      const result = v.safeParse(parameter.schema, parameter.isList ? given : given[0]);
      if (result.success) values[name] = result.output;
      else errors.push(...result.issues.map((issue) => badPart(name, `is "${textOf(issue)}"; ${issue.message}`)));
    }
  }
  if (errors.length > 0) throw parameterProblem(errors);
  return values as ParameterValues<Table>;
}

export function badPart(name: string, what: string): ProblemPart {
  return { parameter: name, code: 'BAD_PARAMETER', detail: `The query parameter "${name}" ${what}` };
}

function unknownPart(table: ParameterTable, name: string): ProblemPart[] {
  if (Object.hasOwn(table, name)) return [];
  const known = Object.keys(table);
  const expected = known.length > 0 ? `expected ${known.join(', ')}` : 'none is expected here';
  const detail = `The query parameter "${name}" is unknown; ${expected}`;
  return [{ parameter: name, code: 'UNKNOWN_PARAMETER', detail }];
}

/** The text that an issue is about: of a list, the item. */
const textOf = ({ input, path }: v.BaseIssue<unknown>): string => String(path?.at(-1)?.value ?? input);
