/** What reads history, put together over one engine. */
import { AccountingReader } from './accounting-reader.ts';
import { ActReader } from './act-reader.ts';
import { AnomalyReader } from './anomaly-reader.ts';
import { DetectedEvents } from './detected-events.ts';
import type { Engine } from './engine.ts';
import { FeedReader } from './feed-reader.ts';
import type { HistoryReader } from './history.ts';
import { MuteReader } from './mute-reader.ts';
import { PeerReader } from './peer-reader.ts';
import { QualityReader } from './quality-reader.ts';
import { SimilarReader } from './similar-reader.ts';
import { StatisticsReader } from './statistics-reader.ts';
import { SubscriberReader } from './subscriber-reader.ts';
import { TalkerReader } from './talker-reader.ts';
import { TrafficReader } from './traffic-reader.ts';

export type Readers = ReturnType<typeof createReaders>;

export function createReaders(engine: Engine, slotSeconds: number) {
  const anomalies = new AnomalyReader(engine);
  const acts = new ActReader(engine, anomalies);
  return {
    traffic: new TrafficReader(engine, slotSeconds),
    subscribers: new SubscriberReader(engine),
    feed: new FeedReader(engine, [new DetectedEvents(engine), acts]),
    anomalies,
    acts,
    mutes: new MuteReader(engine, acts),
    statistics: new StatisticsReader(engine, slotSeconds),
    accounting: new AccountingReader(engine),
    peers: new PeerReader(engine),
    similar: new SimilarReader(engine, anomalies),
    talkers: new TalkerReader(engine, slotSeconds),
    quality: new QualityReader(engine, slotSeconds),
  };
}

/** `of` throws while history is not open. */
export function readHistory(of: () => Readers): Omit<HistoryReader, 'ping' | 'within'> {
  return {
    traffic: async (...query) => of().traffic.traffic(...query),
    deviceTraffic: async (...query) => of().traffic.deviceTraffic(...query),
    subscriberTraffic: async (...query) => of().traffic.subscriberTraffic(...query),
    samplesOfRuns: async (...query) => of().traffic.samplesOfRuns(...query),
    subscriberSamples: async (...query) => of().traffic.subscriberSamples(...query),
    listSubscriberSamples: async (...query) => of().traffic.listSubscriberSamples(...query),
    subscribers: async (...query) => of().subscribers.subscribers(...query),
    listSubscribers: async (...query) => of().subscribers.listSubscribers(...query),
    devicesOfSubscribers: async (...query) => of().subscribers.devicesOfSubscribers(...query),
    peers: async (...query) => of().peers.peers(...query),
    devices: async () => of().subscribers.devices(),
    anomalies: async (...query) => of().anomalies.anomalies(...query),
    listAnomalies: async (...query) => of().anomalies.listAnomalies(...query),
    countAnomalies: async (...query) => of().anomalies.countAnomalies(...query),
    anomalyEvents: async (...query) => of().anomalies.anomalyEvents(...query),
    similarAnomalies: async (...query) => of().similar.similarAnomalies(...query),
    topTalkers: async (query) => of().talkers.topTalkers(query),
    deviceQuality: async (...query) => of().quality.deviceQuality(...query),
    deviceVolumes: async (range) => of().quality.deviceVolumes(range),
    deadLetterCounts: async (range) => of().quality.deadLetterCounts(range),
    feedEntries: async (...query) => of().feed.feedEntries(...query),
    feedExtent: async (...query) => of().feed.feedExtent(...query),
    acts: async (...query) => of().acts.acts(...query),
    muteActs: async (...query) => of().acts.muteActs(...query),
    actsOfChange: async (...query) => of().acts.actsOfChange(...query),
    suppressionChanges: async () => of().acts.suppressionChanges(),
    mutes: async (...query) => of().mutes.mutes(...query),
    listMutes: async (...query) => of().mutes.listMutes(...query),
    statistics: async (...query) => of().statistics.statistics(...query),
    accounting: async (range) => of().accounting.accounting(range),
    listDeadLetters: async (...query) => of().accounting.listDeadLetters(...query),
  };
}
