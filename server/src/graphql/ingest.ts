/** Ingest, what is being read and how far it is, with the account of every row. */
import type { DeadLetterKey } from '../history/history.ts';
import type { UnlistedDevice } from '../ingest/unlisted-device.ts';
import type { IngestStatus } from '../telemetry/status.ts';
import { AccountingRef } from './accounting.ts';
import { builder } from './builder.ts';
import { resolveConnection } from './connection.ts';
import { connectionArguments } from './connection-type.ts';
import { dataEndOf } from './data-end.ts';
import { DeadLetterConnectionRef } from './dead-letter.ts';

const IngestPhaseRef = builder.enumType('IngestPhase', {
  description: 'How far the process is.',
  values: {
    OPENING: { value: 'opening', description: 'History is being opened.' },
    REBUILDING: {
      value: 'rebuilding',
      description: "The detector's state is being rebuilt from history after a restart.",
    },
    CATCHING_UP: { value: 'catching-up', description: 'Snapshots that were already waiting are being read.' },
    LIVE: { value: 'live', description: 'Everything known is read; new snapshots are read as they come.' },
    FAILED: { value: 'failed', description: 'Nothing more is read; `fault` says why.' },
  } as const,
});

const UnlistedDeviceRef = builder.objectRef<UnlistedDevice>('UnlistedDevice');
UnlistedDeviceRef.implement({
  description: 'A device that snapshot files tell of and the device table lacks. They are read once the table has it.',
  fields: (t) => ({
    device: t.exposeString('device', { description: 'Name of the device, as its files have it.' }),
    files: t.exposeInt('files', { description: 'Files that wait.' }),
  }),
});

const IngestRef = builder.objectRef<IngestStatus>('Ingest');
IngestRef.implement({
  description: 'What is being read and how far it is.',
  fields: (t) => ({
    source: t.exposeString('source', { description: 'Where the data comes from, in words.' }),
    simulated: t.exposeBoolean('simulated', {
      description: 'True when the data is made up by the built-in simulator.',
    }),
    phase: t.expose('phase', { type: IngestPhaseRef, description: 'How far the process is.' }),
    dataAsOf: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'End of the newest closed slot: everything before it is judged. Null before the first.',
      resolve: dataEndOf,
    }),
    slotSeconds: t.exposeInt('slotSeconds', { description: 'Length of a slot, seconds.' }),
    done: t.exposeInt('done', { description: 'Snapshots (slots while rebuilding) that are done in this phase.' }),
    total: t.exposeInt('total', {
      description: 'Snapshots (slots while rebuilding) known in this phase; grows as more are found.',
    }),
    fault: t.exposeString('fault', {
      nullable: true,
      description:
        'What is wrong when the phase is FAILED, or the newest fault that did not stop reading; null when well.',
    }),
    unreadableFiles: t.exposeInt('unreadableFiles', {
      description: 'Snapshot files that were seen but could not be used at all.',
    }),
    unlistedDevices: t.expose('unlistedDevices', {
      type: [UnlistedDeviceRef],
      description: 'Devices that files wait for because the device table lacks them; in the order of their names.',
    }),
    accounting: t.field({
      type: AccountingRef,
      description: 'The account of every row ever read.',
      resolve: (_status, _args, { history }) => history.accounting(),
    }),
    deadLetters: t.field({
      type: DeadLetterConnectionRef,
      description: 'Rows that were not used and are kept aside, ordered by file, then line.',
      args: connectionArguments(),
      resolve: (_status, args, { history, sealer }) =>
        resolveConnection(
          {
            name: 'deadLetters',
            keyOf: ({ file, line }: DeadLetterKey) => ({ file, line }),
            fetch: (page) => history.listDeadLetters(page),
          },
          args,
          sealer,
        ),
    }),
  }),
});

builder.queryField('ingest', (t) =>
  t.field({
    type: IngestRef,
    description: 'What is being read and how far it is, at this moment.',
    resolve: (_root, _args, { status }) => status.current(),
  }),
);
