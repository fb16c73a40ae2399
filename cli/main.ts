#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { EXIT } from './exit'
import { run } from './program'

// Files of any size are to be delivered in 200 MB: the heap is to grow in smaller steps than V8 would take.
setFlagsFromString('--heap-growing-percent=50')
setFlagsFromString('--max-semi-space-size=8')

// A reader that has seen enough, such as `head`, does not end the delivery; a full disk does.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.exit(EXIT.somethingFailed)
})

void run(process.argv).then((exitCode) => {
  process.exitCode = exitCode
})
