/** The reason for which an event is not sent. */
export type SkipReason = 'opted_out' | 'unmatched'
