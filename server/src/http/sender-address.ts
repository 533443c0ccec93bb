/** From which address of the network a request comes, and whether over TLS: behind proxies that are known, as they say. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';

export interface Senders {
  addressOf(this: void, request: IncomingMessage): string;
  /** This server ends no TLS itself. */
  isHttps(this: void, request: IncomingMessage): boolean;
}

/** An IPv4 address that came in over IPv6 is the IPv4 address. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/** Of an entry of X-Forwarded-For: proxies may add a port. Empty when it is no address. */
function addressIn(entry: string): string {
  const given = entry.trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(given)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(given)?.[1] ?? given;
  return isIP(bare) === 0 ? '' : plain(bare);
}

/**
 * `trusted` are addresses, or networks as `10.0.0.0/8`, of proxies that add whom they serve at the end of X-Forwarded-For. What
 * nobody of them says is not believed: the address is the last one that is not a trusted proxy itself, and no
 * X-Forwarded-Proto counts but theirs. Throws for an entry that is no address.
 */
export function createSenders(trusted: readonly string[]): Senders {
  const proxies = new BlockList();
  for (const entry of trusted) addTo(proxies, entry);
  const isTrusted = (address: string): boolean =>
    address !== '' && proxies.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  const connectedTo = ({ socket }: IncomingMessage): string => plain(socket.remoteAddress ?? '');
  return {
    addressOf(request) {
      let address = connectedTo(request);
      const forwarded = request.headers['x-forwarded-for'];
      if (forwarded === undefined || !isTrusted(address)) return address;
      for (const entry of [forwarded].flat().join(',').split(',').toReversed()) {
        const before = addressIn(entry);
        if (before === '') break;
        address = before;
        if (!isTrusted(address)) break;
      }
      return address;
    },
    isHttps: (request) => request.headers['x-forwarded-proto'] === 'https' && isTrusted(connectedTo(request)),
  };
}

function addTo(proxies: BlockList, entry: string): void {
  const [address = '', length, ...more] = entry.split('/');
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const longest = family === 'ipv4' ? 32 : 128;
  const isGood = isIP(address) !== 0 && more.length === 0 && (length === undefined || /^\d{1,3}$/.test(length));
  if (!isGood || Number(length ?? longest) > longest)
    throw new Error('addresses or networks like 10.0.0.1 or 10.0.0.0/8, separated by commas');
  proxies.addSubnet(address, Number(length ?? longest), family);
}
