import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from './metrics.ts';

const docs = join(import.meta.dirname, '../../../docs');
const nameOf = /\b(?:tidewatch|process|nodejs)_[a-z0-9_]+\b/g;

/** Each metric by name, and the series that a histogram has. */
let exposed: Set<string>;
let own: string[];

beforeAll(async () => {
  const { text } = await createMetrics().exposition();
  const metrics = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => ({ name: name!, type: type! }));
  const series = ['bucket', 'sum', 'count'];
  exposed = new Set(
    metrics.flatMap(({ name, type }) => [
      name,
      ...(type === 'histogram' ? series.map((part) => `${name}_${part}`) : []),
    ]),
  );
  own = metrics.map(({ name }) => name).filter((name) => name.startsWith('tidewatch_'));
});

function namesIn(text: string): string[] {
  return [...new Set(text.match(nameOf))];
}

describe('the metrics', () => {
  it('are all explained in the reference, which explains no other', async () => {
    const reference = await readFile(join(docs, 'reference/metrics.md'), 'utf8');
    const explained = [...reference.matchAll(/^\| `(tidewatch_\S+)`/gm)].map(([, name]) => name!);
    expect(explained.toSorted()).toEqual(own.toSorted());
  });

  it('are what the panels of the Grafana dashboard ask for', async () => {
    const dashboard = JSON.parse(await readFile(join(docs, 'monitoring/grafana-dashboard.json'), 'utf8')) as {
      panels: { type: string; targets?: { expr: string }[] }[];
    };
    const panels = dashboard.panels.filter(({ type }) => type !== 'row');
    const asked = panels.map(({ targets = [] }) => namesIn(targets.map(({ expr }) => expr).join(' ')));
    expect(asked.filter((names) => names.length === 0)).toEqual([]);
    expect(asked.flat().filter((name) => !exposed.has(name))).toEqual([]);
  });

  it('are what the alerts look at', async () => {
    const { groups } = parse(await readFile(join(docs, 'monitoring/prometheus-alerts.yml'), 'utf8')) as {
      groups: { rules: { alert: string; expr: string }[] }[];
    };
    const asked = groups.flatMap(({ rules }) => rules.map(({ expr }) => namesIn(expr)));
    expect(asked.filter((names) => names.length === 0)).toEqual([]);
    expect(asked.flat().filter((name) => !exposed.has(name))).toEqual([]);
  });
});
