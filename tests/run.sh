#!/bin/sh
# Every test, and one closing line: "N passed, M failed". Usage: tests/run.sh BUILD_DIR [SUITE...]
# A suite prints a line "ok NAME" or "FAIL NAME: what" for each test; "skip NAME: why" is shown and counted.
set -u
cd "$(dirname "$0")/.." || exit 2
B=${1:?usage: tests/run.sh BUILD_DIR [SUITE...]}
shift
[ $# -gt 0 ] || set -- unit lint cases check leaks tamper forgery openings time seals log large wycheproof publish \
	fuzz install readme memory
B=$(cd "$B" && pwd) || exit 2
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
export LC_ALL=C.UTF-8 TZ=UTC
unset OPENSSL_CONF XML_CATALOG_FILES ICU_DATA

# cmocka's lines in our form; a program that dies without a verdict is a failure of its own.
unit() {
	for program in "$B"/tests/test_*; do
		[ -x "$program" ] && [ ! -d "$program" ] || continue
		case $program in *.d) continue ;; esac
		name=$(basename "$program")
		"$program" >"$T/unit.out" 2>&1
		status=$?
		sed -n 's/^\[       OK \] \(.*\)/ok '"$name"': \1/p
			s/^\[  SKIPPED \] \([a-z].*\)/skip '"$name"': \1/p' "$T/unit.out"
		bad=$(sed -n 's/^\[  FAILED  \] \([A-Za-z_][A-Za-z0-9_]*\)$/\1/p' "$T/unit.out" | sort -u)
		for test in $bad; do
			echo "FAIL $name: $test"
		done
		if [ $status -ne 0 ] && [ -z "$bad" ]; then
			echo "FAIL $name: exit status $status"
		fi
		[ $status -eq 0 ] || grep -vE '^\[(==|--| RUN|  +OK)' "$T/unit.out" | head -n 40
	done
}

for suite in "$@"; do
	if [ "$suite" = unit ]; then
		unit
	elif [ -f "tests/$suite/run.sh" ]; then
		sh "tests/$suite/run.sh" "$B" || [ $? -eq 1 ] || echo "FAIL $suite: the suite did not finish"
	else
		echo "FAIL $suite: there is no such suite"
	fi
done >"$T/all" 2>&1

grep -v '^ok ' "$T/all"
passed=$(grep -c '^ok ' "$T/all")
failed=$(grep -c '^FAIL ' "$T/all")
[ "$passed" -gt 0 ] || failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
