/** The words for why a row was not used. */
import type { DropReason } from '#lib/graphql/generated/graphql.ts';

export const dropReasonLabels: Readonly<Record<DropReason, string>> = {
  WRONG_COLUMN_COUNT: 'Wrong number of columns',
  ROW_TOO_LONG: 'Row too long',
  BAD_NUMBER: 'Not a number',
  BAD_DATE: 'Not a date',
  BAD_SUBSCRIBER: 'Subscriber number empty or too long',
  NEGATIVE_COUNTER: 'Counter below zero',
  COUNTER_TOO_LARGE: 'Counter larger than any line carries',
  NO_DURATION: 'Session too young to give a rate',
  ENDS_BEFORE_START: 'Session ends before it starts',
  STARTS_AFTER_SNAPSHOT: 'Session starts after the snapshot',
  IMPLAUSIBLE_TIME: 'Session starts before 1970',
  IMPLAUSIBLE_RATE: 'More than 100 Gbit/s',
  DEVICE_MISMATCH: 'Names another device than the file',
  REPEATED_ROW: 'Row repeated',
  NO_EARLIER_COUNTER: 'First value of a running counter',
  SUPERSEDED_COUNTER: 'Older value of a running counter',
  TOO_LATE: 'Came after its slot was closed for good',
};
