/**
 * How many anomalies of a day are told as alerts: an abuse desk calls a hundred customers a day, not ten thousand. Within a
 * slot the highest ranks come first. Over the day one is told of when it is among the best of the last 24 hours, and while
 * the part of the budget that the day has come to is not used up: a quarter at once, the rest as the day goes by. So a flood of
 * small ones in the morning leaves room for a large one in the evening.
 */
export interface Candidate {
  readonly rank: number;
  /** Breaks a tie between equal ranks, the same way in every replay. */
  readonly id: string;
}

export interface AlertBudgetState {
  readonly day: number;
  readonly used: number;
  readonly recent: readonly { readonly at: number; readonly rank: number }[];
}

const daySeconds = 86_400;
const shareAtOnce = 0.25;

export class AlertBudget {
  readonly #alertsPerMillion: number;
  #day = -1;
  #used = 0;
  #recent: { at: number; rank: number }[] = [];

  constructor(alertsPerMillionPerDay: number) {
    this.#alertsPerMillion = alertsPerMillionPerDay;
  }

  /** The ids among the candidates of a slot that are told of. `at` is the slot's time, seconds. */
  grant(candidates: readonly Candidate[], at: number, subscribers: number): Set<string> {
    const day = Math.floor(at / daySeconds);
    if (day !== this.#day) [this.#day, this.#used] = [day, 0];
    this.#recent = this.#recent.filter((one) => one.at > at - daySeconds);
    const budget =
      this.#alertsPerMillion === 0 ? 0 : Math.max(1, Math.ceil((this.#alertsPerMillion * subscribers) / 1e6));
    const soFar = Math.ceil(budget * (shareAtOnce + ((1 - shareAtOnce) * (at % daySeconds)) / daySeconds));
    // Highest first, as they stay when one is added.
    const recent = this.#recent.sort((a, b) => b.rank - a.rank || a.at - b.at);
    const granted = new Set<string>();
    for (const { rank, id } of [...candidates].sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1))) {
      const place = recent.findIndex((one) => one.rank <= rank);
      const better = place < 0 ? recent.length : place;
      recent.splice(better, 0, { at, rank });
      if (this.#used >= soFar || better >= budget) continue;
      this.#used++;
      granted.add(id);
    }
    // Far beyond the budget it makes no difference how many there are.
    this.#recent = recent.slice(0, 4 * budget + 100);
    return granted;
  }

  save(): AlertBudgetState {
    return { day: this.#day, used: this.#used, recent: this.#recent.map((one) => ({ ...one })) };
  }

  restore({ day, used, recent }: AlertBudgetState): void {
    this.#day = day;
    this.#used = used;
    this.#recent = recent.map((one) => ({ ...one }));
  }
}
