import { describe, expect, it } from 'vitest';
import { joinSources } from './source-group.ts';
import type { Source, SourceSink } from './source.ts';

/** A source that does what the test does with its sink. */
function drivenSource(description: string): { source: Source; sink: () => SourceSink } {
  let sink: SourceSink;
  const source: Source = {
    description,
    simulated: false,
    start: (given) => (sink = given),
    stop: async () => undefined,
  };
  return { source, sink: () => sink };
}

function joined() {
  const [files, radius] = [drivenSource('snapshot files'), drivenSource('what is received')];
  const told: string[] = [];
  const group = joinSources([files.source, radius.source]);
  group.start(
    {
      accept: async () => undefined,
      caughtUp: async () => void told.push('caught up'),
      progress: (done, total) => told.push(`${done} of ${total}`),
    },
    { closedThrough: null, ingested: new Set() },
  );
  return { group, files: files.sink(), radius: radius.sink(), told };
}

describe('several sources', () => {
  it('have caught up when each has, and tell of it again each time one of them does', async () => {
    const { files, radius, told } = joined();
    await radius.caughtUp();
    await radius.caughtUp();
    expect(told).toEqual([]);
    await files.caughtUp();
    await radius.caughtUp();
    expect(told).toEqual(['caught up', 'caught up']);
  });

  it('add up what they did and know of', () => {
    const { files, radius, told } = joined();
    files.progress(1, 10);
    radius.progress(2, 3);
    files.progress(2, 10);
    expect(told).toEqual(['1 of 10', '3 of 13', '4 of 13']);
  });

  it('are described together', () => {
    expect(joined().group.description).toBe('snapshot files and what is received');
  });
});
