/** Who may push what: the key in the header Authorization, and the scopes that its file gives it. */
import type { IncomingMessage } from 'node:http';
import { RequestProblem } from '../../http/problem.ts';
import type { KeyRing } from '../../ingest/push/key-ring.ts';
import type { PushKey, PushScope } from '../../ingest/push/push-keys.ts';

const realm = 'Bearer realm="tidewatch"';

/** The key of the request. Throws a problem of status 401 or 403. */
export async function keyOf({ headers }: IncomingMessage, keys: KeyRing, scope: PushScope): Promise<PushKey> {
  const secret = /^Bearer +([\x21-\x7e]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (secret === undefined) {
    const detail = 'The request has no key; expected the header Authorization: Bearer KEY';
    throw new RequestProblem(401, detail, {}, { 'WWW-Authenticate': realm });
  }
  const key = await keys.find(secret);
  if (key === null) {
    const detail = 'The key is not one of the file of keys, or has expired';
    throw new RequestProblem(401, detail, {}, { 'WWW-Authenticate': `${realm}, error="invalid_token"` });
  }
  if (!key.scopes.has(scope)) {
    const detail = `The key "${key.name}" is good for ${[...key.scopes].join(', ')}; expected one for ${scope}`;
    const challenge = `${realm}, error="insufficient_scope", scope="${scope}"`;
    throw new RequestProblem(403, detail, {}, { 'WWW-Authenticate': challenge });
  }
  return key;
}
