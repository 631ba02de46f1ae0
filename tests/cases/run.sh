#!/bin/sh
# A folder is a test. Usage: tests/cases/run.sh BUILD_DIR [NAME...]
#
#   input.txt   the source                       policy    its name, or a file beside it (default us-public)
#   out.txt     the output, byte for byte; where it is absent there must be no output file at all
#   explain     the table of `tearline explain`; may be absent
#   stderr      messages; absent: none           status    exit status of redact (default 0)
#   args        more arguments of redact         manifest  the manifest without digests and ids; may be absent
#
# After a redaction the release must verify; GOLDEN=1 rewrites what the program answers and shows the difference.
set -u
cd "$(dirname "$0")" || exit 2
CASES=$(pwd)
B=${1:?usage: tests/cases/run.sh BUILD_DIR [NAME...]}
shift
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
"$B/tearline" keygen "$T/keys" || { echo "FAIL cases: no keys"; exit 1; }
[ $# -gt 0 ] || set -- */
bad=0

# Digests, ids and times differ from run to run; what is left must not.
plain() {
	sed -E 's/"[0-9a-f]{96}"/"DIGEST"/g; s/"[0-9a-f]{32}"/"ID"/g; s/"[0-9]{4}-[0-9-]+T[0-9:]+Z"/"TIME"/g
		s/(<(tool|policy|scheme) [^>]*)/<\2/' "$1"
}

compare() { # WHAT EXPECTED GOT
	if [ "${GOLDEN:-}" = 1 ]; then
		diff -u "$2" "$3"
		if [ -s "$3" ]; then cp "$3" "$2"; else rm -f "$2"; fi
		return 0
	fi
	[ -f "$2" ] || : >"$T/none"
	if ! diff -u "$([ -f "$2" ] && echo "$2" || echo "$T/none")" "$3" >"$T/diff" 2>&1; then
		why="$why $1"
		sed -n '1,20p' "$T/diff" >>"$T/show"
	fi
}

one() {
	case=$CASES/$1 work=$T/work why=
	: >"$T/show"
	rm -rf "$work"
	if ! { [ -f "$case/input.txt" ] && cp -r "$case" "$work" && cd "$work"; }; then
		echo "FAIL case $1: there is no such case"
		bad=1
		return
	fi
	rm -f out.txt manifest explain stderr
	policy=$(cat policy 2>/dev/null || echo us-public)
	want=$(cat status 2>/dev/null || echo 0)
	# shellcheck disable=SC2046 # args are words
	"$B/tearline" redact -p "$policy" --key "$T/keys/key.pem" --cert "$T/keys/cert.pem" --audit out.audit.xml \
	    -o out.txt $(cat args 2>/dev/null) input.txt >stdout 2>stderr
	got=$?
	[ "$got" = "$want" ] || why="$why status-$got-not-$want"
	[ ! -s stdout ] || why="$why stdout"
	compare stderr "$case/stderr" stderr
	if [ $got -eq 0 ]; then
		compare out.txt "$case/out.txt" out.txt
		"$B/tearline" verify out.txt --trust "$T/keys/ca.pem" >verdict 2>&1 || { why="$why verify"; cat verdict >>"$T/show"; }
		"$B/tearline" audit --record out.audit.xml -o out.txt input.txt >/dev/null 2>verdict || { why="$why audit"; cat verdict >>"$T/show"; }
		plain out.txt.manifest.xml >manifest
		[ ! -f "$case/manifest" ] || compare manifest "$case/manifest" manifest
	elif [ -e out.txt ] || [ -e out.txt.manifest.xml ] || [ -e out.txt.manifest.xml.p7s ] || [ -e out.audit.xml ]; then
		why="$why left-files-behind"
	fi
	if [ -f "$case/explain" ]; then
		"$B/tearline" explain -p "$policy" input.txt >explain 2>&1
		compare explain "$case/explain" explain
	fi
	cd "$CASES" || exit 2
	if [ -z "$why" ]; then echo "ok case $1"; else echo "FAIL case $1:$why"; cat "$T/show"; bad=1; fi
}

for name in "$@"; do
	one "${name%/}"
done
exit $bad
