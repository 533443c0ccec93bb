/**
 * Where people's decisions are taken in: what is asked for is checked against history while nothing else is written, made
 * into acts, and goes through the journal. One anomaly that can't be acted on does not keep the others from it.
 */
import type { Anomaly } from '../domain/anomaly.ts';
import { undoneBy, type ActDraft } from '../domain/feed-entry.ts';
import type { Mute } from '../domain/suppression.ts';
import type { Act, TriageAction, TriageStep } from '../domain/triage.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { MuteState } from '../history/triage-history.ts';
import type { HistoryReader } from '../history/history.ts';
import type { Journal } from '../pipeline/journal.ts';
import { triageDraft, undoneMuteDraft, type TriageDraft } from './drafts.ts';
import type { EndMuteResult, MuteChanged, TriageOutcome, TriageResult, UndoResult } from './outcome.ts';

/** An anomaly, and the number of acts on it that whoever acts has seen. */
export interface Target {
  readonly id: string;
  readonly version: number;
}

export interface TriageDeskOptions {
  readonly journal: Pick<Journal, 'act'>;
  readonly history: Pick<HistoryReader, 'anomalies' | 'acts' | 'muteActs' | 'mutes' | 'actsOfChange'>;
  /** For changes and mutes: never the same twice. */
  readonly newId: () => string;
  /** The machine's clock. */
  readonly now: () => EpochSeconds;
}

/** What is to be written, and how the request ends when it is. */
interface Decision<Result> {
  readonly drafts: readonly ActDraft[];
  readonly result: Result;
}

export class TriageDesk {
  readonly #options: TriageDeskOptions;

  constructor(options: TriageDeskOptions) {
    this.#options = options;
  }

  /** The same desk for who sees this part of history alone. */
  within(history: TriageDeskOptions['history']): TriageDesk {
    return new TriageDesk({ ...this.#options, history });
  }

  /** A target given twice with the same version is a conflict the second time. */
  async triage(
    actor: string,
    targets: readonly Target[],
    action: TriageAction,
    comment: string,
  ): Promise<TriageResult> {
    const act = this.#newAct(actor, comment);
    return this.#write(act, async (at) => {
      const { anomalies, steps } = await this.#standing(
        targets.map(({ id }) => id),
        at,
      );
      const drafts: TriageDraft[] = [];
      const outcomes = targets.map(({ id, version: given }): TriageOutcome => {
        const anomaly = anomalies.get(id);
        if (anomaly === undefined) return { type: 'not-found', id };
        const before = steps.get(id) ?? [];
        if (before.length !== given) return { type: 'conflict', anomaly, given, version: before.length };
        const draft = triageDraft(act, anomaly, action, before);
        steps.set(id, [...before, draft]);
        drafts.push(draft);
        return { type: 'triaged', anomaly };
      });
      return { drafts, result: { change: drafts.length === 0 ? null : act.change, outcomes } };
    });
  }

  async mute(actor: string, wanted: Omit<Mute, 'id'>, reason: string): Promise<MuteChanged> {
    const act = this.#newAct(actor, reason);
    const mute = { ...wanted, id: this.#options.newId() };
    await this.#write(act, async () => ({ drafts: [{ type: 'muted', ...act, mute, undoes: null }], result: null }));
    const [state] = await this.#mutes([mute.id]);
    return { type: 'mute-changed', change: act.change, mute: state! };
  }

  async endMute(actor: string, id: string, reason: string): Promise<EndMuteResult> {
    const act = this.#newAct(actor, reason);
    const refusal = await this.#write<EndMuteResult | null>(act, async () => {
      const [state] = await this.#mutes([id]);
      if (state === undefined) return { drafts: [], result: { type: 'not-found' } };
      if (state.ended !== null) return { drafts: [], result: { type: 'already-ended', mute: state } };
      return { drafts: [{ type: 'unmuted', ...act, mute: state.mute, undoes: null }], result: null };
    });
    if (refusal !== null) return refusal;
    const [state] = await this.#mutes([id]);
    return { type: 'mute-changed', change: act.change, mute: state! };
  }

  /** Takes back what a change did, on every anomaly and mute that it touched, whatever was done to them since. */
  async undo(actor: string, change: string, comment: string): Promise<UndoResult> {
    const act = this.#newAct(actor, comment);
    const outcome = await this.#write(act, (at) => this.#undoing(act, change, at));
    if (outcome.type === 'refused') return outcome;
    return {
      type: 'undone',
      change: act.change,
      anomalies: outcome.anomalies,
      mutes: await this.#mutes(outcome.mutes),
    };
  }

  async #undoing(act: Act, change: string, at: EpochSeconds): Promise<Decision<Undoing>> {
    const refused = (reason: Refusal['reason']) => ({ drafts: [], result: { type: 'refused', reason } as const });
    const done = await this.#options.history.actsOfChange(change);
    if (done.length === 0) return refused('not-found');
    if (done.some((one) => undoneBy(one) !== null)) return refused('is-an-undo');
    const ids = new Set(done.flatMap((one) => (one.type === 'triaged' ? [one.anomaly.id] : [])));
    const mutes = new Map(done.flatMap((one) => (one.type === 'triaged' ? [] : [[one.mute.id, one.mute] as const])));
    const [{ anomalies, steps }, muteActs] = await Promise.all([
      this.#standing([...ids], at),
      this.#options.history.muteActs([...mutes.keys()]),
    ]);
    const isUndone =
      [...steps.values()].flat().some(({ action }) => action.type === 'undone' && action.change === change) ||
      [...muteActs.values()].flat().some(({ undoes }) => undoes === change);
    if (isUndone) return refused('already-undone');
    const onAnomalies = Array.from(anomalies.values(), (anomaly) =>
      triageDraft(act, anomaly, { type: 'undone', change }, steps.get(anomaly.id) ?? []),
    );
    const onMutes = Array.from(mutes.values(), (mute) =>
      undoneMuteDraft(act, mute, change, muteActs.get(mute.id) ?? []),
    );
    const result: Undoing = { type: 'undone', anomalies: [...anomalies.values()], mutes: [...mutes.keys()] };
    return { drafts: [...onAnomalies, ...onMutes], result };
  }

  /** The anomalies that history has at the place of the acts to be made, and the acts before. */
  async #standing(ids: readonly string[], at: EpochSeconds) {
    const { history } = this.#options;
    const [found, acts] = await Promise.all([history.anomalies(ids), history.acts(ids)]);
    const anomalies = new Map([...found].filter(([, anomaly]) => anomaly.detectedAt <= at));
    return { anomalies, steps: new Map<string, readonly TriageStep[]>(acts) };
  }

  async #mutes(ids: readonly string[]): Promise<MuteState[]> {
    const found = await this.#options.history.mutes(ids);
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  async #write<Result>(act: Act, decide: (at: EpochSeconds) => Promise<Decision<Result>>): Promise<Result> {
    // Decided again when somebody else has written meanwhile: what was written counts.
    const decided: Result[] = [];
    await this.#options.journal.act(act.change, async (at) => {
      const { drafts, result } = await decide(at);
      decided.push(result);
      return drafts;
    });
    return decided.at(-1)!;
  }

  #newAct(actor: string, comment: string): Act {
    return { change: this.#options.newId(), actor, madeAt: this.#options.now(), comment };
  }
}

type Refusal = Extract<UndoResult, { type: 'refused' }>;
type Undoing =
  Refusal | { readonly type: 'undone'; readonly anomalies: readonly Anomaly[]; readonly mutes: readonly string[] };
