/** For `node --import`: an OpenTelemetry SDK that writes each span as a line of JSON to the file that SPAN_FILE names. */
import { appendFileSync } from 'node:fs';
import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, SimpleSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-base';

const path = process.env['SPAN_FILE'] ?? '';
const exporter = {
  export(spans: readonly ReadableSpan[], done: (result: { code: number }) => void): void {
    for (const { name, attributes, events, status, resource } of spans)
      appendFileSync(path, `${JSON.stringify({ name, attributes, events, status, of: resource.attributes })}\n`);
    done({ code: 0 });
  },
  shutdown: () => Promise.resolve(),
};
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
