/** The gate of the HTTP server: who asks is found out, and what may not be asked is answered here. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { credentialOf, type Credential } from '../access/credential.ts';
import type { Doorkeeper } from '../access/doorkeeper.ts';
import { may, type Principal } from '../access/policy.ts';
import type { RouteRule } from '../access/route-rules.ts';
import { csrfHeader } from '../graphql/yoga.ts';
import { answerJson, answerProblem } from './answer.ts';
import type { OriginRules } from './origin.ts';
import { createSenders, type Senders } from './sender-address.ts';

export interface Visitor {
  readonly credential: Credential;
  /** Null for a stranger. */
  readonly principal: Principal | null;
  /** Address of the network. */
  readonly from: string;
  /** A proxy that is trusted was reached over TLS. */
  readonly isHttps: boolean;
}

type Known = Pick<Visitor, 'credential' | 'principal'>;

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];
const challenge = { 'WWW-Authenticate': 'Bearer realm="tidewatch"', 'Cache-Control': 'no-store' };

/** What is answered instead: status, code and a sentence. */
interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
}

export function createGate(
  doorkeeper: Doorkeeper,
  isGraphql: (request: IncomingMessage) => boolean,
  { addressOf, isHttps }: Senders = createSenders([]),
) {
  /** Null when it was answered here. */
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    rule: RouteRule,
    rules: OriginRules,
  ): Promise<Visitor | null> => {
    const credential = credentialOf(request.headers);
    const principal = await doorkeeper.principalFor(credential);
    const refusal = refusalOf(request, { credential, principal }, rule, rules);
    if (refusal === null) return { credential, principal, from: addressOf(request), isHttps: isHttps(request) };
    const { status, message } = refusal;
    const headers = status === 401 ? challenge : {};
    if (!isGraphql(request)) answerProblem(request, response, status, message, headers);
    else {
      const code = status === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      answerJson(request, response, status, { errors: [{ message, extensions: { code } }] }, headers);
    }
    return null;
  };
}

function refusalOf(request: IncomingMessage, visitor: Known, rule: RouteRule, rules: OriginRules): Refusal | null {
  const isChange = !safeMethods.includes(request.method ?? '');
  if (isChange && rule !== 'own' && isForged(request, visitor, rules))
    return { status: 403, message: `A request with a cookie needs the header ${csrfHeader}, and an Origin of ours` };
  if (rule === 'anyone' || rule === 'own') return null;
  const { principal } = visitor;
  if (principal === null)
    return { status: 401, message: 'Log in, or give a key that is good: Authorization: Bearer KEY' };
  if (rule === 'nobody') return { status: 403, message: 'Nobody may ask for this' };
  return may(principal, rule) ? null : { status: 403, message: `This needs the permission "${rule}"` };
}

/** A page of another site can make a browser send the cookie, and neither the header nor JSON without being asked first. */
function isForged(request: IncomingMessage, { credential }: Known, rules: OriginRules): boolean {
  if (credential.type !== 'session') return false;
  if (!rules.allowsOrigin(request)) return true;
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
  return !isJson && request.headers[csrfHeader] === undefined;
}
