/** The pages of the dashboard as its routes folder has them, so that what goes through all of them finds a new one by itself. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const routesFolder = join(import.meta.dirname, '../../web/src/routes');

/** What stands in an address for a part that varies, by the folder that it is in. */
export interface RouteExamples {
  readonly devices: string;
  readonly subscribers: string;
  readonly anomalies: string;
}

/** Such as "/", "/devices" and "/devices/[name]", sorted. */
export const dashboardRoutes: readonly string[] = readdirSync(routesFolder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('+page.svelte'))
  .map((file) => `/${dirname(file)}`.replaceAll(/\/(\.|\([^/]+\))(?=\/|$)/g, '') || '/')
  .sort();

/** The address of a page that has something to show. */
export function addressOf(route: string, examples: RouteExamples): string {
  return route.replaceAll(/([^/]+)\/\[[^/]+\]/g, (part, folder: string) => {
    if (!(folder in examples))
      throw new Error(`${route}: no example for ${part}, expected a folder of ${Object.keys(examples).join(', ')}`);
    return `${folder}/${encodeURIComponent(examples[folder as keyof RouteExamples])}`;
  });
}

/** "devices-name" of "/devices/[name]": a route as part of a file's name. */
export const routeAsWord = (route: string): string => route.match(/[\w-]+/g)?.join('-') ?? 'overview';

/** The newest anomaly of a subscriber, he and its device. Asks until there is one: the limit is the caller's. */
export async function findExamples(query: <Data>(document: string) => Promise<Data>): Promise<RouteExamples> {
  for (;;) {
    const { anomalies } = await query<Newest>(newest);
    const found = anomalies.edges.find(({ node }) => node.subscriber !== null)?.node;
    if (found?.subscriber) return { devices: found.device.name, subscribers: found.subscriber.id, anomalies: found.id };
    await wait(100);
  }
}

interface Newest {
  readonly anomalies: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly device: { readonly name: string };
        readonly subscriber: { readonly id: string } | null;
      };
    }[];
  };
}
const newest = '{ anomalies(first: 50) { edges { node { id device { name } subscriber { id } } } } }';
