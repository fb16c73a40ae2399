#!/usr/bin/env bash
# Checks what a release is made with and what no test runs: the workflows and the container files.
set -euo pipefail
cd "$(dirname "$0")/.."

for workflow in .github/workflows/*.yml; do
  npx --yes -p @action-validator/core@0.6.0 -p @action-validator/cli@0.6.0 action-validator "$workflow"
done
for file in Containerfile examples/serve/Dockerfile; do
  npx --yes dockerfile-utils@0.16.3 lint "$file"
done
echo "The workflows and the container files are in order."
