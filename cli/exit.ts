/** What the command tells the shell. */
export const EXIT = { allDelivered: 0, somethingFailed: 1, wrongUse: 2 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The command was called in a way that it cannot serve. The message is for the person at the keyboard. */
export class UsageError extends Error {}
