#!/usr/bin/env bash
# Packs the package, installs it in an empty project, and uses it there as its users do: from CommonJS and ESM, from
# TypeScript with the resolutions nodenext and node10, from Jest and Vitest, and as a command; under each supported
# version of Node.js, and without optional packages. A tarball that is there already may be named, and dist/ stays as it
# is.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

tarball=${1:-$folder/$(npm pack --silent --pack-destination "$folder")}
npx publint run "$tarball" --strict
npx attw "$tarball" --profile strict --no-emoji --format table-flipped

# TypeScript 7 no longer has the resolution node10.
mkdir "$folder/main" && cd "$folder/main"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "$tarball" typescript@5.9 @types/node@20 jest@30 vitest@4
cp -R "$root/test/package" projects
cp -R "$root/examples/jest" "$root/examples/vitest" projects

node projects/cjs/index.js
node projects/esm/index.mjs
npx tsc --project projects/nodenext --noEmit false --outDir compiled
npx tsc --project projects/node10
npx jest --rootDir projects/jest --testTimeout 600000
npx vitest run --root projects/vitest --testTimeout 600000 --hookTimeout 600000
npx tiktok-conversions send node_modules/tiktok-conversions/examples/events.ndjson --sandbox | tail -n 1

# The versions come from the package `node`.
for version in 20 22 24; do
  path=$(npx --yes -p "node@$version" -c 'dirname "$(command -v node)"')
  mkdir "$folder/$version" && cd "$folder/$version"
  (
    PATH=$path:$PATH
    [[ $(node -v) == v$version.* ]]
    npm init --yes >/dev/null
    npm install --silent --no-audit --no-fund --prefer-offline "$tarball"
    cp -R "$root/test/package" projects && cp -R "$folder/main/compiled" .
    node projects/cjs/index.js
    node projects/esm/index.mjs
    node compiled/index.mjs
    node compiled/index.cjs
    npx tiktok-conversions --version >/dev/null
  )
  echo "The package runs under Node.js $version."
done

# What is missing without optional packages is named.
mkdir "$folder/without-optional" && cd "$folder/without-optional"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --prefer-offline --omit=optional "$tarball"
cp -R "$root/test/package" projects
node projects/cjs/index.js
export TIKTOK_WRITE_KEYS=shop:key-1
{ npx tiktok-conversions serve --store events.db --sandbox-port 8099 2>&1 || true; } |
  grep '^error: SQLite needs the optional package @libsql/'
"$root/scripts/write-sbom.sh" "$tarball" >"$folder/sbom.json"
echo "The packed package installs, loads and runs."
