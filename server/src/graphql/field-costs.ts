/**
 * What fields cost beyond the one point of each object of an answer: the questions of history that they make, and how long their
 * lists can be. A list that is not here is refused by a test; so is a field that asks more of history than it says.
 */
import { defaultPageSize, largestPageSize } from './connection.ts';
import { mostRows } from './few-rows.ts';
import { mostPoints } from './time-range.ts';

/** Arguments of a field, as they are read, defaults included. */
export type Given = Readonly<Record<string, unknown>>;

export interface FieldCost {
  /** Questions of history for each object that it is asked of. */
  readonly lookUps?: number;
  /** Questions of history for all objects of a level together: a loader asks for them at once. */
  readonly sharedLookUps?: number;
  /** Rows of a list: so many, as many as arguments say, or as many as the page that it is part of. */
  readonly rows?: number | 'page' | ((given: Given, slotSeconds: number) => number);
  /** Rows of the page below it. */
  readonly page?: (given: Given) => number;
}

/** Points of a series are small, and read as one. */
const pointsPerRow = 10;

// Beyond its largest size a page, a list or a series is refused before anything of it is read.
const within = (count: unknown, most: number): number =>
  typeof count === 'number' ? Math.min(Math.max(count, 0), most) : 0;
const page = ({ first, last }: Given): number => within(last ?? first ?? defaultPageSize, largestPageSize);
const few = ({ first }: Given): number => within(first, mostRows);
const targets = ({ input }: Given): number =>
  within((input as { readonly anomalies?: readonly unknown[] } | undefined)?.anomalies?.length, largestPageSize);

function series({ timeRange, resolution }: Given, slotSeconds: number): number {
  const { from = 0, to = 0 } = (timeRange ?? {}) as { readonly from?: number; readonly to?: number };
  const points = Math.ceil((to - from) / (resolution === 'hour' ? 3600 : slotSeconds));
  return points > mostPoints ? 0 : Math.max(points, 0) / pointsPerRow;
}
const mostEvidenceSeconds = 7 * 86_400;
const evidence = (_given: Given, slotSeconds: number): number => mostEvidenceSeconds / slotSeconds / pointsPerRow;

const list: FieldCost = { lookUps: 1, page };
const shared: FieldCost = { sharedLookUps: 1 };
const one: FieldCost = { lookUps: 1 };
const inPage: FieldCost = { rows: 'page' };
/** Of acts and of what they change: they read it, write, and read it again. */
const act: FieldCost = { lookUps: 10, page: targets };
/** Eight weeks are read before what is shown. */
const usual: FieldCost = { lookUps: 17, rows: series };
/** As many devices as an ISP may have; where there are more the answer costs more than was said. */
const devices = 100;

const costs = {
  'Accounting.dropped': { rows: 20 },
  'Anomaly.device': shared,
  'Anomaly.events': { sharedLookUps: 1, rows: 10 },
  'Anomaly.evidence': { lookUps: 10, rows: evidence },
  'Anomaly.similar': { lookUps: 10, rows: few },
  'Anomaly.subscriber': shared,
  'Anomaly.triage': shared,
  'AnomalyConnection.edges': inPage,
  'AnomalyConnection.totalCount': one,
  'ChangedAnomalies.anomalies': { rows: 100 },
  'DataQuality.accounting': one,
  'DataQuality.deadLetters': { lookUps: 1, rows: 20 },
  'DataQuality.devices': { lookUps: 2, rows: devices },
  'DataQuality.lateDevices': { lookUps: 1, rows: devices },
  'DeadLetterConnection.edges': inPage,
  'DetectionRule.parameters': { rows: 50 },
  'DeviceQuality.device': shared,
  'DeviceTrafficPoint.device': shared,
  'Ingest.accounting': one,
  'Ingest.deadLetters': list,
  'Ingest.unlistedDevices': { rows: devices },
  'Mutation.acknowledge': act,
  'Mutation.assign': act,
  'Mutation.comment': act,
  'Mutation.endMute': act,
  'Mutation.mute': act,
  'Mutation.revealSubscriber': act,
  'Mutation.setVerdict': act,
  'Mutation.undo': act,
  'Mute.subscriber': shared,
  'MuteConnection.edges': inPage,
  'Peer.subscriber': shared,
  'PsxDevice.anomalies': list,
  'PsxDevice.dataQuality': shared,
  'PsxDevice.subscribers': list,
  'PsxDevice.traffic': { sharedLookUps: 1, rows: series },
  'PsxDevice.trafficShare': shared,
  'PsxDevice.usualTraffic': usual,
  'PsxDeviceConnection.edges': inPage,
  'Query.__schema': { lookUps: 5 },
  'Query.__type': one,
  'Query.anomalies': list,
  // It reads a month of everybody's traffic.
  'Query.backtest': { lookUps: 150 },
  'Query.mutes': list,
  'Query.networkTraffic': { lookUps: 1, rows: series },
  'Query.networkUsualTraffic': usual,
  'Query.node': one,
  'Query.nodes': {
    lookUps: 4,
    rows: ({ ids }) => within((ids as readonly unknown[] | undefined)?.length, largestPageSize),
  },
  'Query.psxDevice': one,
  'Query.psxDevices': list,
  'Query.search': { lookUps: 5, rows: few },
  'Query.statistics': one,
  'Query.subscriber': one,
  'Query.subscribers': list,
  // Everybody's traffic of the range is read.
  'Query.topTalkers': { lookUps: 50, page: few },
  'Subscriber.anomalies': list,
  'Subscriber.baseline': { lookUps: 10, rows: series },
  'Subscriber.device': shared,
  // One question for the page, which reads as much as each subscriber has.
  'Subscriber.devices': { lookUps: 1, rows: 5 },
  // Everybody's newest day is read.
  'Subscriber.peers': { lookUps: 20, rows: few },
  'Subscriber.traffic': { sharedLookUps: 1, rows: series },
  'SubscriberConnection.edges': inPage,
  'SubscriberDevice.device': shared,
  'Subscription.anomalyEvents': { lookUps: 10 },
  'Subscription.trafficUpdates': { lookUps: 2 },
  'Suppression.mute': shared,
  'Suppression.verdictOn': shared,
  'Talker.subscriber': shared,
  'TopTalkers.talkers': inPage,
  'TrafficUpdate.devices': { rows: devices },
  'Triage.history': { rows: 10 },
  'TriagePayload.outcomes': inPage,
  'UndoPayload.anomalies': { rows: largestPageSize },
  'UndoPayload.mutes': { rows: 1 },
} as const satisfies Readonly<Record<string, FieldCost>>;

/** For the description of a dear field. */
export const lookUpsOf = (coordinate: keyof typeof costs): number => fieldCosts.get(coordinate)?.lookUps ?? 0;

/** By coordinate, such as `Anomaly.similar`. */
export const fieldCosts: ReadonlyMap<string, FieldCost> = new Map(Object.entries(costs));
