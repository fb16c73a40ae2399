/** The package has no types of its own. */
declare module 'fs-native-extensions' {
  /** Locks a range of bytes. @returns whether the lock was granted: `false` if another file descriptor holds it */
  export function tryLock(fileDescriptor: number, offset: number, length: number): boolean
}
