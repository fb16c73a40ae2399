/** The server is a standby: a connection to it cannot write. */
export class StandbyError extends Error {
  override readonly name = 'StandbyError'
}

/** The server ended a commit's wait for its standby: the events may be on one machine only. */
export class UnsafeCommitError extends Error {
  override readonly name = 'UnsafeCommitError'
}

const SYSTEM_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EHOSTDOWN', 'ENETDOWN']
])

/** Connection exceptions, and servers that stop or start, accept no more connections, or cannot write. */
const SQL_STATES = /^(?:08...|57P0[123]|53300|25006)$/

/** Errors of the driver, which have no code. */
const DRIVER_MESSAGES = /^(?:Connection terminated|Query read timeout|timeout exceeded|Client )/

/** Errors before a statement reaches the server, or after which it has surely not run. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '57P03',
  '25006',
  '53300'
])

/** Whether an error means that the server is away or not the primary, and not that a statement is wrong. */
export function isOutage(error: unknown): boolean {
  if (error instanceof StandbyError || error instanceof UnsafeCommitError) return true
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined) return DRIVER_MESSAGES.test(message)
  return SYSTEM_CODES.has(code) || SQL_STATES.test(code)
}

/** Gives an error of the driver the code of the system that means the same. */
export function addCode(error: unknown): void {
  const { code, message } = error as NodeJS.ErrnoException
  if (code !== undefined || !DRIVER_MESSAGES.test(message)) return
  Object.assign(error as Error, { code: message.includes('time') ? 'ETIMEDOUT' : 'ECONNRESET' })
}

/** Whether all connections were in use for too long: that proves nothing about the server. */
export function isCrowded(error: unknown): boolean {
  return (error as Error).message === 'timeout exceeded when trying to connect'
}

/** Whether the statement may have run. */
export function wasSent(error: unknown): boolean {
  return !(error instanceof StandbyError || NOT_SENT.has((error as NodeJS.ErrnoException).code ?? ''))
}
