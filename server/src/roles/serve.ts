/** The role `serve`: API and dashboard over the history and the feed that other processes write. It keeps nothing of its own. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { openAccess, type OpenedAccess } from '../access-of-config.ts';
import { listenOrSayWhy, openOrSayWhy, urlOf } from '../app-lifecycle.ts';
import type { App } from '../app.ts';
import type { Config } from '../config.ts';
import { SuppressionIndex } from '../domain/suppression-index.ts';
import { folderOf, makeApi, makeBacktester, makeHistory, type Foundation } from '../foundation.ts';
import type { Api } from '../http.ts';
import { redisAddress } from '../live/redis-address.ts';
import { TriageDesk } from '../triage/triage-desk.ts';
import { ActLearner } from './act-learner.ts';
import { createMeetingPlace } from './meeting-place.ts';
import { PartsInOrder } from './parts-in-order.ts';
import { StatusWatch } from './status-board.ts';

export function createApiProcess(base: Foundation): App {
  const { config } = base;
  const place = createMeetingPlace(base);
  const history = makeHistory(base, 'beside');
  const feed = place.makeFeed(history);
  const suppressions = new SuppressionIndex();
  const journal = place.makeJournal(history, suppressions);
  const status = new StatusWatch({
    connection: place.connection,
    key: place.keys.status,
    slotSeconds: config['slot-length'],
    closedThrough: () => history.closedThrough(),
  });
  const backtests = makeBacktester(base, history, status);
  const triage = new TriageDesk({ journal, history, newId: randomUUID, now: () => Math.floor(Date.now() / 1000) });
  const answers = { history, feed, status, backtests, triage, suppressions, push: null };
  let access: OpenedAccess | null = null;
  let api: Api | null = null;
  let port = 0;
  return new PartsInOrder(
    [
      { start: () => place.connection.open(), stop: () => place.connection.close() },
      { start: () => openOrSayWhy(history), stop: () => history.close() },
      feed,
      new ActLearner({ feed, history, suppressions }),
      status,
      { start: () => undefined, stop: () => backtests.stop() },
      {
        async start() {
          await mkdir(folderOf(base), { recursive: true });
          const secret = secretOf(config, await history.identity());
          access = await openAccess({ ...base, folder: folderOf(base), secret, history });
          api = makeApi(base, { ...answers, ...access, secret });
          await access.audit.begin();
        },
        stop: async () => access?.audit.stop(),
      },
      {
        start: async () => void (port = await listenOrSayWhy(api!, config)),
        stop: async () => api?.stop(),
      },
    ],
    () => urlOf(config.host, port),
    async () => access?.access.login.drawFirstToken() ?? null,
  );
}

/**
 * The same in all processes of an installation, so that ids, cursors and logins of one are good at every other. The passwords are
 * in it, as who may read history alone must not be able to make a login.
 */
function secretOf(config: Config, historyId: string): Buffer {
  const { password } = new URL(config['clickhouse-url'] ?? '');
  const redis = redisAddress(config['redis-url'] ?? '')?.password ?? '';
  return createHash('sha256')
    .update(JSON.stringify(['tidewatch', historyId, password, redis]))
    .digest();
}
