/**
 * Spans for OpenTelemetry. Nobody receives them unless the process was started with an SDK
 * (`NODE_OPTIONS="--import …"`): without one the calls of the API do nothing. An SDK is heard by an API of its own minor version or an
 * older one alone, so the package stays behind: at 1.9, which the SDKs of today bring themselves.
 */
import { SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';

export type SpanName = 'slot.judge' | 'history.commit' | 'checkpoint.write' | 'graphql.execute';

export interface EndedWork {
  readonly name: SpanName;
  readonly seconds: number;
  /** Numbers and words of our own: never a subscriber, nor what a client sent. */
  readonly attributes?: Attributes;
  readonly hasFailed?: boolean;
}

const tracer = trace.getTracer('tidewatch');

/** Tells of work that has ended just now. */
export function recordSpan({ name, seconds, attributes = {}, hasFailed = false }: EndedWork): void {
  const endedMs = Date.now();
  const span = tracer.startSpan(name, { startTime: endedMs - seconds * 1000, attributes });
  if (hasFailed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(endedMs);
}
