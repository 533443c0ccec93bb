/** FreeRADIUS' radclient as the NAS of a test, and accounting as it reads it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { SessionTold } from './radius-requests.ts';

export interface RadclientRun {
  /** Requests that were answered in the end. */
  readonly accepted: number;
  /** How often one was given up, or sent again from another port. */
  readonly lost: number;
}

export interface RadclientOptions {
  readonly port: number;
  readonly secret: string;
  /** Requests without an answer that are on their way at a time. */
  readonly parallel: number;
  readonly retries: number;
  readonly timeoutSeconds: number;
  /** As radclient calls it: `acct` unless given. */
  readonly command?: string;
}

/** Resolves when each of the requests, written one a paragraph, was answered or given up. */
export async function runRadclient(path: string, requests: string, options: RadclientOptions): Promise<RadclientRun> {
  const { port, secret, parallel, retries, timeoutSeconds, command = 'acct' } = options;
  const flags = { '-p': parallel, '-r': retries, '-t': timeoutSeconds };
  const args = [...Object.entries(flags).flat().map(String), '-q', '-s', `127.0.0.1:${port}`, command, secret];
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(requests);
  const [told, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const count = (name: string): number => {
    const found = new RegExp(`${name}\\s*: (\\d+)`).exec(told);
    if (found === null) throw new Error(`radclient has told of no ${name}: ${told}${errors}`);
    return Number(found[1]);
  };
  return { accepted: count('Accepted'), lost: count('Lost') };
}

const statusNames = { start: 'Start', interim: 'Interim-Update', stop: 'Stop' } as const;
const twoTo32 = 2 ** 32;

export function asRadclientReadsIt(told: SessionTold): string {
  const { status, session, subscriber, nas, at, sessionSeconds, upBytes, downBytes } = told;
  return `Acct-Status-Type = ${statusNames[status]}
Acct-Session-Id = "${session}"
User-Name = "${subscriber}"
NAS-Identifier = "${nas}"
Event-Timestamp = ${at}
Acct-Session-Time = ${sessionSeconds}
Acct-Input-Octets = ${upBytes % twoTo32}
Acct-Input-Gigawords = ${Math.floor(upBytes / twoTo32)}
Acct-Output-Octets = ${downBytes % twoTo32}
Acct-Output-Gigawords = ${Math.floor(downBytes / twoTo32)}

`;
}
