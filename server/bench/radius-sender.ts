/**
 * The NASes of `radius.ts`, in a process of their own: `radius-sender.ts PORT SECRET SESSIONS`. Each order has it tell of
 * its sessions in turn, and check and time the answers; what is not answered is sent again.
 */
import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { nasNames } from '../test/radius-sessions.ts';
import { attributesOf, encodeRequest } from '../test/radius-requests.ts';
import { quantile } from './quantile.ts';

export interface SenderOrder {
  readonly requests: number;
  /** Null: as fast as they are answered. */
  readonly perSecond: number | null;
}

export interface SenderReport {
  readonly seconds: number;
  readonly perSecond: number;
  readonly medianMs: number;
  /** 99 % were answered by then. */
  readonly mostOfMs: number;
  readonly longestMs: number;
  readonly sentAgain: number;
  /** What the newest counters of all sessions come to. */
  readonly upBytes: number;
}

interface InFlight {
  readonly request: Buffer;
  readonly firstSentMs: number;
  sentMs: number;
}

const [port = '', secret = '', sessionCount = ''] = process.argv.slice(2);
const sessions = Number(sessionCount);
const identifiersPerSocket = 256;
const sendAgainAfterMs = 5000;
/** Of a turn; between two the answers are read. */
const mostAtOnce = 200;
const upBytesEach = 1_234_567;
/** Four hours ago: then the sessions begin, and each round is ten minutes later. */
const begin = Math.floor(Date.now() / 1000) - 4 * 3600;

const sockets = await Promise.all(Array.from({ length: 64 }, openSocket));
const places: (InFlight | undefined)[] = Array.from({ length: sockets.length * identifiersPerSocket });
const answeredAfterMs: number[] = [];
let inFlight = 0;
let sentAgain = 0;
let lookedAtMs = 0;
/** Requests made so far: those of one round after those of the round before. */
let made = 0;

process.on('message', (order: SenderOrder) => void carryOut(order).then((report) => process.send?.(report)));
process.on('disconnect', () => process.exit());

async function carryOut({ requests, perSecond }: SenderOrder): Promise<SenderReport> {
  answeredAfterMs.length = 0;
  sentAgain = 0;
  const firstMade = made;
  const encoded = Array.from({ length: requests }, nextRequest);
  const begunMs = performance.now();
  let sent = 0;
  while (sent < requests || inFlight > 0) {
    const due = perSecond === null ? requests : Math.floor(((performance.now() - begunMs) / 1000) * perSecond);
    const until = Math.min(requests, due, sent + mostAtOnce);
    // Who waits for the place of a request that is not answered yet falls behind, as a NAS would.
    while (sent < until && places[placeOf(firstMade + sent)] === undefined) send(encoded[sent]!, firstMade + sent++);
    sendLateAgain();
    await wait(1);
  }
  return reportOf(requests, (performance.now() - begunMs) / 1000);
}

function reportOf(requests: number, seconds: number): SenderReport {
  return {
    seconds,
    perSecond: requests / seconds,
    medianMs: quantile(answeredAfterMs, 0.5),
    mostOfMs: quantile(answeredAfterMs, 0.99),
    longestMs: Math.max(...answeredAfterMs),
    sentAgain,
    upBytes: upBytesEach * Math.max(0, made - sessions),
  };
}

function nextRequest(): Buffer {
  const n = made++;
  const [session, round] = [n % sessions, Math.floor(n / sessions)];
  const attributes = attributesOf({
    status: round === 0 ? 'start' : 'interim',
    session: `session-${session}`,
    subscriber: `subscriber-${session}@example.net`,
    nas: nasNames[session % nasNames.length]!,
    at: begin + round * 600 + (session % 600),
    sessionSeconds: round * 600,
    upBytes: round * upBytesEach,
    downBytes: round * 5 * upBytesEach,
  });
  return encodeRequest(n % identifiersPerSocket, attributes, secret);
}

function placeOf(request: number): number {
  return request % places.length;
}

function send(request: Buffer, number: number): void {
  const nowMs = performance.now();
  const place = placeOf(number);
  places[place] = { request, firstSentMs: nowMs, sentMs: nowMs };
  inFlight++;
  transmit(request, place);
}

function transmit(request: Buffer, place: number): void {
  sockets[Math.floor(place / identifiersPerSocket)]!.send(request, Number(port), '127.0.0.1');
}

function sendLateAgain(): void {
  const nowMs = performance.now();
  if (nowMs - lookedAtMs < 100) return;
  lookedAtMs = nowMs;
  for (const [place, waiting] of places.entries()) {
    if (waiting === undefined || nowMs - waiting.sentMs < sendAgainAfterMs) continue;
    waiting.sentMs = nowMs;
    sentAgain++;
    transmit(waiting.request, place);
  }
}

async function openSocket(_: unknown, nth: number): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.setRecvBufferSize(2 ** 21);
  return socket.on('message', (answer) => take(answer, nth * identifiersPerSocket + answer[1]!));
}

/** An answer counts when it is signed over the request that waits for it: it may be the second one to the request before. */
function take(answer: Buffer, place: number): void {
  const waiting = places[place];
  if (waiting === undefined) return;
  const signed = Buffer.concat([answer.subarray(0, 4), waiting.request.subarray(4, 20), Buffer.from(secret)]);
  if (!createHash('md5').update(signed).digest().equals(answer.subarray(4, 20))) return;
  places[place] = undefined;
  inFlight--;
  answeredAfterMs.push(performance.now() - waiting.firstSentMs);
}
