#!/usr/bin/env node
import { EXIT, reasonOf } from '../errors'
import { main } from './program'

/** A reader that has seen enough, such as `head`, or a terminal that is gone. It does not end the delivery. */
const READER_IS_GONE = ['EPIPE', 'EIO']

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (READER_IS_GONE.includes(error.code ?? '')) return
  console.error(`error: Standard output cannot be written (${reasonOf(error)}). Run the same command again to resume.`)
  process.exit(EXIT.somethingFailed)
})
// Without a listener, a limit on the size of files would end the process; so it is an error of the write, like a full disk.
process.on('SIGXFSZ', () => undefined)
// There is no other place to report it.
process.stderr.on('error', () => undefined)

// Node ends the process if nothing more can happen, such as after the death of a thread, even if the command is not done.
process.exitCode = EXIT.somethingFailed
void main(process.argv).then((exitCode) => {
  process.exitCode = exitCode
})
