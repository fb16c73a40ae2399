/**
 * The longest trigger, and the longest value of a field, in characters. The time that Segment's libraries take for
 * triggers and templates grows with the square of their length.
 */
export const MAX_LENGTH = 10_000

export const TOO_LONG = `is longer than ${MAX_LENGTH.toLocaleString('en-US')} characters`
