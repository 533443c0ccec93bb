/** Names of what the processes of one installation share in Redis, beside the streams of the feed. */

export interface MeetingKeys {
  /** A stream: reports on their way from collectors to the detector. */
  readonly reports: string;
  /** Bytes of the reports in it. */
  readonly reportBytes: string;
  /** A sorted set: reports that were put into the stream, by the time of the snapshot. */
  readonly knownReports: string;
  /** The token of the detector that is at work; expires with its lease. */
  readonly detector: string;
  /** The newest token that was given out. */
  readonly detectorToken: string;
  /** As `detector` and `detectorToken`, of the collector that takes what is pushed and sent. */
  readonly receiver: string;
  readonly receiverToken: string;
  /** Held by whoever writes to history and tells the feed. */
  readonly turn: string;
  /** Somebody waits to act: commits let him go first. */
  readonly turnWanted: string;
  /** What the detector tells about itself. */
  readonly status: string;
  /** A number that grows with each erasure that history has. */
  readonly erasures: string;
  /** A sorted set: each process by the last such number that it acted upon. With `:` and its name it is the key of its sign of life. */
  readonly erasuresHeard: string;
}

/** The braces put all of them, and the feed's streams, on one node of a cluster. */
export function meetingKeys(prefix: string): MeetingKeys {
  const named = (name: string): string => `{${prefix}}:${name}`;
  return {
    reports: named('reports'),
    reportBytes: named('reports:bytes'),
    knownReports: named('reports:known'),
    detector: named('detector'),
    detectorToken: named('detector:token'),
    receiver: named('receiver'),
    receiverToken: named('receiver:token'),
    turn: named('turn'),
    turnWanted: named('turn:wanted'),
    status: named('status'),
    erasures: named('erasures'),
    erasuresHeard: named('erasures:heard'),
  };
}
