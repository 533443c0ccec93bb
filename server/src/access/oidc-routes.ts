/** GET /access/oidc/start and /access/oidc/callback: to the identity provider, and back from it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestProblem } from '../http/problem.ts';
import { attemptSeconds, type IdentityProvider } from './identity-provider.ts';
import type { LoginDesk } from './login-desk.ts';

export interface OidcPorts {
  readonly login: LoginDesk;
  /** Null when there is none. */
  readonly provider: IdentityProvider | null;
  /** Told why somebody was not let in; he himself learns only that. */
  readonly onRefused: (reason: Error) => void;
}

const attemptCookie = 'tidewatch-oidc';
/** Lax: the browser comes back from another site. */
const cookie = (value: string, seconds: number, isHttps: boolean): string =>
  `${attemptCookie}=${value}; Path=/access/oidc; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isHttps ? '; Secure' : ''}`;

/** A path of this server, whatever the address says. */
const checkedBack = (back: string | null): string => (back !== null && /^\/(?![/\\])/.test(back) ? back : '/');

export async function beginOidc({ provider }: OidcPorts, url: URL, response: ServerResponse): Promise<void> {
  if (provider === null) throw new RequestProblem(404, 'There is no identity provider');
  const begun = await provider.begin(checkedBack(url.searchParams.get('back'))).catch(() => {
    throw new RequestProblem(503, 'The identity provider does not answer', {}, { 'Retry-After': 10 });
  });
  const attempt = cookie(begun.attempt, attemptSeconds, provider.isHttps);
  const headers = { Location: begun.url.href, 'Set-Cookie': attempt };
  response.writeHead(303, { ...headers, 'Cache-Control': 'no-store' }).end();
}

/** `from` is the address of the network; `sessionCookieOf` gives the cookie of the new session, for browsers that came over HTTPS or not. */
export async function finishOidc(
  { provider, login, onRefused }: OidcPorts,
  url: URL,
  { request, response, from }: { request: IncomingMessage; response: ServerResponse; from: string },
  sessionCookieOf: (proof: string, isHttps: boolean) => string,
): Promise<void> {
  if (provider === null) throw new RequestProblem(404, 'There is no identity provider');
  const kept = new RegExp(`(?:^|; *)${attemptCookie}=([\\w-]{1,4000})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
  const gone = cookie('', 0, false);
  try {
    const person = await provider.finish(url.search, kept ?? '');
    const proof = await login.loginProved(person, from);
    const cookies = [sessionCookieOf(proof, provider.isHttps), gone];
    response.writeHead(303, { Location: person.back, 'Set-Cookie': cookies, 'Cache-Control': 'no-store' }).end();
  } catch (error) {
    onRefused(error as Error);
    login.refusedProved(from);
    response.writeHead(303, { Location: '/login?refused=1', 'Set-Cookie': gone, 'Cache-Control': 'no-store' }).end();
  }
}
