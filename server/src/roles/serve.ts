/** The role `serve`: API and dashboard over the history and the feed that other processes write. It keeps nothing of its own. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { openAccess, type OpenedAccess } from '../access-of-config.ts';
import { listenOrSayWhy, openOrSayWhy, urlOf } from '../app-lifecycle.ts';
import type { App } from '../app.ts';
import { SuppressionIndex } from '../domain/suppression-index.ts';
import { folderOf, learnErased, makeApi, makeBacktester, makeHistory, type Foundation } from '../foundation.ts';
import type { Api } from '../http.ts';
import { TriageDesk } from '../triage/triage-desk.ts';
import { ActLearner } from './act-learner.ts';
import { ErasureCall } from './erasure-call.ts';
import { ErasureWatch } from './erasure-watch.ts';
import { secretOf } from './installation-secret.ts';
import { createMeetingPlace } from './meeting-place.ts';
import { PartsInOrder } from './parts-in-order.ts';
import { StatusWatch } from './status-board.ts';

export function createApiProcess(base: Foundation): App {
  const { config, erased } = base;
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
  const forgetting = new ErasureCall({ ...place, history, erased });
  const hear = async (): Promise<void> => {
    const known = erased.version;
    erased.learn(await history.erasures());
    for (const name of suppressions.subscribers()) if (erased.hasLearned(name, known)) suppressions.forget(name);
  };
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
          await learnErased(base, history, secret);
          access = await openAccess({ ...base, folder: folderOf(base), secret, history, feed, forgetting });
          api = makeApi(base, { ...answers, ...access, secret });
          await access.audit.begin();
        },
        stop: async () => access?.audit.stop(),
      },
      new ErasureWatch({ ...place, hear, leaseMs: config.lease * 1000, log: base.log }),
      {
        start: async () => void (port = await listenOrSayWhy(api!, config)),
        stop: async () => api?.stop(),
      },
    ],
    () => urlOf(config.host, port),
    async () => access?.access.login.drawFirstToken() ?? null,
  );
}
