import { SpanStatusCode, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { recordSpan } from './traces.ts';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

const secondsOf = ([seconds, nanoseconds]: [number, number]): number => seconds + nanoseconds / 1e9;

describe('spans', () => {
  it('go nowhere, and cost no error, without an SDK', () => {
    expect(() => recordSpan({ name: 'slot.judge', seconds: 1 })).not.toThrow();
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  describe('with an SDK', () => {
    beforeAll(() => void trace.setGlobalTracerProvider(provider));
    afterEach(() => exporter.reset());
    afterAll(async () => {
      trace.disable();
      await provider.shutdown();
    });

    it('tell what was done, for how long, and of how much', () => {
      recordSpan({ name: 'history.commit', seconds: 1.5, attributes: { slots: 3 } });
      const [span] = exporter.getFinishedSpans();
      expect(span).toMatchObject({ name: 'history.commit', attributes: { slots: 3 }, ended: true });
      expect(secondsOf(span!.duration)).toBeCloseTo(1.5);
      expect(span!.instrumentationScope.name).toBe('tidewatch');
    });

    it('say when it failed', () => {
      recordSpan({ name: 'graphql.execute', seconds: 0, hasFailed: true });
      expect(exporter.getFinishedSpans()[0]!.status.code).toBe(SpanStatusCode.ERROR);
    });
  });
});
