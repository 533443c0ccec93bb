import { execFileSync } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithSqlite } from './requires.ts';
import { startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, type SnapshotFolder } from './snapshot-folder.ts';

interface Account {
  ingest: {
    dataAsOf: string | null;
    accounting: { rows: number; accepted: number; dropped: { reason: string; rows: number }[] };
  };
}
const ingest = '{ ingest { dataAsOf accounting { rows accepted dropped { reason rows } } } }';

/** FreeRADIUS' own schema for SQLite, as far as sessions and their traffic go. */
const schema = `CREATE TABLE radacct (radacctid INTEGER PRIMARY KEY AUTOINCREMENT, acctsessionid varchar(64) NOT NULL, acctuniqueid varchar(32) NOT NULL,
  username varchar(64) NOT NULL, nasipaddress varchar(15) NOT NULL, acctstarttime datetime NULL, acctupdatetime datetime NULL,
  acctstoptime datetime NULL, acctsessiontime int NULL, acctinputoctets bigint NULL, acctoutputoctets bigint NULL, callingstationid varchar(50) NOT NULL DEFAULT '')`;
const dump = `SELECT acctuniqueid, username, acctstarttime, acctupdatetime, acctstoptime, acctinputoctets, acctoutputoctets FROM radacct
  WHERE nasipaddress = '192.0.2.11' AND (acctstoptime IS NULL OR acctstoptime > datetime('2024-01-01', '+' || :minutes || ' minutes', '-20 minutes'))`;

describeWithSqlite('dumps of radacct', (sqlite) => {
  let folder: SnapshotFolder;
  let data: string;
  let app: RunningApp;
  let database: string;

  beforeAll(async () => {
    folder = await createSnapshotFolder();
    data = await mkdtemp(join(tmpdir(), 'tidewatch-data-'));
    database = join(data, 'radius.sqlite');
    sql(schema);
    app = await start();
  });
  afterAll(async () => {
    await app.stop();
    await folder.remove();
    await rm(data, { recursive: true, force: true });
  });

  /** The table of devices says bits and session means: a dump is what it is. */
  async function start(): Promise<RunningApp> {
    await writeFile(folder.deviceTable, 'Id,PSX,TransmitUnits,Delimiter,DateFormat\n3,62.0,bits,|,%d/%m/%Y %H:%M:%S\n');
    return startAppOn(folder, join(data, 'tidewatch'), '--lateness', '0');
  }

  const sql = (statement: string, ...more: string[]): string =>
    execFileSync(sqlite, [...more, database, statement], { encoding: 'utf8' });
  const time = (minutes: number): string =>
    new Date(Date.UTC(2024, 0, 1, 0, minutes)).toISOString().slice(0, 19).replace('T', ' ');

  function begin(session: string, subscriber: string, minutes: number): void {
    sql(`INSERT INTO radacct (acctsessionid, acctuniqueid, username, nasipaddress, acctstarttime, acctupdatetime, acctinputoctets, acctoutputoctets)
VALUES ('${session}', '${session}', '${subscriber}', '192.0.2.11', '${time(minutes)}', '${time(minutes)}', 0, 0)`);
  }
  function count(session: string, minutes: number, up: number, down: number, column = 'acctupdatetime'): void {
    sql(
      `UPDATE radacct SET ${column} = '${time(minutes)}', acctinputoctets = ${up}, acctoutputoctets = ${down} WHERE acctuniqueid = '${session}'`,
    );
  }

  async function dumpAt(minutes: number): Promise<void> {
    const rows = sql(dump.replace(':minutes', String(minutes)), '-csv', '-header');
    const partial = join(folder.path, '.partial');
    await writeFile(partial, rows);
    await rename(partial, join(folder.path, `psx_62.0_${time(minutes)}.csv`));
  }

  async function trafficOf(subscriber: string): Promise<Record<string, string>> {
    const answer = await app.query<{
      subscriber: { traffic: { start: string; upBytes: string; downBytes: string }[] } | null;
    }>(
      `{ subscriber(number: "${subscriber}") { traffic(timeRange: { from: "2024-01-01T00:00:00Z", to: "2024-01-02T00:00:00Z" }) { start upBytes downBytes } } }`,
    );
    return Object.fromEntries(
      (answer.subscriber?.traffic ?? []).map(({ start: at, upBytes, downBytes }) => [
        at.slice(11, 16),
        `${upBytes}/${downBytes}`,
      ]),
    );
  }
  const asOf =
    (end: string) =>
    ({ ingest: { dataAsOf } }: Account): boolean =>
      dataAsOf === `2024-01-01T${end}:00Z`;

  it('give the traffic of each slot, of sessions that go on and of those that end', async () => {
    begin('s1', 'alice', 1);
    begin('s2', 'bob, "the second"', 2);
    count('s1', 9, 1000, 5000);
    count('s2', 8, 70, 80);
    await dumpAt(10);
    count('s1', 19, 1500, 9_000_000_000);
    count('s2', 14, 100, 100, 'acctstoptime');
    begin('s3', 'bob, "the second"', 15);
    count('s3', 18, 7, 7);
    await dumpAt(20);
    count('s1', 29, 1500, 9_000_000_100);
    count('s3', 28, 8, 9);
    await dumpAt(30);
    const { ingest: account } = await app.until<Account>(ingest, asOf('00:30'));
    expect(await trafficOf('alice')).toEqual({ '00:00': '1000/5000', '00:10': '500/8999995000', '00:20': '0/100' });
    expect(await trafficOf('bob, \\"the second\\"')).toEqual({ '00:00': '70/80', '00:10': '37/27', '00:20': '1/2' });
    // The session that ended is in two dumps, and counts once: in the second, with a lateness of 0, it is too late.
    expect(account.accounting).toEqual({ rows: 8, accepted: 7, dropped: [{ reason: 'TOO_LATE', rows: 1 }] });
  });

  it('go on with the counters of before after a restart', async () => {
    await app.stop();
    app = await start();
    count('s1', 39, 2500, 9_000_000_200);
    await dumpAt(40);
    await app.until<Account>(ingest, asOf('00:40'));
    expect(await trafficOf('alice')).toMatchObject({ '00:20': '0/100', '00:30': '1000/100' });
  });
});
