// Preloaded into each thread of a command, so that its clock is another one. With CLOCK=back or CLOCK=ahead, the wall
// clock is set by a day after some looks at it; with CLOCK=fast, time passes a thousand times as fast.
const timers = require('node:timers/promises')

const DAY = 24 * 60 * 60 * 1000
const LOOKS = 500
const FACTOR = 1000
const { CLOCK } = process.env

if (CLOCK === 'fast') {
  const { bigint } = process.hrtime
  const wait = timers.setTimeout
  process.hrtime.bigint = () => bigint() * BigInt(FACTOR)
  timers.setTimeout = (milliseconds, ...others) => wait(milliseconds / FACTOR, ...others)
} else {
  const { now } = Date
  const jump = CLOCK === 'back' ? -DAY : DAY
  let looks = 0
  Date.now = () => now() + (++looks > LOOKS ? jump : 0)
  globalThis.Date = new Proxy(Date, {
    construct: (target, values) => (values.length === 0 ? new target(target.now()) : new target(...values))
  })
}
