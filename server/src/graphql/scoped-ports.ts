/** The parts of the process as one sees them who is limited to some devices: made once for each set of devices. */
import { isInScope, type DeviceScope } from '../access/policy.ts';
import { createBaselineReader } from '../backtest/baseline-reader.ts';
import type { FeedEntry } from '../domain/feed-entry.ts';
import type { ApiPorts } from './ports.ts';

/** Sets that are kept; who comes with another one makes the oldest leave. */
const mostScopes = 100;

export function createScopes(ports: ApiPorts): (devices: DeviceScope) => ApiPorts {
  const kept = new Map<string, ApiPorts>();
  return (devices) => {
    if (devices === null) return ports;
    const key = JSON.stringify([...devices].toSorted());
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= mostScopes) for (const oldest of kept.keys().take(1)) kept.delete(oldest);
    const scoped = portsWithin(ports, devices);
    kept.set(key, scoped);
    return scoped;
  };
}

function portsWithin(ports: ApiPorts, devices: ReadonlySet<string>): ApiPorts {
  const history = ports.history.within([...devices]);
  const { baseline, follow, status, triage, deviceNames } = ports;
  return {
    ...ports,
    history,
    baseline: createBaselineReader(history, baseline.rule, status.current().slotSeconds),
    triage: triage.within(history),
    deviceNames: deviceNames.filter((name) => devices.has(name)),
    follow: (wanted) => follow({ ...wanted, passes: (entry) => isSeen(entry, devices) && wanted.passes(entry) }),
    status: {
      current: () => {
        const current = status.current();
        // The fault may be of a device that he does not see, and nobody who is limited sees one that is not listed.
        return {
          ...current,
          unlistedDevices: [],
          fault: current.fault === null ? null : 'Something is wrong with what is read',
        };
      },
    },
  };
}

/** Whose subscriber a mute is of is not known here: he finds those of his subscribers in the list of mutes. */
function isSeen(entry: FeedEntry, devices: DeviceScope): boolean {
  return 'mute' in entry ? 'cohort' in entry.mute.scope : isInScope(devices, entry.anomaly.device);
}
