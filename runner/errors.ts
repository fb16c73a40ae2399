/** Exit statuses of the command line. */
export const EXIT = { allDelivered: 0, somethingFailed: 1, wrongUse: 2 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Reports a call that cannot be served as it stands. The message is for the person at the keyboard. */
export class UsageError extends Error {}

/** The system's code for an error (such as `ENOENT`), or else its message. */
export function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}
