#!/usr/bin/env node
import { EXIT } from '../errors'
import { main } from './program'

// A reader that has seen enough, such as `head`, does not end the delivery; a full disk does.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.exit(EXIT.somethingFailed)
})

void main(process.argv).then((exitCode) => {
  process.exitCode = exitCode
})
