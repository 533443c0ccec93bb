/** History can't be reached or used for a reason that a person can mend; the message is a sentence that says what. */
export class HistoryUnavailable extends Error {}
