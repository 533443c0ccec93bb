/** What any history must do: run for the embedded engine and for a server. */
import { describe } from 'vitest';
import type { Kind } from './history-harness.ts';
import { describeActs } from './history/acts.ts';
import { describeAnomalies } from './history/anomalies.ts';
import { describeCommits } from './history/commits.ts';
import { describeCorrections } from './history/corrections.ts';
import { describeDeviceScope } from './history/device-scope.ts';
import { describeFeed } from './history/feed.ts';
import { describeFigures } from './history/figures.ts';
import { describeFilters } from './history/filters.ts';
import { describeLikeness } from './history/likeness.ts';
import { describeLists } from './history/lists.ts';
import { describePersons } from './history/persons.ts';
import { describeQuality } from './history/quality.ts';
import { describeRadiusCounters } from './history/radius-counters.ts';
import { describeReceived } from './history/received.ts';
import { describeResume } from './history/resume.ts';
import { describeSettings } from './history/settings.ts';
import { describeTalkers } from './history/talkers.ts';
import { describeSuppression } from './history/suppression.ts';
import { describeText } from './history/text.ts';

/** What engines may differ in: how rows reach them, how a commit is cut short, how names and numbers are written. */
const dependOnEngine = [
  describeFigures,
  describeCommits,
  describeCorrections,
  describeResume,
  describeAnomalies,
  describeFeed,
  describeActs,
  describeLists,
  describeText,
  describeReceived,
  describeRadiusCounters,
  describeSettings,
  describePersons,
];
/** Questions whose SQL every engine is given word for word. */
const dependOnSqlAlone = [
  describeSuppression,
  describeFilters,
  describeTalkers,
  describeLikeness,
  describeQuality,
  describeDeviceScope,
];

/** `isWhole`: with what depends on nothing but SQL. */
export function describeHistory(kind: Kind, isWhole: boolean): void {
  for (const describePart of [...dependOnEngine, ...(isWhole ? dependOnSqlAlone : [])]) {
    // A group each, since each brings its own hooks.
    describe(kind.name, () => describePart(kind));
  }
}
