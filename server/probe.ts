import { openEmbeddedEngine } from './src/history/embedded-engine.ts';
const e = await openEmbeddedEngine('/tmp/acc/probe', 'tw');
const q = async (s: string, p = {}) => { try { console.log(s.slice(0,60), JSON.stringify(await e.select(s, p))); } catch (x) { console.log(s.slice(0,60), 'ERR', String(x).slice(0, 300)); } };
const f = "subscriber IN (SELECT subscriber FROM tw.subs GROUP BY subscriber HAVING tupleElement(max(newest), 3) IN (''3''))".replaceAll("''", "\\'");
await q(`SELECT subscriber, max(newest) FROM subs GROUP BY subscriber SETTINGS additional_table_filters = {'tw.subs': '${f}'}`);
await q(`SELECT uniqExact(subscriber) FROM subs SETTINGS additional_table_filters = {'tw.subs': '${f}'}`);
await e.close();
