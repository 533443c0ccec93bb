/** Acts as people might make them, at random: on anomalies and on mutes, undone, and done again. */
import type { Anomaly } from '../src/domain/anomaly.ts';
import type { ActDraft } from '../src/domain/feed-entry.ts';
import { isMuting, type Mute, type MuteEvent } from '../src/domain/suppression.ts';
import { triageAfter, verdicts, type TriageAction, type TriageEvent } from '../src/domain/triage.ts';
import type { seededRandom } from './random.ts';

type Random = ReturnType<typeof seededRandom>;
type OnAnomaly = Extract<ActDraft, { type: 'triaged' }>;
type OnMute = Exclude<ActDraft, { type: 'triaged' }>;

/** Remembers what was done, as each act says where its anomaly stands afterwards. */
export class RandomActs {
  readonly #random: Random;
  readonly #onAnomaly = new Map<string, OnAnomaly[]>();
  readonly #onMute = new Map<string, OnMute[]>();
  #made = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  triage(anomaly: Anomaly, action: TriageAction = this.#anyAction(anomaly)): OnAnomaly {
    const earlier = this.#onAnomaly.get(anomaly.id) ?? [];
    const act = this.#act();
    const after = triageAfter([...earlier, { ...act, action }]);
    const made: Omit<TriageEvent, 'at' | 'ordinal'> = { type: 'triaged', ...act, anomaly, action, after };
    this.#onAnomaly.set(anomaly.id, [...earlier, made]);
    return made;
  }

  /** Makes the mute, or does something to it that was made before. */
  mute(mute: Mute, change: Pick<MuteEvent, 'undoes'> & { type?: MuteEvent['type'] } = this.#anyChange(mute)): OnMute {
    const earlier = this.#onMute.get(mute.id) ?? [];
    const act = this.#act();
    const stands = isMuting([...earlier, { ...act, type: 'muted', ...change }]);
    const made: OnMute = { ...act, type: change.type ?? (stands ? 'muted' : 'unmuted'), mute, undoes: change.undoes };
    this.#onMute.set(mute.id, [...earlier, made]);
    return made;
  }

  #act() {
    const n = this.#made++;
    const comment = this.#random.pick(['', 'a backup, he says', 'two\nlines, "quoted" \u{1F600}']);
    return { change: `change${n}`, actor: this.#random.pick(['alice', 'José']), madeAt: 1_800_000_000 + n, comment };
  }

  #anyAction({ id }: Anomaly): TriageAction {
    const earlier = this.#onAnomaly.get(id) ?? [];
    const undone = this.#random.pick(earlier.length === 0 ? [null] : earlier);
    return this.#random.pick<TriageAction>([
      { type: 'acknowledged' },
      { type: 'assigned', assignee: this.#random.pick([null, 'bob']) },
      { type: 'commented' },
      { type: 'judged', verdict: this.#random.pick(verdicts) },
      { type: 'judged', verdict: this.#random.pick(verdicts) },
      undone === null || undone.action.type === 'undone'
        ? { type: 'commented' }
        : { type: 'undone', change: undone.change },
    ]);
  }

  #anyChange({ id }: Mute): Pick<MuteEvent, 'undoes'> & { type?: MuteEvent['type'] } {
    const earlier = (this.#onMute.get(id) ?? []).filter(({ undoes }) => undoes === null);
    if (earlier.length === 0) return { type: 'muted', undoes: null };
    return this.#random.next() < 0.5
      ? { type: 'unmuted', undoes: null }
      : { undoes: this.#random.pick(earlier).change };
  }
}
