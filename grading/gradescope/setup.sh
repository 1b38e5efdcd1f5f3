#!/usr/bin/env bash
# Run once, as root, when Gradescope builds the assignment's image: Node, Gradbook's
# packages, and the rights by which submissions cannot read what the solution gives.
set -euo pipefail

version={{node}}
if [ "$(node --version 2>/dev/null)" != "$version" ]; then
  case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) echo "There is no Node for $(uname -m)." >&2; exit 1 ;;
  esac
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends curl ca-certificates xz-utils
  curl -fsSL "https://nodejs.org/dist/$version/node-$version-linux-$machine.tar.xz" |
    tar -xJ -C /usr/local --strip-components=1
fi

cd "$(dirname "$0")/gradbook"
chown -R 0:0 .
# Submissions run the kernel, with its packages; the rest is for root alone.
chmod -R go-rwx .
node -e 'require("./scripts/set-up").prepareNode()'
chmod go+x . kernel
chmod go=x ..
chmod -R go+rX kernel/dist node_modules
