/** Who may send RADIUS accounting, found by the address that a request comes from. */
import { BlockList, isIPv4 } from 'node:net';
import type { ClientLine } from './client-lines.ts';

export interface RadiusClient {
  /** Null where the request names its NAS. */
  readonly device: string | null;
  readonly secret: Buffer;
}

export type ClientNetwork = RadiusClient & Pick<ClientLine, 'address' | 'bits'>;

/** Addresses that it is remembered of whose they are; anybody can send from any. */
const mostRemembered = 10_000;

export class ClientTable {
  readonly #networks: readonly { readonly client: RadiusClient; readonly addresses: BlockList }[];
  readonly #devices: ReadonlySet<string>;
  readonly #devicesOfNas: ReadonlyMap<string, string>;
  readonly #remembered = new Map<string, RadiusClient | null>();

  constructor(
    networks: readonly ClientNetwork[],
    devices: ReadonlySet<string>,
    devicesOfNas: ReadonlyMap<string, string>,
  ) {
    const narrowestFirst = networks.toSorted((a, b) => b.bits - a.bits);
    this.#networks = narrowestFirst.map((client) => ({ client, addresses: addressesOf(client) }));
    this.#devices = devices;
    this.#devicesOfNas = devicesOfNas;
  }

  /** The narrowest network that has the address counts; null when none has. */
  clientAt(address: string): RadiusClient | null {
    const remembered = this.#remembered.get(address);
    if (remembered !== undefined) return remembered;
    // A socket for both families gives those of the old one in the new one's form.
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
    const client = this.#networks.find(({ addresses }) => addresses.check(plain, family))?.client ?? null;
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    this.#remembered.set(address, client);
    return client;
  }

  /** The device that a request of the client tells of; null when none of the names of its NAS is known. */
  deviceOf({ device }: RadiusClient, nasNames: readonly string[]): string | null {
    if (device !== null) return device;
    const mapped = nasNames.map((name) => this.#devicesOfNas.get(name)).find((one) => one !== undefined);
    return mapped ?? nasNames.find((name) => this.#devices.has(name)) ?? null;
  }
}

function addressesOf({ address, bits }: ClientNetwork): BlockList {
  const addresses = new BlockList();
  addresses.addSubnet(address, bits, isIPv4(address) ? 'ipv4' : 'ipv6');
  return addresses;
}
