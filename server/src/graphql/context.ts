/** What resolvers can reach: the parts they read from, with loaders of the operation's own. */
import type { Principal } from '../access/policy.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { ApiPorts } from './ports.ts';

export interface ApiContext extends ApiPorts {
  /** On whose behalf the operation runs. */
  readonly actor: Principal;
  /** Address of the network that it came from; '' when it came from none. */
  readonly from: string;
  readonly loaders: Loaders;
  /** A fresh context on behalf of the same actor: each event of a subscription is an answer of its own. */
  renewed(): ApiContext;
}

/** A fresh context for one operation. The ports show what the actor may see. */
export function createContext(ports: ApiPorts, actor: Principal, from: string): ApiContext {
  const renewed = (): ApiContext => createContext(ports, actor, from);
  return { ...ports, actor, from, loaders: createLoaders(ports), renewed };
}
