/** What resolvers can reach: the parts they read from, and loaders of their own. */
import { createLoaders, type Loaders } from './loaders.ts';
import type { ApiPorts } from './ports.ts';

export interface ApiContext extends ApiPorts {
  readonly loaders: Loaders;
}

/** A fresh context for one operation. */
export function createContext(ports: ApiPorts): ApiContext {
  return { ...ports, loaders: createLoaders(ports) };
}
