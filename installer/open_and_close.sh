#!/bin/sh
# open_and_close.sh PROGRAM [ARGUMENT…]: opens the console, waits until it says that it has started, asks it to stop and
# returns its exit code. Its output goes to standard output.
set -u
said=$(mktemp)
LOG_LEVEL=info "$@" >"$said" 2>&1 &
console=$!
tries=0
while ! grep -q 'console started' "$said" && kill -0 "$console" 2>/dev/null && [ "$tries" -lt 600 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -TERM "$console" 2>/dev/null
wait "$console"
status=$?
cat "$said"
grep -q 'console started' "$said" || status=1
rm -f "$said"
exit "$status"
