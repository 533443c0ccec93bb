/** The evaluation as Markdown: three tables a world, then what the numbers mean. */
import type { EvaluationReport, WorldReport } from './evaluation-report.ts';
import type { IncidentRow } from './incident-rows.ts';
import type { RuleReport } from './rule-report.ts';

export function reportMarkdown(report: EvaluationReport): string {
  const {
    subscribers,
    days,
    quietDays,
    seeds,
    attacksPerDay,
    lookAlikesPerDay,
    noiseFactor,
    alertsPerMillion,
    ruleVersion,
  } = report.options;
  return [
    '# Detection quality on simulated truth',
    '',
    `${whole(subscribers)} subscribers of each seed (${seeds.join(', ')}), ${days} measured days after ${quietDays} days of learning; ` +
      `a day and 1,000 subscribers ${attacksPerDay} attacks and ${lookAlikesPerDay} look-alikes; ` +
      `noise of the real world × ${noiseFactor}; ` +
      `alert budget ${alertsPerMillion} a day and million subscribers; rule ${ruleVersion} of Tidewatch.`,
    ...report.worlds.flatMap(worldSection),
    '',
    '## What the numbers mean',
    '',
    ...report.definitions.map((definition) => `- ${definition}`),
    '',
  ].join('\n');
}

function worldSection(world: WorldReport): string[] {
  const { rules } = world;
  const names = rules.map(({ rule }) => rule);
  return [
    '',
    `## World \`${world.world}\``,
    '',
    `${whole(world.records)} records; ${whole(world.attackedSubscriberDays)} of ${whole(world.subscriberDays)} subscriber-days attacked.`,
    '',
    ...table([['', ...names], ...summaryRows(world)]),
    '',
    ...table([
      ['attack: share found, median / 90th percentile of the delay in minutes', 'incidents', ...names],
      ...incidentRows(rules, ({ attacks }) => attacks, foundAndDelay),
    ]),
    '',
    ...table([
      ['look-alike: share that fired', 'incidents', ...names],
      ...incidentRows(
        rules,
        ({ lookAlikes }) => lookAlikes,
        ({ share }) => decimal(share, 3),
      ),
    ]),
  ];
}

function summaryRows({ rules, baseRate }: WorldReport): string[][] {
  const row = (label: string, cell: (rule: RuleReport) => string) => [label, ...rules.map(cell)];
  return [
    row('episodes: true + false on look-alikes + false elsewhere', ({ trueEpisodes, falseEpisodes, onLookAlikes }) =>
      [trueEpisodes, onLookAlikes, falseEpisodes - onLookAlikes].map(whole).join(' + '),
    ),
    row(
      'false episodes per 1,000 subscribers a day (95 % interval)',
      ({ falsePerThousandDay: { rate, low, high } }) =>
        `${decimal(rate, 3)} (${decimal(low, 3)} to ${decimal(high, 3)})`,
    ),
    row(`PR-AUC over subscriber-days (base rate ${decimal(baseRate, 4)})`, (rule) => decimal(rule.averagePrecision, 3)),
    row(
      'precision within the alert budget (true of alerts)',
      ({ alerts: { count, trueOnes, precision } }) =>
        `${decimal(precision, 3)} (${whole(trueOnes)} of ${whole(count)})`,
    ),
    row('episodes in the learning days', ({ quietEpisodes }) => whole(quietEpisodes)),
  ];
}

/** The rows of all rules have the same labels: they are of the same incidents. */
function incidentRows(
  rules: readonly RuleReport[],
  rowsOf: (rule: RuleReport) => readonly IncidentRow[],
  cell: (row: IncidentRow) => string,
): string[][] {
  const [first] = rules;
  return (first === undefined ? [] : rowsOf(first)).map(({ label, incidents }, at) => [
    label,
    whole(incidents),
    ...rules.map((rule) => cell(rowsOf(rule)[at]!)),
  ]);
}

function foundAndDelay({ share, medianDelayMinutes, delay90Minutes }: IncidentRow): string {
  if (medianDelayMinutes === null) return decimal(share, 2);
  return `${decimal(share, 2)}, ${decimal(medianDelayMinutes, 0)} / ${decimal(delay90Minutes, 0)}`;
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)];
}

function whole(value: number): string {
  return value.toLocaleString('en');
}

function decimal(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}
