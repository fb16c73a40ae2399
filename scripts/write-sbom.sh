#!/usr/bin/env bash
# Prints the parts of a packed package and of all that is installed with it, as CycloneDX. `npm sbom --omit=dev` in the
# clone would leave out packages that the development needs as well.
set -euo pipefail

tarball=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --prefer-offline "$tarball"
npm sbom --sbom-format=cyclonedx >sbom.json
node -e '
  const { bomFormat, components } = require("./sbom.json")
  const { dependencies } = require("./node_modules/tiktok-conversions/package.json")
  const missing = Object.keys(dependencies).filter((name) => !components.some((each) => each["bom-ref"].startsWith(`${name}@`)))
  if (bomFormat !== "CycloneDX" || missing.length > 0) throw new Error(`The list of parts lacks ${missing}.`)'
cat sbom.json
