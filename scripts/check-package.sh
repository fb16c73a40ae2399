#!/usr/bin/env bash
# Packs the package, installs it in an empty folder, loads it and runs its command there.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

tarball=$(npm pack --silent --pack-destination "$folder")
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "./$tarball"

node -e "
  const { default: destination } = require('tiktok-conversions')
  const { startSandbox } = require('tiktok-conversions/sandbox')
  require('node:assert').equal(destination.slug, 'tiktok-conversions')
  startSandbox().then((sandbox) => sandbox.close())
"
npx tiktok-conversions send node_modules/tiktok-conversions/examples/events.ndjson --sandbox | tail -n 1
echo "The packed package installs, loads and runs."
