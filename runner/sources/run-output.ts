/** Names of files that a run writes beside its input by default. */
const NAME = /\.(?:failed\.ndjson|checkpoint)(?:\.lock)?$/

/** The beginning of a checkpoint, whatever it is called. A crash may leave one under a temporary name. */
const CHECKPOINT = /^\{"version":\d+,"identity":\{"/

/** The content of a lock: a process id, or nothing yet. */
const LOCK = /^\d*$/

/**
 * Whether an earlier run has left a file beside its input. A pattern or folder does not select it.
 * @param head the first bytes of the file
 */
export function isRunOutput(path: string, head: Buffer): boolean {
  const text = head.toString('latin1', 0, 100)
  return NAME.test(path) || CHECKPOINT.test(text) || (path.endsWith('.lock') && LOCK.test(text))
}
