/** Reads the lines of the RADIUS clients file: who may send accounting, with which secret, and of which device it is. */
import { isIP } from 'node:net';

export interface ClientLine {
  readonly line: number;
  readonly address: string;
  /** Bits of the address that count; all of them for one machine. */
  readonly bits: number;
  /** Null where each request names its NAS: its sender passes on what others tell. */
  readonly device: string | null;
  /** Either is given: the secret itself, or the file that holds it. */
  readonly secret: { readonly text: string } | { readonly file: string };
}

export interface ClientLines {
  readonly clients: readonly ClientLine[];
  /** Device by the name or address that a NAS gives itself. */
  readonly devicesOfNas: ReadonlyMap<string, string>;
}

/** What is wrong goes to `faults`, one sentence each; no secret is repeated there. */
export function readClientLines(text: string, devices: ReadonlySet<string>, faults: string[]): ClientLines {
  const clients: ClientLine[] = [];
  const devicesOfNas = new Map<string, string>();
  for (const [index, content] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const words = content.trim().split(/\s+/);
    const [first = '', second = '', third = ''] = words;
    if (first === '' || first.startsWith('#')) continue;
    const line = index + 1;
    const isNas = first === 'nas';
    const fault = (sentence: string): void => void faults.push(`Line ${line} of the RADIUS clients ${sentence}.`);
    if (words.length !== 3) fault(`has ${words.length} words, expected ADDRESS DEVICE SECRET or nas NAME DEVICE`);
    else if (isNas) addNas(second, third, devicesOfNas, fault);
    else addClient({ line, address: first, device: second, secret: third }, clients, fault);
    const device = isNas ? third : second;
    if (words.length === 3 && !devices.has(device) && (isNas || device !== '*'))
      fault(`names the device "${device}", expected one of the device table${isNas ? '' : ', or * for any'}`);
  }
  if (clients.length === 0 && faults.length === 0)
    faults.push('The RADIUS clients name nobody who may send, expected a line with ADDRESS DEVICE SECRET.');
  return { clients, devicesOfNas };
}

type Fault = (sentence: string) => void;

function addNas(name: string, device: string, devicesOfNas: Map<string, string>, fault: Fault): void {
  if (devicesOfNas.has(name)) fault(`names the NAS "${name}" again, expected each once`);
  devicesOfNas.set(name, device);
}

function addClient(
  { line, address: given, device, secret }: { line: number; address: string; device: string; secret: string },
  clients: ClientLine[],
  fault: Fault,
): void {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(given) ?? [];
  const most = isIP(address) === 4 ? 32 : 128;
  const bits = prefix === undefined ? most : Number(prefix);
  if (isIP(address) === 0 || bits > most) {
    fault(
      `begins with "${given}", expected an address such as 192.0.2.1 or 2001:db8::1, or a network such as 192.0.2.0/24`,
    );
    return;
  }
  if (clients.some((client) => client.address === address && client.bits === bits))
    fault(`has ${given} again, expected each address once`);
  const file = /^file:(.+)$/.exec(secret)?.[1];
  clients.push({
    line,
    address,
    bits,
    device: device === '*' ? null : device,
    secret: file === undefined ? { text: secret } : { file },
  });
}
