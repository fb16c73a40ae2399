#!/usr/bin/env bash
# Whether src/ passes the checks of segmentio/action-destinations, made in the miniature of it in test/monorepo.
set -euo pipefail
cd "$(dirname "$0")/.."

destination=packages/destination-actions/src/destinations/tiktok-conversions
failures=0

# A line for the check, and below it what the command said if it failed.
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "ok      $name"
  else
    echo "failed  $name"
    echo "$output"
    failures=$((failures + 1))
  fi
}

install() {
  cmp -s package-lock.json node_modules/installed-lock.json && return
  npm ci --no-audit --no-fund && cp package-lock.json node_modules/installed-lock.json
}

generate_types() {
  node generate-types.js && diff -ru ../../src "$destination"
}

run_tests() {
  (cd packages/destination-actions && jest --ci)
}

node_modules/.bin/tsx scripts/register.ts test/monorepo --force >/dev/null
cd test/monorepo
PATH="$PWD/node_modules/.bin:$PATH"

check 'install' install
check 'Prettier' prettier --check "$destination/**/*.ts"
check 'TypeScript' tsc --noEmit --project packages/destination-actions
check 'ESLint' eslint --quiet --ext .ts "$destination"
check 'Jest' run_tests
check 'Jest, again' run_tests
check 'validate' node validate.js
check 'generated types' generate_types

exit $((failures > 0))
