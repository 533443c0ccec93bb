/** What is told to whoever pushed when it was not taken. */
import { HistoryUnavailable } from '../../history/history-unavailable.ts';
import { RequestProblem } from '../../http/problem.ts';
import { BodyFault } from '../../ingest/push/given-rows.ts';
import { NotKept, SnapshotTaken } from '../../ingest/push/push-desk.ts';
import { mostRows, TooManyRows } from '../../ingest/push/read-rows.ts';
import { NotTaken } from '../../ingest/received/receiving-desk.ts';
import type { Logger } from '../../telemetry/log.ts';
import { KeyReused } from './kept-answers.ts';
import { tooLarge } from './push-body.ts';

const retryAfterSeconds = 5;

/** Throws the error on when it is a fault of ours. */
export function problemOfPush(error: unknown, log: Logger): RequestProblem {
  if (error instanceof RequestProblem) {
    if (error.status !== 503) return error;
    return new RequestProblem(503, error.message, error.extras, { 'Retry-After': retryAfterSeconds });
  }
  if (error instanceof BodyFault) return new RequestProblem(400, error.message);
  if (error instanceof TooManyRows) return tooLarge(`The body has more than ${mostRows} rows`);
  if (error instanceof SnapshotTaken) return new RequestProblem(409, error.message, { code: 'SNAPSHOT_TAKEN' });
  if (error instanceof KeyReused) {
    const detail = 'The Idempotency-Key was given with another body before; expected another key, or the same body';
    return new RequestProblem(422, detail, { code: 'IDEMPOTENCY_KEY_REUSED' });
  }
  const later = { 'Retry-After': retryAfterSeconds };
  if (error instanceof NotTaken) return new RequestProblem(503, error.message, {}, later);
  if (!(error instanceof NotKept)) throw error;
  if (error.cause instanceof HistoryUnavailable) log.warn({ err: error.cause }, 'push: history can not be reached');
  else log.error({ err: error.cause }, 'push: rows could not be kept');
  const detail = 'History does not take the rows at the moment; send them again later';
  return new RequestProblem(503, detail, { code: 'HISTORY_UNAVAILABLE' }, later);
}
