/** Where a cell of the timeline leads: to the anomalies of its row and its stretch of time. */
import type { LaneSelection } from '#lib/swim-lane/swim-lane.ts';
import { withParameters } from '#lib/time-range/address.ts';
import { timeRangeParameters } from '#lib/time-range/time-range.ts';

/** `of`: what the rows are. `zone`: that of the address, null where it says none. */
export const cellLink = ({ row, from, to }: LaneSelection, of: 'device' | 'subscriber', zone: string | null): string =>
  withParameters(
    { pathname: '/anomalies', searchParams: [] },
    { ...timeRangeParameters({ kind: 'absolute', from, to }), zone, [of]: row.id },
  );
