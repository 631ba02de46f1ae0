#!/bin/sh
# Redacts a sample with a throw-away key, shows the result, verifies it. Called by `make demo`.
set -eu
B=${1:?usage: samples/demo.sh BUILD_DIR}
D=$B/demo
rm -rf "$D"
mkdir -p "$D"
say() { printf '\n$ %s\n' "$*"; "$@"; }

say "$B/tearline" keygen "$D/keys"
say "$B/tearline" redact -p us-public --key "$D/keys/key.pem" --cert "$D/keys/cert.pem" \
    --audit "$D/telegram.audit.xml" -o "$D/telegram.txt" samples/telegram.txt
say cat "$D/telegram.txt"
say "$B/tearline" verify "$D/telegram.txt" --trust "$D/keys/ca.pem"
