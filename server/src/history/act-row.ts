/** An act as a row of the table, and back. Its anomaly is not in the row: it is the newest event of the anomaly before the act. */
import { comparePlaces, undoneBy, type ActEntry } from '../domain/feed-entry.ts';
import type { Anomaly, AnomalyEvent, AnomalyKind } from '../domain/anomaly.ts';
import {
  suppressionChangeOf,
  type MuteEvent,
  type MuteScope,
  type Suppression,
  type SuppressionChange,
} from '../domain/suppression.ts';
import type { Act, TriageAction, TriageEvent, Verdict } from '../domain/triage.ts';
import { bytesPerSecond } from '../domain/traffic.ts';
import { toNumber, type Float } from './anomaly-row.ts';
import type { RowBinaryWriter } from './row-binary-writer.ts';

export interface ActRow {
  readonly place: number;
  readonly ordinal: number;
  readonly type: TriageAction['type'] | MuteEvent['type'];
  readonly change: string;
  readonly actor: string;
  readonly madeAt: number;
  readonly comment: string;
  readonly undoes: string;
  readonly anomaly: string;
  readonly version: number;
  readonly acknowledgedBy: string;
  readonly assignee: string;
  readonly verdict: Verdict | '';
  readonly suppression: string;
  readonly active: number;
  readonly subscriber: string;
  readonly cohort: string;
  readonly kinds: AnomalyKind[];
  readonly endsAt: number;
  readonly mostUp: Float;
  readonly mostDown: Float;
}

export const actColumns = `toUnixTimestamp(at) AS place, ordinal, type, change, actor, toUnixTimestamp(made_at) AS madeAt,
  comment, undoes, anomaly, version, acknowledged_by AS acknowledgedBy, assignee, verdict,
  suppression, active, subscriber, cohort, kinds, toUnixTimestamp(until) AS endsAt, most_up AS mostUp, most_down AS mostDown`;

/** Most bytes of a row but for its comment: names, ids and a cohort. */
const mostOtherBytes = 8 << 10;

export function mostBytesOf(act: ActEntry): number {
  return mostOtherBytes + Buffer.byteLength(act.comment);
}

export function writeAct(act: ActEntry, writer: RowBinaryWriter): void {
  const onAnomaly = act.type === 'triaged' ? act : null;
  writer.uint32(act.at);
  writer.uint32(act.ordinal);
  writer.string(onAnomaly?.action.type ?? act.type);
  writer.string(act.change);
  writer.string(act.actor);
  writer.uint32(act.madeAt);
  writer.string(act.comment);
  writer.string(undoneBy(act) ?? '');
  writer.string(onAnomaly?.anomaly.id ?? '');
  writer.uint32(onAnomaly?.after.version ?? 0);
  writer.string(onAnomaly?.after.acknowledgedBy ?? '');
  writer.string(onAnomaly?.after.assignee ?? '');
  writer.string(onAnomaly?.after.verdict ?? '');
  writeSuppression(suppressionChangeOf(act), writer);
}

function writeSuppression(change: SuppressionChange | null, writer: RowBinaryWriter): void {
  const { id = '', scope, kinds = [], until, mostUp, mostDown } = change?.suppression ?? {};
  writer.string(id);
  writer.uint8(change?.active === true ? 1 : 0);
  writer.string(scope !== undefined && 'subscriber' in scope ? scope.subscriber : '');
  writer.string(scope !== undefined && 'cohort' in scope ? scope.cohort : '');
  writer.length(kinds.length);
  for (const kind of kinds) writer.string(kind);
  writer.uint32(until ?? 0);
  writer.float64(mostUp ?? Infinity);
  writer.float64(mostDown ?? Infinity);
}

/** `events` are those of the row's anomaly, in order. */
export function toTriageEvent(row: ActRow, events: readonly AnomalyEvent[]): TriageEvent {
  const place = { at: row.place, ordinal: row.ordinal };
  return {
    type: 'triaged',
    ...place,
    ...actOf(row),
    anomaly: anomalyAt(place, events),
    action: actionOf(row),
    after: {
      version: row.version,
      acknowledgedBy: row.acknowledgedBy || null,
      assignee: row.assignee || null,
      verdict: row.verdict || null,
    },
  };
}

/** As it was at a place of the feed. Acts are on what is in history, and events are kept for ever: there is one before. */
function anomalyAt(place: { at: number; ordinal: number }, events: readonly AnomalyEvent[]): Anomaly {
  const before = events.findLast((event) => comparePlaces(event, place) < 0) ?? events[0];
  return before!.anomaly;
}

function actionOf({ type, assignee, verdict, undoes }: ActRow): TriageAction {
  if (type === 'assigned') return { type, assignee: assignee || null };
  if (type === 'judged') return { type, verdict: verdict as Verdict };
  if (type === 'undone') return { type, change: undoes };
  return { type: type === 'acknowledged' ? type : 'commented' };
}

export function toMuteEvent(row: ActRow): MuteEvent {
  return {
    type: row.type === 'muted' ? 'muted' : 'unmuted',
    at: row.place,
    ordinal: row.ordinal,
    ...actOf(row),
    mute: { id: row.suppression, scope: scopeOf(row), kinds: row.kinds, until: row.endsAt },
    undoes: row.undoes || null,
  };
}

export function toSuppressionChange(row: ActRow): SuppressionChange {
  const isMute = row.anomaly === '';
  const suppression: Suppression = {
    id: row.suppression,
    cause: isMute ? 'mute' : 'verdict',
    scope: scopeOf(row),
    kinds: row.kinds,
    until: isMute ? row.endsAt : null,
    mostUp: isMute ? null : bytesPerSecond(toNumber(row.mostUp)),
    mostDown: isMute ? null : bytesPerSecond(toNumber(row.mostDown)),
  };
  return {
    suppression,
    active: row.active === 1,
    isInfected: row.verdict === 'infected',
    act: { ...actOf(row), at: row.place, ordinal: row.ordinal },
  };
}

function actOf({ change, actor, madeAt, comment }: ActRow): Act {
  return { change, actor, madeAt, comment };
}

function scopeOf({ subscriber, cohort }: ActRow): MuteScope {
  return subscriber === '' ? { cohort } : { subscriber };
}
