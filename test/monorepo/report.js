/** Prints problems, one a line, and makes the process fail if there are any. */
module.exports = (problems) => {
  for (const problem of problems) {
    console.error(problem)
    process.exitCode = 1
  }
}
