#!/bin/sh
# Starts one role in the place of this shell, so that signals reach it directly.
#   role api | role worker | role migrate [--down]
set -eu
name=${1:-}
[ $# -gt 0 ] && shift
built=${BECKON_HOME:-/app}/dist/apps/server/apps
case "$name" in
  api) exec node "$built/api/src/main.js" "$@" ;;
  worker) exec node "$built/worker/src/main.js" "$@" ;;
  migrate) exec node "$built/api/src/migrate.js" "$@" ;;
  *)
    echo "Unknown role \"$name\". There are: api, worker, migrate." >&2
    exit 2
    ;;
esac
