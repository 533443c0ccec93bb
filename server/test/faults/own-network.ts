/** A network between this machine and a namespace of its own, which can be cut, made to lose packets, and made slow. For root, with iproute2 and nftables. */
import { execFileSync } from 'node:child_process';

export interface OwnNetwork {
  /** Addresses of one host in the namespace. */
  readonly hosts: readonly [string, string, string];
  /** Begins the command of a program that is to run in it. */
  readonly run: readonly string[];
  cut(): void;
  mend(): void;
  /** Packets to this address arrive no more; those to the others do. */
  cutOff(host: string): void;
  /** Of packets either way, in hundred. */
  lose(percent: number): void;
  /** Both ways, in Mbit/s. False where the kernel has no token bucket. */
  slowTo(megabits: number): boolean;
  remove(): void;
}

/** Addresses that are set aside for tests of networks (RFC 2544): each process has eight of its own. */
function addressesOf(pid: number): string[] {
  const base = `198.18.${(pid >> 5) & 255}`;
  return [1, 2, 3, 4].map((n) => `${base}.${(pid & 31) * 8 + n}`);
}

function command(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

export function createOwnNetwork(): OwnNetwork {
  const name = `tidewatch-${process.pid}`;
  const [here, there] = [`tw${process.pid}a`, `tw${process.pid}b`];
  const [own, ...hosts] = addressesOf(process.pid) as [string, string, string, string];
  const run = ['ip', 'netns', 'exec', name];
  const inside = (...args: string[]): void => command('ip', 'netns', 'exec', name, ...args);
  const filter = (...rules: string[]): void => {
    inside('nft', 'flush', 'ruleset');
    const chain = (hook: string): string =>
      `add chain inet faults ${hook} { type filter hook ${hook} priority 0; policy accept; }`;
    const lines = ['add table inet faults', chain('input'), chain('output'), ...rules];
    for (const line of lines) inside('nft', line);
  };
  command('ip', 'netns', 'add', name);
  command('ip', 'link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', name);
  command('ip', 'addr', 'add', `${own}/29`, 'dev', here);
  command('ip', 'link', 'set', here, 'up');
  inside('ip', 'link', 'set', 'lo', 'up');
  for (const host of hosts) inside('ip', 'addr', 'add', `${host}/29`, 'dev', there);
  inside('ip', 'link', 'set', there, 'up');
  return {
    hosts,
    run,
    cut: () => command('ip', 'link', 'set', here, 'down'),
    mend() {
      command('ip', 'link', 'set', here, 'up');
      inside('nft', 'flush', 'ruleset');
      for (const [begin, device] of [[[], here] as const, [run, there] as const]) {
        const [program, ...args] = [...begin, 'tc', 'qdisc', 'del', 'dev', device, 'root'];
        try {
          command(program, ...args);
        } catch {
          // It was not slow.
        }
      }
    },
    cutOff: (host) => filter(`add rule inet faults input ip daddr ${host} drop`),
    lose(percent) {
      const rule = (hook: string): string => `add rule inet faults ${hook} numgen random mod 100 < ${percent} drop`;
      filter(rule('input'), rule('output'));
    },
    slowTo(megabits) {
      const bucket = ['root', 'tbf', 'rate', `${megabits}mbit`, 'burst', '16kb', 'latency', '400ms'];
      try {
        command('tc', 'qdisc', 'add', 'dev', here, ...bucket);
        inside('tc', 'qdisc', 'add', 'dev', there, ...bucket);
        return true;
      } catch {
        return false;
      }
    },
    remove: () => command('ip', 'netns', 'del', name),
  };
}
