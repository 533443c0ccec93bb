/** People who log in at the identity provider of the ISP: OpenID Connect, code flow with PKCE, the id token's signature verified. */
import type { Configuration } from 'openid-client';
import type { Sealer } from '../graphql/sealed-text.ts';

export interface IdentityProviderOptions {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where browsers reach this server, without a path. */
  readonly publicUrl: URL;
  /** The claim that has the name of the account. */
  readonly claim: string;
  readonly sealer: Sealer;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Somebody whom the provider vouches for. */
export interface ProvedPerson {
  readonly name: string;
  /** What he is to the provider, for ever: issuer and subject. */
  readonly subject: string;
  /** Where he wanted to go. */
  readonly back: string;
}

/** What the browser keeps while it is at the provider; sealed, so that it can neither be read nor made up. */
interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly back: string;
  readonly at: number;
}

export const callbackPath = '/access/oidc/callback';
export const attemptSeconds = 600;
const purpose = 'oidc';
const isLoopbackHost = (name: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(name);

export class IdentityProvider {
  readonly #options: IdentityProviderOptions;
  #configuration: Promise<Configuration> | null = null;

  constructor(options: IdentityProviderOptions) {
    this.#options = options;
  }

  /** Whether browsers reach this server over TLS. */
  get isHttps(): boolean {
    return this.#options.publicUrl.protocol === 'https:';
  }

  /** Where to send the browser, and what it keeps meanwhile. Rejects while the provider does not answer. */
  async begin(back: string): Promise<{ readonly url: URL; readonly attempt: string }> {
    const { publicUrl, sealer, now } = this.#options;
    const oidc = await import('openid-client');
    const configuration = await this.#discovered();
    const attempt: Attempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      back,
      at: now(),
    };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: new URL(callbackPath, publicUrl).href,
      scope: 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
    });
    return { url, attempt: sealer.seal(purpose, JSON.stringify(attempt)) };
  }

  /** `query` is what the provider sent the browser back with. Rejects with what does not fit. */
  async finish(query: string, sealed: string): Promise<ProvedPerson> {
    const { publicUrl, sealer, now, claim } = this.#options;
    const text = sealer.open(purpose, sealed);
    if (text === null) throw new Error('The attempt was not begun here');
    const attempt = JSON.parse(text) as Attempt;
    if (now() > attempt.at + attemptSeconds) throw new Error('The attempt took too long');
    const oidc = await import('openid-client');
    const tokens = await oidc.authorizationCodeGrant(
      await this.#discovered(),
      new URL(`${callbackPath}${query}`, publicUrl),
      {
        pkceCodeVerifier: attempt.verifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      },
    );
    const claims = tokens.claims();
    const name = claims?.[claim];
    if (claims === undefined || typeof name !== 'string') throw new Error(`The id token has no claim "${claim}"`);
    return { name, subject: `${claims.iss} ${claims.sub}`, back: attempt.back };
  }

  /** Asked when it is first needed, and again after a failure: a provider that is away keeps nobody else out. */
  #discovered(): Promise<Configuration> {
    this.#configuration ??= this.#discover().catch((error: unknown) => {
      this.#configuration = null;
      throw error;
    });
    return this.#configuration;
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#options;
    const oidc = await import('openid-client');
    const checks = [oidc.enableNonRepudiationChecks];
    if (issuer.protocol === 'http:' && isLoopbackHost(issuer.hostname)) checks.push(oidc.allowInsecureRequests);
    return oidc.discovery(issuer, clientId, clientSecret, undefined, { execute: checks, timeout: 5 });
  }
}
