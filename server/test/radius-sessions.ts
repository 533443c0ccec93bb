/** Sessions of many subscribers as two NASes tell of them, seeded: starts, interim updates and stops, the requests of each in order. */
import { seededRandom } from './random.ts';
import type { SessionTold } from './radius-requests.ts';

export const nasNames = ['bras-1', 'bras-2'] as const;

export interface ToldSessions {
  /** First all starts, then all first updates, and so on. */
  readonly requests: readonly SessionTold[];
  /** What the last counters of all sessions come to. */
  readonly upBytes: number;
  readonly downBytes: number;
}

/** `rounds` requests a session, ten minutes apart; the first within ten minutes of `begin`. */
export function toldSessions(begin: number, sessions: number, rounds: number, seed: number): ToldSessions {
  const random = seededRandom(seed);
  const running = Array.from({ length: sessions }, (_, n) => ({
    session: `${n}/${random.below(2 ** 31).toString(16)}`,
    subscriber: `s${n}@example.net`,
    nas: nasNames[n % nasNames.length]!,
    at: begin + random.below(600),
    upBytes: 0,
    downBytes: 0,
  }));
  const requests: SessionTold[] = [];
  for (let round = 0; round < rounds; round++) {
    const status = round === 0 ? 'start' : round === rounds - 1 ? 'stop' : 'interim';
    for (const session of running) {
      requests.push({ ...session, status, sessionSeconds: round * 600 });
      session.at += 600;
      if (round === rounds - 1) continue;
      session.upBytes += random.below(2 ** 27);
      session.downBytes += random.below(2 ** 31);
    }
  }
  const sum = (of: (session: (typeof running)[number]) => number): number =>
    running.reduce((total, session) => total + of(session), 0);
  return { requests, upBytes: sum(({ upBytes }) => upBytes), downBytes: sum(({ downBytes }) => downBytes) };
}
