/** A small OpenID Connect provider on this machine: discovery, keys, code flow with PKCE, id tokens signed with RS256. It lets in whoever it is told to. */
import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who is at the browser. */
  person: { sub: string; preferred_username: string };
  /** What is wrong with the next id tokens. */
  wrong: Partial<Record<'iss' | 'aud' | 'nonce', string>> & { exp?: number; alg?: 'none' | 'other key' };
  /** Requests for a token that were refused, and why. */
  readonly refused: string[];
  stop(): Promise<void>;
}

interface Code {
  readonly challenge: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

export async function startOidcProvider(): Promise<OidcProvider> {
  const { publicKey, privateKey } = newKey();
  const otherKey = newKey().privateKey;
  const codes = new Map<string, Code>();
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: OidcProvider = {
    issuer,
    clientId: 'tidewatch',
    clientSecret: randomUUID(),
    person: { sub: '1', preferred_username: 'viewer' },
    wrong: {},
    refused: [],
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  const json = (response: ServerResponse, status: number, body: object): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', issuer);
    if (url.pathname === '/.well-known/openid-configuration') {
      return json(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      });
    }
    if (url.pathname === '/keys')
      return json(response, 200, {
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }],
      });
    if (url.pathname === '/authorize') return authorize(url.searchParams, response);
    return token(request, response);
  }

  function authorize(asked: URLSearchParams, response: ServerResponse): void {
    const get = (name: string): string => asked.get(name) ?? '';
    if (
      get('response_type') !== 'code' ||
      get('code_challenge_method') !== 'S256' ||
      get('client_id') !== provider.clientId
    )
      return json(response, 400, { error: 'invalid_request' });
    const code = randomUUID();
    codes.set(code, { challenge: get('code_challenge'), nonce: get('nonce'), redirectUri: get('redirect_uri') });
    const back = new URL(get('redirect_uri'));
    back.searchParams.set('code', code);
    back.searchParams.set('state', get('state'));
    response.writeHead(303, { location: back.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const given = new URLSearchParams((await buffer(request)).toString());
    const code = codes.get(given.get('code') ?? '');
    codes.delete(given.get('code') ?? '');
    const refuse = (why: string): void => {
      provider.refused.push(why);
      json(response, 400, { error: 'invalid_grant' });
    };
    if (given.get('client_secret') !== provider.clientSecret) return refuse('secret');
    if (code === undefined) return refuse('code');
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== code.challenge) return refuse('verifier');
    if (given.get('redirect_uri') !== code.redirectUri) return refuse('redirect_uri');
    json(response, 200, {
      access_token: randomUUID(),
      token_type: 'bearer',
      expires_in: 60,
      id_token: idToken(code.nonce),
    });
  }

  function idToken(nonce: string): string {
    const now = Math.floor(Date.now() / 1000);
    const { alg, ...claims } = provider.wrong;
    const header = { alg: alg === 'none' ? 'none' : 'RS256', kid: 'one' };
    const body = { iss: issuer, aud: provider.clientId, nonce, iat: now, exp: now + 60, ...provider.person, ...claims };
    const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(body))}`;
    if (alg === 'none') return `${signed}.`;
    const key = alg === 'other key' ? otherKey : privateKey;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
  }

  return provider;
}
