/** POST /access/subscriber-export and /access/subscriber-erasure: what is kept of one subscriber, for him, and its end. The number is in the body: addresses are logged. */
import type { ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { PersonHistory } from '../history/person-history.ts';
import { RequestProblem } from '../http/problem.ts';
import type { Feed } from '../live/feed.ts';
import { NotForgotten, type Forgetting } from '../privacy/forgetting.ts';
import { mentionsOf } from '../privacy/mentions.ts';
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
  readonly pseudonyms: Pick<Pseudonyms, 'of' | 'allOf' | 'numberOf'> | null;
  readonly feed: Pick<Feed, 'erase'>;
  readonly forgetting: Forgetting;
  readonly audit: Audit;
}

/** What was given may be a pseudonym itself. */
const numberOf = ({ pseudonyms }: PersonPorts, given: string): string => pseudonyms?.numberOf(given) ?? given;

/** He may stand under his number still, from before there were pseudonyms. */
function namesOf(ports: PersonPorts, given: string): string[] {
  const number = numberOf(ports, given);
  return [...new Set([given, number, ...(ports.pseudonyms?.allOf(number) ?? [])])];
}

/** As he stands in the audit, where looks at him are noted by the name that he has. */
function subjectOf(ports: PersonPorts, given: string): string {
  const number = numberOf(ports, given);
  return ports.looks.pseudonym(ports.pseudonyms?.of(number) ?? number);
}

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

const retry = { 'Retry-After': 30 };
/** What no process can take back; each is told in the answer. */
const left = [
  'the audit, where he stands as a hash, with the reasons that people typed',
  'backups, exports and files of sources that were made before',
  'reports that wait in Redis until history has their slot: nothing of him in them is used',
  'keys of a mirror (--redis-mirror) for a moment; until they expire, if no detector was at work',
] as const;
const leftInFeed = 'the feed in Redis, which could not be reached: ask again';

/** First every process forgets him, so that none writes anything of him behind the erasure. */
export async function erasePerson(
  ports: PersonPorts,
  by: Administrator,
  { number, reason, ignore }: v.InferOutput<typeof erasureSchema>,
): Promise<object> {
  const { history, forgetting, feed, audit } = ports;
  const names = namesOf(ports, number);
  const processes = await forgetting.forget(names, ignore).catch((error: unknown) => {
    if (error instanceof NotForgotten)
      throw new RequestProblem(
        503,
        `${error.message}. Nothing was erased from history: ask again`,
        { code: 'TIMED_OUT' },
        retry,
      );
    throw error;
  });
  const rows = Object.fromEntries(await history.erase(names));
  const feedEntries = await feed.erase('anomaly', mentionsOf(names)).catch(() => null);
  const subject = subjectOf(ports, number);
  const details = { reason, ignore, rows, feedEntries, processes };
  audit({ action: 'subscriber-erased', actor: by.name, subject, from: by.from, details });
  return { rows, feedEntries, processes, left: feedEntries === null ? [leftInFeed, ...left] : left };
}
