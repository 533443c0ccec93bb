/** Hears RADIUS accounting on a UDP socket: lets in what a known client has signed, and answers once it is safe. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { readAccounting, statusRequest, type RequestFault, type SubscriberAttribute } from './accounting-request.ts';
import type { ClientTable } from './client-table.ts';
import { headerBytes, readRequest, responseTo, type PacketFault } from './packet.ts';
import type { DeskFault, RequestDesk } from './request-desk.ts';

/** Why a request is not answered. `in-flight`: the first of two that are the same gets the answer. */
export type DropReason = 'unknown-client' | PacketFault | 'unknown-nas' | RequestFault | 'in-flight' | DeskFault;

export interface RadiusListenerOptions {
  readonly address: string;
  readonly port: number;
  readonly clients: ClientTable;
  readonly desk: Pick<RequestDesk, 'offer'>;
  readonly subscriberFrom: readonly SubscriberAttribute[];
  /** Epoch seconds. */
  readonly now: () => number;
  /** Told of each request that is not answered, and where it came from. */
  readonly onDropped: (reason: DropReason, address: string) => void;
  /** The socket can't send or receive something; it goes on. */
  readonly onFault: (fault: Error) => void;
}

/** What comes while the process is at something else waits in the kernel: room for some thousand requests. */
const wantedBufferBytes = 8 * 2 ** 20;

export class RadiusListener {
  readonly #options: RadiusListenerOptions;
  readonly #socket: Socket;
  readonly #inFlight = new Set<string>();
  #deaf = false;

  constructor(options: RadiusListenerOptions) {
    this.#options = options;
    this.#socket = createSocket(isIPv6(options.address) ? 'udp6' : 'udp4');
  }

  /** Resolves to the size of the receive buffer that the system grants, bytes. Rejects when the address can't be had. */
  async start(): Promise<number> {
    const { address, port, onFault } = this.#options;
    this.#socket.on('message', (datagram, sender) => this.#receive(datagram, sender));
    const listening = once(this.#socket, 'listening');
    this.#socket.bind({ address, port, exclusive: true });
    await listening;
    this.#socket.on('error', onFault);
    try {
      this.#socket.setRecvBufferSize(wantedBufferBytes);
    } catch (error) {
      onFault(error as Error);
    }
    return this.#socket.getRecvBufferSize();
  }

  /** Takes no more requests; those in flight can still be answered. */
  stopListening(): void {
    this.#deaf = true;
  }

  /** Call once, whether it was started or not. */
  async close(): Promise<void> {
    this.#deaf = true;
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  #receive(datagram: Buffer, sender: RemoteInfo): void {
    if (this.#deaf) return;
    const reason = this.#take(datagram, sender);
    if (reason !== null) this.#options.onDropped(reason, sender.address);
  }

  /** Null when the desk has it. */
  #take(datagram: Buffer, sender: RemoteInfo): DropReason | null {
    const { clients, desk, subscriberFrom, now, onDropped } = this.#options;
    const client = clients.clientAt(sender.address);
    if (client === null) return 'unknown-client';
    const flight = flightOf(datagram, sender);
    if (this.#inFlight.has(flight)) return 'in-flight';
    const packet = readRequest(datagram, client.secret);
    if (typeof packet === 'string') return packet;
    const at = Math.floor(now());
    const { asksForStatus, attributes } = packet;
    const request = asksForStatus ? statusRequest(attributes, at) : readAccounting(attributes, at, subscriberFrom);
    if (typeof request === 'string') return request;
    // Whoever asks whether we are there need not be a NAS that tells of traffic.
    const device = clients.deviceOf(client, request.nasNames) ?? (asksForStatus ? '' : null);
    if (device === null) return 'unknown-nas';
    this.#inFlight.add(flight);
    const done = (fault: DeskFault | null): void => {
      this.#inFlight.delete(flight);
      if (fault === null) this.#answer(responseTo(packet, client.secret), sender);
      else onDropped(fault, sender.address);
    };
    desk.offer({ request, device, nas: request.nasNames[0] ?? sender.address, done });
    return null;
  }

  #answer(response: Buffer, { address, port }: RemoteInfo): void {
    this.#socket.send(response, port, address, (error) => {
      if (error !== null) this.#options.onFault(error);
    });
  }
}

/** The same for a request that is sent again, and for no other: who sent it, its header with the authenticator. */
function flightOf(datagram: Buffer, { address, port }: RemoteInfo): string {
  return `${datagram.toString('latin1', 0, headerBytes)} ${port} ${address}`;
}
