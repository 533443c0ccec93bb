/** POST /access/subscriber-export and /access/subscriber-erasure: what is kept of one subscriber, for him, and its end. The number is in the body: addresses are logged. */
import type { ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { PersonHistory } from '../history/person-history.ts';
import { RequestProblem } from '../http/problem.ts';
import type { Forgetting } from '../privacy/forgetting.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import type { Administrator } from './account-desk.ts';
import type { Audit } from './audit.ts';
import type { Looks } from './looks.ts';

export const personSchema = v.strictObject({
  number: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  reason: v.pipe(v.string(), v.minLength(3), v.maxLength(500)),
});
/** `ignore`: nothing is taken of him from then on. */
export const erasureSchema = v.strictObject({ ...personSchema.entries, ignore: v.optional(v.boolean(), false) });
type Wanted = v.InferOutput<typeof personSchema>;

export interface PersonPorts {
  readonly history: PersonHistory;
  readonly looks: Pick<Looks, 'pseudonym'>;
  /** Null when subscribers stand under their numbers. */
  readonly pseudonyms: Pick<Pseudonyms, 'of' | 'allOf'> | null;
  /** Null where another process detects. */
  readonly forgetting: Forgetting | null;
  readonly audit: Audit;
}

/** He may stand under his number still, from before there were pseudonyms; and what was given may be a pseudonym itself. */
const namesOf = ({ pseudonyms }: PersonPorts, number: string): string[] => [
  number,
  ...(pseudonyms?.allOf(number) ?? []),
];

/** As he stands in the audit, where looks at him are noted by the name that he has. */
const subjectOf = ({ looks, pseudonyms }: PersonPorts, number: string): string =>
  looks.pseudonym(pseudonyms?.of(number) ?? number);

/** Lines of JSON: each a row with its table, the last how many there were. */
export async function exportPerson(
  ports: PersonPorts,
  by: Administrator,
  { number, reason }: Wanted,
  response: ServerResponse,
): Promise<void> {
  const { history, audit } = ports;
  const subject = subjectOf(ports, number);
  audit({ action: 'subscriber-exported', actor: by.name, subject, from: by.from, details: { reason } });
  const headers = { 'Content-Type': 'application/x-ndjson; charset=utf-8', 'Cache-Control': 'no-store' };
  const counts: Record<string, number> = {};
  for await (const { table, rows } of history.everythingOf(namesOf(ports, number))) {
    if (!response.headersSent) response.writeHead(200, headers);
    counts[table] = rows.length;
    response.write(rows.map((row) => `${JSON.stringify({ table, row })}\n`).join(''));
  }
  response.end(`${JSON.stringify({ rows: counts, auditSubject: subject })}\n`);
}

/** Rows erased, by table. First this process forgets him, so that it writes nothing of him behind the erasure. */
export async function erasePerson(
  ports: PersonPorts,
  by: Administrator,
  { number, reason, ignore }: v.InferOutput<typeof erasureSchema>,
): Promise<object> {
  const { history, forgetting, audit } = ports;
  const names = namesOf(ports, number);
  if (ignore && forgetting === null)
    throw new RequestProblem(400, '"ignore" is only possible where one process does everything');
  if (ignore) await forgetting?.ignore(number);
  await forgetting?.forget(names);
  const rows = Object.fromEntries(await history.erase(names));
  const subject = subjectOf(ports, number);
  audit({ action: 'subscriber-erased', actor: by.name, subject, from: by.from, details: { reason, ignore, rows } });
  return { rows };
}
