/** Cuts off an answer that goes on when whoever asked may not have it any more. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Doorkeeper } from '../access/doorkeeper.ts';
import type { Principal } from '../access/policy.ts';
import type { Visitor } from './gate.ts';

const mayGoOn = ({ url = '', headers }: IncomingMessage): boolean =>
  url.startsWith('/api/') || (headers.accept?.includes('text/event-stream') ?? false);

export function watchStream(
  request: IncomingMessage,
  response: ServerResponse,
  doorkeeper: Doorkeeper,
  { credential }: Visitor,
  principal: Principal,
): void {
  if (!mayGoOn(request)) return;
  const unwatch = doorkeeper.watch(credential, principal, () => response.destroy());
  response.once('close', unwatch);
}
