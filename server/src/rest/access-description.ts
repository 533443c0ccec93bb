/** What the description of the API says of the routes below /access, made from the schemas that their bodies are read with. */
import * as v from 'valibot';
import { firstSchema, loginSchema, passwordSchema } from '../access/access-bodies.ts';
import { accountInputSchema, keyInputSchema } from '../access/access-state.ts';
import { erasureSchema, personSchema } from '../access/person-routes.ts';
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts';
import { problemResponse, type DescribedResponse, type Operation, type PathItem } from './operation.ts';

const described = (type: string | readonly string[], description: string): JsonSchema => ({ type, description });
const texts = (description: string, nullable = false): JsonSchema => ({
  type: nullable ? ['array', 'null'] : 'array',
  items: { type: 'string' },
  description,
});
const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const devices = texts('Names of the devices that he is limited to; null for all.', true);

const account = {
  name: described('string', 'How he logs in, and how he stands in the history of triage.'),
  role: described('string', 'viewer, analyst, admin or integrator.'),
  devices,
  mayReveal: described('boolean', 'Of an analyst who may learn the numbers behind pseudonyms.'),
  hasPassword: described('boolean', 'False for who comes from the identity provider alone.'),
};
const key = {
  id: described('string', 'What it is revoked by.'),
  name: described('string', 'What it is for; it acts as `key` and this name.'),
  scopes: texts('The permissions that it is good for.'),
  devices,
  madeBy: described('string', 'Who made it.'),
  madeAt: described('number', 'When it was made, seconds since 1970.'),
  expiresAt: described('number', 'From when on it is good no more, seconds since 1970.'),
  lastUsedAt: described(
    ['number', 'null'],
    'When it was last used, within the hour before, seconds since 1970; null for one that never was.',
  ),
};

export const accessSchemas = {
  Me: object({
    name: described(['string', 'null'], 'Null for a stranger.'),
    kind: described(['string', 'null'], 'person, key, or local: this machine’s only user.'),
    role: described(['string', 'null'], 'Null for a stranger.'),
    permissions: texts('What he may do.'),
    devices,
    isOpen: described('boolean', 'Nobody has an account, and only this machine can come in.'),
    takesFirstToken: described('boolean', 'The first account is still to be made.'),
    hasProvider: described('boolean', 'People can log in at an identity provider.'),
    hasPseudonyms: described('boolean', 'Subscribers stand under pseudonyms.'),
  }),
  Account: object(account),
  Key: object(key),
  NewKey: object({ ...key, key: described('string', 'The key itself, which is never shown again.') }),
};

const problems: Readonly<Record<number, string>> = {
  400: 'The body or the path can not be read, or has a value that can not be used.',
  401: 'Nobody who may, or the password or token is wrong.',
  403: 'He may not, or the request was not made by a page of ours.',
  404: 'There is none, or nothing of the kind is kept here.',
  409: 'It contradicts what is there already.',
  413: 'The body has more than 16 KiB.',
  415: 'The body is not of the media type application/json.',
  429: 'Too many wrong passwords; Retry-After says for how many seconds to wait.',
  500: 'A fault of the server.',
  503: 'As many passwords as are checked at once are being checked, the identity provider does not answer, or a process has not forgotten the subscriber yet.',
};

const answering = (description: string, mediaType: string, schema: JsonSchema): DescribedResponse => ({
  description,
  content: { [mediaType]: { schema } },
});
const json = (description: string, schema: JsonSchema): DescribedResponse =>
  answering(description, 'application/json', schema);
const done = (description: string): DescribedResponse => json(description, { type: 'object' });
const reference = (name: keyof typeof accessSchemas): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const lines = (description: string): DescribedResponse =>
  answering(description, 'application/x-ndjson', { type: 'string', description: 'A line of JSON each.' });
const listOf = (name: string, of: keyof typeof accessSchemas): JsonSchema =>
  object({ [name]: { type: 'array', items: reference(of), description: 'All there are.' } });

interface Told {
  readonly summary: string;
  readonly description: string;
  readonly good: DescribedResponse;
  /** Of the answer when all is well; 200 unless it says otherwise. */
  readonly status?: number;
  readonly body?: v.GenericSchema;
  readonly id?: string;
}

function operation(operationId: string, { summary, description, good, status = 200, body, id }: Told): Operation {
  const parameters =
    id === undefined
      ? []
      : [{ name: 'id', in: 'path' as const, required: true, description: id, schema: { type: 'string' } }];
  return {
    operationId,
    summary,
    description,
    parameters,
    ...(body && {
      requestBody: {
        required: true as const,
        description: 'At most 16 KiB of JSON.',
        content: { 'application/json': { schema: jsonSchemaOf(body, 'input') } },
      },
    }),
    responses: {
      [status]: good,
      ...Object.fromEntries(Object.entries(problems).map(([code, text]) => [code, problemResponse(text)])),
    },
  };
}

