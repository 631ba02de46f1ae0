#!/bin/sh
# A canary in every withheld place: no output byte may hold it, in any dress. Usage: tests/leaks/run.sh BUILD_DIR
#
# A source NAME.txt has words @W1@ @W2@ ... in places that us-public withholds and @K1@ ... in places that it keeps; each gets a
# canary of its own. A kept one must be there, or the test has proved nothing. NAME.strict etc. may list the W and K of another
# policy where they differ; without it, every policy is only asked not to release a W.
set -u
cd "$(dirname "$0")" || exit 2
B=${1:?usage: tests/leaks/run.sh BUILD_DIR}
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
${CC:-cc} -O2 -o "$T/search" search.c -lcrypto || { echo "FAIL leaks: search.c"; exit 1; }
"$B/tearline" keygen "$T/k" || { echo "FAIL leaks: no keys"; exit 1; }
bad=0
fail() { echo "FAIL leaks: $*"; bad=1; }

# The search itself finds every dress.
canary=zqwcanaryone
dressed() { printf '%s' "$2" >"$T/dress"; "$T/search" $canary "$T/dress" >/dev/null && fail "the search misses a canary $1"; }
dressed "as it is" "a ZQWcanaryOne b"
dressed "in hexadecimal" "00$(printf %s $canary | od -An -tx1 | tr -d ' \n')00"
dressed "in base64" "$(printf 'ab%s' $canary | base64)"
dressed "in base64, shifted" "$(printf 'abc%sxyz' $canary | base64)"
dressed "backwards" "$(printf %s $canary | rev)"
dressed "as a digest" "$(printf %s $canary | sha384sum)"
printf %s $canary | iconv -t UTF-16LE >"$T/dress"
"$T/search" $canary "$T/dress" >/dev/null && fail "the search misses a canary in UTF-16"
printf 'nothing here' >"$T/dress"
"$T/search" $canary "$T/dress" >/dev/null || fail "the search finds what is not there"
[ $bad -eq 0 ] && echo "ok leaks: the search finds every dress"

for source in *.txt; do
	name=${source%.txt}
	sed -E 's/@([WK])([0-9]+)@/zq\1canary\2qz/g' "$source" >"$T/in.txt"
	words=$(grep -oE 'zq[WK]canary[0-9]+qz' "$T/in.txt" | sort -u)
	for policy in us-public us-foia us-coalition strict; do
		rm -f "$T"/out*
		"$B/tearline" redact -p $policy --key "$T/k/key.pem" --cert "$T/k/cert.pem" -o "$T/out.txt" "$T/in.txt" >"$T/out.stdout" 2>"$T/out.stderr"
		status=$?
		"$B/tearline" explain -p $policy "$T/in.txt" >"$T/out.explain" 2>&1
		"$B/tearline" portions --json "$T/in.txt" >"$T/out.portions" 2>&1
		why=
		[ $status -eq 0 ] || { [ $policy != us-public ] || why="$why; refused: $(cat "$T/out.stderr")"; }
		for word in $words; do
			case $word in
			zqW*) "$T/search" "$word" "$T"/out* >"$T/found" || why="$why; $word: $(tr '\n' ' ' <"$T/found")" ;;
			zqK*) [ $policy != us-public ] || grep -q "$word" "$T/out.txt" 2>/dev/null || why="$why; $word is not kept" ;;
			esac
		done
		if [ -z "$why" ]; then echo "ok leaks: $name under $policy"; else fail "$name under $policy$why"; fi
	done
done
exit $bad
