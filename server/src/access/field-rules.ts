/**
 * What each field of the GraphQL schema asks for. A field that is not here is refused to everybody, and a test fails:
 * whoever adds one decides who may see it. A field of an interface asks for what it asks for in every type.
 */
import type { Permission } from './policy.ts';

type Rules = Readonly<Record<string, string>>;

const read: Rules = {
  Accounting: 'accepted dropped estimated files late rows',
  Anomaly:
    'alerted closedAt cohort cohortShareBelow detectedAt device downBitsPerSecond duration events evidence excessBytes expectedDown expectedUp hint id kind oneInDays openedAt peakScore reason ruleVersion score severity similar slots status subscriber suppression triage upBitsPerSecond uploadShare usualUploadShare',
  AnomalyConnection: 'edges pageInfo totalCount',
  AnomalyEdge: 'cursor node',
  AnomalyEvent: 'anomaly at cursor type',
  BaselinePoint: 'downBitsPerSecond expectedDown expectedUp start upBitsPerSecond zDown zUp',
  DataQuality: 'accounting deadLetters devices lateDevices',
  DetectionRule: 'networkLearningDays outsideAbove parameters subscriberLearningDays version',
  DeviceQuality: 'accounting coverage device expectedSlots reportedSlots',
  DeviceTrafficPoint: 'device point',
  DroppedRows: 'reason rows',
  Error: 'code message',
  ExpectedRate: 'highBitsPerSecond lowBitsPerSecond usualBitsPerSecond',
  FeedEvent: 'cursor',
  Gap: 'after cursor message reason',
  Heartbeat: 'cursor dataAsOf',
  HumanAct: 'actor at change comment madeAt undoes',
  Ingest: 'accounting dataAsOf done fault phase simulated slotSeconds source total unlistedDevices unreadableFiles',
  Mute: 'cohort ended id kinds made reason subscriber subscriberNumber until',
  MuteConnection: 'edges pageInfo',
  MuteEdge: 'cursor node',
  MuteEvent: 'actor at change comment cursor madeAt mute type undoes',
  Node: 'id',
  PageInfo: 'endCursor hasNextPage hasPreviousPage startCursor',
  Peer: 'distance downBytes subscriber upBytes uploadShare',
  PsxDevice:
    'anomalies dataQuality firstSeen id lag lastSeen name subscriberCount subscribers traffic trafficShare usualTraffic',
  PsxDeviceConnection: 'edges pageInfo',
  PsxDeviceEdge: 'cursor node',
  Query:
    'anomalies dataQuality detectionRule ingest mutes networkTraffic networkUsualTraffic node nodes psxDevice psxDevices search statistics subscriber subscribers topTalkers',
  RuleParameter: 'default highest lowest meaning name unit value',
  SimilarAnomaly: 'anomaly distance',
  Statistics:
    'alertedAnomalies anomalyCount downBytes firstSlot flaggedSubscriberCount heldBackAnomalies lastSlot openAnomalyCount sampleCount subscriberCount suppressedAnomalies upBytes',
  Subscriber: 'anomalies baseline device devices firstSeen id lastSeen number peers traffic',
  SubscriberConnection: 'edges pageInfo',
  SubscriberDevice: 'device lastSeen',
  SubscriberEdge: 'cursor node',
  Subscription: 'anomalyEvents trafficUpdates',
  Suppression: 'actor cause madeAt mute reason until verdictOn',
  Talker:
    'downBitsPerSecond downBytes lastDownBitsPerSecond lastUpBitsPerSecond peakDownBitsPerSecond peakUpBitsPerSecond rank subscriber trafficShare upBitsPerSecond upBytes uploadShare value',
  TopTalkers: 'others talkers total',
  TrafficPoint: 'downBitsPerSecond downBytes end start subscriberCount upBitsPerSecond upBytes',
  TrafficSum: 'downBytes subscriberCount upBytes',
  TrafficUpdate: 'devices network slotStart',
  Triage: 'acknowledgedBy assignee history verdict version',
  TriageEvent: 'action actor anomaly assignee at change comment cursor madeAt undoes verdict version',
  UnlistedDevice: 'device files',
  UsualTrafficPoint: 'downBitsPerSecond expectedDown expectedUp start upBitsPerSecond zDown zUp',
};

/** What a mutation answers with is asked of who may do it; the errors carry the fields of `Error`. */
const triage: Rules = {
  Mutation: 'acknowledge assign comment endMute mute setVerdict undo',
  AnomalyNotFound: 'id',
  MuteAlreadyEnded: 'mute',
  MuteNotFound: 'id',
  MutePayload: 'change mute',
  TriagePayload: 'change outcomes',
  TriagedAnomaly: 'anomaly',
  UndoPayload: 'anomalies change mutes',
  VersionConflict: 'anomaly',
};

const reveal: Rules = {
  Mutation: 'revealSubscriber',
  RevealSubscriberPayload: 'number subscriber',
  SubscriberNotFound: 'id',
};

const errors: Rules = Object.fromEntries(
  ['AnomalyNotFound', 'MuteAlreadyEnded', 'MuteNotFound', 'SubscriberNotFound', 'UndoRefused', 'VersionConflict'].map(
    (type) => [type, 'code message'],
  ),
);

const analyse: Rules = {
  Query: 'backtest',
  Ingest: 'deadLetters',
  Backtest: 'failure from progress result ruleVersion runningRuleVersion state to',
  BacktestAnomaly:
    'alerted closedAt deviceName detectedAt kind openedAt reason score severity subscriberId subscriberNumber',
  BacktestResult: 'bothCount newlyFiring ruleCount runningRuleCount vanished',
  ChangedAnomalies: 'anomalies count',
  DeadLetter: 'column file given line reason',
  DeadLetterConnection: 'edges pageInfo',
  DeadLetterEdge: 'cursor node',
};

const explore: Rules = { Query: '__schema __type' };

const rules = new Map<string, Permission>();
for (const [permission, given] of [
  ['read', read],
  ['triage', triage],
  ['reveal', reveal],
  ['read', errors],
  ['analyse', analyse],
  ['explore', explore],
] as const) {
  for (const [type, fields] of Object.entries(given))
    for (const field of fields.split(' ')) rules.set(`${type}.${field}`, permission);
}

/** By coordinate, such as `Anomaly.reason`. */
export const fieldRules: ReadonlyMap<string, Permission> = rules;