const session = 'The cookie of the session is in Set-Cookie.';
const accountId = 'Name of the account.';
const keyId = '`id` of the key.';
const onward: DescribedResponse = { description: 'The header Location says where to go on.' };

/** By path. */
export const accessOperations: Readonly<Record<string, PathItem>> = {
  '/access/me': {
    get: operation('getMe', {
      summary: 'Who one is',
      description: 'Answers strangers too, and tells nothing of others.',
      good: json('Who asks.', reference('Me')),
    }),
  },
  '/access/login': {
    post: operation('logIn', {
      summary: 'Log in',
      description: `By name and password. The words are the same whatever was wrong. ${session}`,
      body: loginSchema,
      good: done('The session has begun.'),
    }),
  },
  '/access/first': {
    post: operation('makeFirstAccount', {
      summary: 'Make the first account',
      description: `With the token that the first start printed, once. ${session}`,
      body: firstSchema,
      good: done('There is an admin, and he is logged in.'),
    }),
  },
  '/access/logout': {
    post: operation('logOut', {
      summary: 'Log out',
      description: 'Ends the session, and what is open with it.',
      good: done('It has ended.'),
    }),
  },
  '/access/password': {
    post: operation('changePassword', {
      summary: 'Change one’s own password',
      description: 'Ends all other sessions of one’s own.',
      body: passwordSchema,
      good: done('The new one holds.'),
    }),
  },
  '/access/oidc/start': {
    get: operation('beginOidc', {
      summary: 'Log in at the identity provider',
      description: 'For browsers. `back` says which page to come back to.',
      status: 303,
      good: onward,
    }),
  },
  '/access/oidc/callback': {
    get: operation('finishOidc', {
      summary: 'Come back from the identity provider',
      description: `The provider sends browsers here. ${session}`,
      status: 303,
      good: onward,
    }),
  },
  '/access/accounts': {
    get: operation('listAccounts', {
      summary: 'The accounts',
      description: 'Needs the permission `administer`.',
      good: json('All accounts.', listOf('accounts', 'Account')),
    }),
  },
  '/access/accounts/{id}': {
    put: operation('setAccount', {
      summary: 'Make or change an account',
      description:
        'Needs the permission `administer`. Without a password it keeps the one it has. A new role ends what is open.',
      id: accountId,
      body: accountInputSchema,
      good: json('As it is now.', reference('Account')),
    }),
    delete: operation('removeAccount', {
      summary: 'Remove an account',
      description: 'Needs the permission `administer`. The last admin of all devices stays.',
      id: accountId,
      good: done('It is gone.'),
    }),
  },
  '/access/keys': {
    get: operation('listKeys', {
      summary: 'The keys of machines',
      description: 'Needs the permission `administer`.',
      good: json('All keys, without what they are.', listOf('keys', 'Key')),
    }),
    post: operation('makeKey', {
      summary: 'Make a key',
      description: 'Needs the permission `administer`.',
      body: keyInputSchema,
      good: json('The key.', reference('NewKey')),
    }),
  },
  '/access/keys/{id}': {
    delete: operation('revokeKey', {
      summary: 'Revoke a key',
      description:
        'Needs the permission `administer`. It is good no more within two seconds, and what is open with it ends.',
      id: keyId,
      good: done('It is gone.'),
    }),
  },
  '/access/audit': {
    get: operation('exportAudit', {
      summary: 'The audit',
      description: 'Needs the permission `administer`. `npm run audit -- verify FILE` checks it.',
      good: lines('Each note with the hash of the one before.'),
    }),
  },
  '/access/subscriber-export': {
    post: operation('exportSubscriber', {
      summary: 'What is kept of one subscriber',
      description: 'Needs the permission `administer`.',
      body: personSchema,
      good: lines('Each row with its table; the last line says how many there were.'),
    }),
  },
  '/access/subscriber-erasure': {
    post: operation('eraseSubscriber', {
      summary: 'Erase what is kept of one subscriber',
      description:
        'Needs the permission `administer`. It can not be undone. With `ignore` nothing is taken of him from then on.',
      body: erasureSchema,
      good: json(
        'How much was erased, and what is left.',
        object({
          rows: described('object', 'Rows, by table; as `comments` those of others that named him.'),
          feedEntries: {
            type: ['integer', 'null'],
            description: 'Entries that were taken out of the feed in Redis; null when it could not be reached.',
          },
          processes: described('integer', 'Processes that run, each of which has forgotten him.'),
          left: { type: 'array', items: { type: 'string' }, description: 'What is to be looked after by people.' },
        }),
      ),
    }),
  },
};
