#!/usr/bin/env node
import { run } from './program'

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

void run(process.argv).then((exitCode) => {
  process.exitCode = exitCode
})
