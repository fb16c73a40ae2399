/** Variables that a process of Node.js may need. None is a secret. */
const NEEDED =
  /^(?:PATH|HOME|USER|XDG_STATE_HOME|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TMP|TEMP|NODE_(?!AUTH)\w+|LD_\w+|DYLD_\w+|SSL_CERT_\w+|SystemRoot|SystemDrive|windir|ComSpec|PATHEXT|USERPROFILE|APPDATA|LOCALAPPDATA)$/i

/**
 * The environment of a process that is started for a part of the work: it gets no secret that it does not need.
 * @param also further variables
 */
export function childEnvironment(also?: RegExp): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => NEEDED.test(name) || also?.test(name) === true)
  )
}
