/** What the end of a day does: its highest values join what each subscriber is measured by, and what his class knows. */
import type { Rule } from './rule.ts';
import { statistics } from './statistics.ts';
import type { SubscriberParts } from './subscriber-parts.ts';

/** A day with fewer of its slots observed is no day. */
const leastShareObserved = 0.25;
/** In the first days everything is taken for usual: nothing is known yet to call it anything else. */
const trustedDays = 7;
const suspiciousDayScore = 3;
/** A suspicious day counts half: what happens again and again becomes usual in the end. */
const suspiciousShare = 0.5;
const daysOfWeek = 7;

/** `days` are those with data before this one; the day after is the next that has any. */
export function endDay(
  parts: SubscriberParts,
  rule: Rule,
  subscribers: number,
  { day, nextDay, days }: { readonly day: number; readonly nextDay: number; readonly days: number },
): void {
  const { highs, today, spread, habit, runs, classes } = parts;
  const isEndOfWeek = Math.ceil(day / daysOfWeek) < Math.ceil(nextDay / daysOfWeek);
  for (let who = 0; who < subscribers; who++) {
    if (today.slotsOf(who) >= leastShareObserved * rule.slotsPerDay) {
      const isOdd = today.hadAnomaly(who) || (days >= trustedDays && today.scoreOf(who) >= suspiciousDayScore);
      if (!isOdd) learnDay(parts, who);
      highs.endDay(who, isOdd && highs.daysOf(who) > 0 ? suspiciousShare : 1);
    } else {
      highs.forgetToday(who);
    }
    spread.assign(who);
    if (isEndOfWeek) habit.endWeek(who);
    today.beginDay(who);
    if (runs.isOpen(who)) today.noteAnomaly(who);
  }
  classes.endDay();
}

function learnDay({ highs, spread, classes }: SubscriberParts, who: number): void {
  const days = highs.daysOf(who);
  for (let statistic = 0; statistic < statistics; statistic++) {
    const spreadClass = spread.classOf(who, statistic);
    classes.learn(spreadClass, statistic, highs.todayOf(who, statistic), highs.highOf(who, statistic), days);
  }
}
