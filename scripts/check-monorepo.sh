#!/usr/bin/env bash
# Whether src/ passes the checks of segmentio/action-destinations. They are made in a copy of the miniature of it in
# test/monorepo: the destination of today is registered there, and src/ takes its place.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
miniature=$root/test/monorepo
checkout=$(mktemp -d "$miniature/checkout.XXXXXX")
trap 'rm -rf "$checkout"' EXIT
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
  cd "$miniature"
  cmp -s package-lock.json node_modules/installed-lock.json && return
  npm ci --no-audit --no-fund && cp package-lock.json node_modules/installed-lock.json
}

# The lists of before and after are compared at the end, as those of the main branch and of a pull request are.
register() {
  node required-fields.js list >required-fields.json && "$root/node_modules/.bin/tsx" "$root/scripts/register.ts" . --force
}

# The step that register names for afterwards must leave it nothing to do.
register_again() {
  node metadata.js write && "$root/node_modules/.bin/tsx" "$root/scripts/register.ts" . | grep '^Nothing to do'
}

generate_types() {
  cp -R "$destination" before && node generate-types.js && diff -ru before "$destination"
}

run_tests() {
  npm test --silent --prefix packages/destination-actions
}

check 'install' install
tar -C "$miniature" -cf - --exclude node_modules --exclude 'checkout.*' . | tar -C "$checkout" -xf -
cd "$checkout"
PATH="$miniature/node_modules/.bin:$PATH"

check 'register' register
check 'register, again' register_again
check 'Prettier' prettier --check "$destination/**/*.ts"
check 'TypeScript' tsc --noEmit --project packages/destination-actions
check 'ESLint' eslint --max-warnings 0 --ext .ts "$destination"
check 'Jest' run_tests
check 'Jest, again' run_tests
check 'validate' node validate.js
check 'required fields' node required-fields.js compare required-fields.json
check 'saved mappings' node saved-mappings.js
check 'secret fields' node secret-fields.js
check 'metadata' node metadata.js
check 'generated types' generate_types
check 'faults are found' node --test faults.test.js

exit $((failures > 0))
