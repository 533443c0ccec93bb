/** The settings of who may use the API. */
import { option } from './setting-option.ts';
import { networks, origins, text, url } from './setting-readers.ts';

export const accessOptions = {
  'allow-origin': option(
    'TIDEWATCH_ALLOW_ORIGIN',
    'origins',
    null,
    'other web origins that may call the API, separated by commas',
    origins,
  ),
  'trusted-proxies': option(
    'TIDEWATCH_TRUSTED_PROXIES',
    'addresses',
    null,
    'proxies whose X-Forwarded-For and -Proto are believed: addresses or networks, separated by commas',
    networks,
  ),
  access: option(
    'TIDEWATCH_ACCESS',
    'file',
    null,
    'where accounts and API keys are kept; without it access.json in the data folder',
    text,
  ),
  'pseudonym-keys': option(
    'TIDEWATCH_PSEUDONYM_KEYS',
    'file',
    null,
    'file of keys: subscribers stand under pseudonyms made with the first one; without it under their numbers',
    text,
  ),
  'oidc-issuer': option(
    'TIDEWATCH_OIDC_ISSUER',
    'URL',
    null,
    'identity provider (OpenID Connect) where people log in; without it by passwords alone',
    url('https:', 'http:'),
  ),
  'oidc-client': option('TIDEWATCH_OIDC_CLIENT', 'text', null, 'name of Tidewatch at the identity provider', text),
  'oidc-secret': option('TIDEWATCH_OIDC_SECRET', 'file', null, 'file with the secret of that name', text),
  'oidc-claim': option(
    'TIDEWATCH_OIDC_CLAIM',
    'text',
    'preferred_username',
    'claim of the id token that has the name of the account',
    text,
  ),
  'public-url': option(
    'TIDEWATCH_PUBLIC_URL',
    'URL',
    null,
    'where browsers reach Tidewatch, as the identity provider knows it',
    url('https:', 'http:'),
  ),
} as const;
