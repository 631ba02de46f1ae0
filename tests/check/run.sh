#!/bin/sh
# `tearline check` as a program: forms of answer, exit statuses, --fix. Usage: tests/check/run.sh BUILD_DIR
#
# A folder is a test: input.txt, args (more arguments), findings (what standard output says), status (default 0), and for
# --fix out.txt (the copy) and diff (standard error). GOLDEN=1 rewrites what the program answers and shows the difference.
set -u
cd "$(dirname "$0")" || exit 2
B=${1:?usage: tests/check/run.sh BUILD_DIR}
CASES=$(pwd)
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
TL=$B/tearline
bad=0
# shellcheck disable=SC2046 # flags are words
${CC:-cc} -O1 -Wall -Werror -o "$T/sarif" "$CASES/sarif.c" $(pkg-config --cflags --libs jansson) || exit 2

say() { # NAME WHY
	if [ -z "$2" ]; then echo "ok check $1"; else echo "FAIL check $1: $2"; bad=1; fi
}

same() { # FILE GOT
	if [ "${GOLDEN:-}" = 1 ]; then
		diff -u "$case/$1" "$2"
		if [ -s "$2" ]; then cp "$2" "$case/$1"; else rm -f "$case/$1"; fi
		return
	fi
	[ -f "$case/$1" ] || : >"$T/none"
	diff -u "$([ -f "$case/$1" ] && echo "$case/$1" || echo "$T/none")" "$2" >"$T/diff" || { why="$why $1"; cat "$T/diff"; }
}

for case in "$CASES"/*/; do
	case=${case%/} name=$(basename "$case") why=
	rm -rf "$T/work"
	mkdir "$T/work" && cp "$case/input.txt" "$T/work" && cd "$T/work" || exit 2
	# shellcheck disable=SC2046 # args are words
	"$TL" check $(cat "$case/args" 2>/dev/null) input.txt >findings 2>said
	got=$?
	sed -i 's/"version":"[0-9.]*","rules"/"version":"VERSION","rules"/' findings
	[ "$got" = "$(cat "$case/status" 2>/dev/null || echo 0)" ] || why="$why status-$got"
	same findings findings
	same diff said
	# Whatever was asked: the same as SARIF is a good log, and speaks of these bytes.
	# shellcheck disable=SC2046
	"$TL" check --sarif $(sed 's/--sarif//; s/--json//; s/--fix -o [^ ]*//' "$case/args" 2>/dev/null) input.txt >log
	"$T/sarif" input.txt <log || why="$why sarif"
	if grep -q -e --fix "$case/args" 2>/dev/null; then
		[ -f out.txt ] || : >out.txt
		same out.txt out.txt
		# The diff is one that `patch` can apply, and what it makes is the copy.
		if [ -s said ] && command -v patch >/dev/null; then
			cp input.txt patched && patch -s patched <said || why="$why patch"
			cmp -s patched out.txt || why="$why patched"
		fi
		# A second time nothing is left to correct.
		"$TL" check $(sed 's/out.txt/again.txt/' "$case/args") out.txt >/dev/null 2>said
		[ ! -s said ] && cmp -s out.txt again.txt || why="$why not-stable"
	fi
	cd "$CASES" || exit 2
	say "$name" "$why"
done

# NAME SED-SCRIPT: a log that was changed so is no good one.
wrong_log() {
	"$TL" check --sarif "$CASES/as-sarif/input.txt" | sed "$2" >"$T/log"
	"$T/sarif" "$CASES/as-sarif/input.txt" <"$T/log" >/dev/null && say "$1" "taken for a log" || say "$1" ""
}
wrong_log "a log of another version" 's/"version":"2.1.0"/"version":"2.0.0"/'
wrong_log "a result of a rule that is none" 's/"ruleIndex":1,/"ruleIndex":99,/'
wrong_log "a region from 0" 's/"startLine":1,/"startLine":0,/'
wrong_log "a region that is another place" 's/"endColumn":11,/"endColumn":12,/'
wrong_log "a level that is none" 's/"level":"warning"/"level":"severe"/'
wrong_log "a property that is none" 's/"ruleIndex"/"ruleNumber"/'

# NAME STATUS ARGUMENTS...: ends so, says one line and leaves no file.
refused() {
	name=$1 want=$2
	shift 2
	"$TL" check "$@" >"$T/out" 2>"$T/said"
	got=$? why=
	[ $got -eq "$want" ] || why="status $got instead of $want"
	[ "$(wc -l <"$T/said")" -eq 1 ] || why="$why; not one line on standard error"
	[ ! -s "$T/out" ] || why="$why; something on standard output"
	[ ! -e "$T/new" ] || why="$why; a file was left"
	say "$name" "$why"
}

in=$CASES/corrected/input.txt
printf 'hello\n' >"$T/no"
: >"$T/there"
refused "two forms of answer" 2 --json --sarif "$in"
refused "a correction without a place for it" 2 --fix "$in"
refused "a place without a correction" 2 -o "$T/new" "$in"
refused "a date that is none" 2 --date 2010-13-01 "$in"
refused "a scheme that is none" 2 --scheme nobody "$in"
refused "a format that is none" 2 --format nothing "$in"
refused "no document" 3 "$T/no"
refused "no document, no copy" 3 --fix -o "$T/new" "$T/no"
refused "a file that is not there" 6 "$T/nowhere"
refused "a copy over a file" 6 --fix -o "$T/there" "$in"
refused "a copy over the source" 6 --fix -o "$in" "$in"
[ ! -s "$T/there" ] || say "a copy over a file" "it was written to"

"$TL" check "$in" >/dev/full 2>"$T/said"
[ $? -eq 6 ] && say "a full disk" "" || say "a full disk" "not status 6"
"$TL" check --sarif "$in" >/dev/full 2>"$T/said"
[ $? -eq 6 ] && say "a full disk and SARIF" "" || say "a full disk and SARIF" "not status 6"
exit $bad
