/** Names of files that a run writes beside its input. */
const NAME = /\.(?:failed\.ndjson|checkpoint|tiktok-conversions\.lock)$/

/** The beginning of a checkpoint, whatever it is called. A crash may leave one under a temporary name. */
const CHECKPOINT = /^\{"version":\d+,"identity":\{"/

/**
 * Whether an earlier run has left a file beside its input. A pattern or folder does not select it.
 * @param head the first bytes of the file
 */
export function isRunOutput(path: string, head: Buffer): boolean {
  return NAME.test(path) || CHECKPOINT.test(head.toString('latin1', 0, 100))
}
