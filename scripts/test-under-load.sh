#!/usr/bin/env bash
# Runs `npm test`, or another script of package.json, while eight loops a core compete with it at the same priority.
# Prints the time that it took. The exit status is the command's.
set -uo pipefail
cd "$(dirname "$0")/.."

# Each job has a process group of its own, which is ended as a whole.
set -m
TIMEFORMAT='Under load: %R s, and %U s + %S s of CPU (user + system).'
{ time npm run "${1:-test}"; } </dev/null &
jobs=($!)

stop() {
  {
    for job in "${jobs[@]}"; do kill -- "-$job"; done
    wait
  } 2>/dev/null
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# A loop also ends by itself when this script is gone.
busy='while kill -0 "$0" 2>/dev/null; do for ((i = 0; i < 1000000; i++)); do :; done; done'
for ((count = 8 * $(nproc); count > 0; count--)); do
  bash -c "$busy" $$ &
  jobs+=($!)
done

wait "${jobs[0]}"
