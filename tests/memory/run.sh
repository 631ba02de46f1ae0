#!/bin/sh
# valgrind finds nothing on the samples. Usage: tests/memory/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
B=${1:?usage: tests/memory/run.sh BUILD_DIR}
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
if ! command -v valgrind >/dev/null; then
	echo "skip memory: valgrind is not installed"
	exit 0
fi
if nm "$B/tearline" | grep -q __asan_init; then
	echo "skip memory: this build has its own checks"
	exit 0
fi
bad=0
checked() { # NAME COMMAND...
	name=$1
	shift
	if valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible \
	    --errors-for-leak-kinds=definite,indirect,possible "$@" >"$T/out" 2>"$T/err"; then
		echo "ok memory: $name"
	else
		echo "FAIL memory: $name"
		head -n 30 "$T/err"
		bad=1
	fi
}
checked keygen "$B/tearline" keygen "$T/k"
for sample in telegram memorandum; do
	checked "portions of the $sample" "$B/tearline" portions --json samples/$sample.txt
	checked "explain the $sample" "$B/tearline" explain -p us-public samples/$sample.txt
	checked "redact the $sample" "$B/tearline" redact -p us-public --key "$T/k/key.pem" --cert "$T/k/cert.pem" \
	    --audit "$T/$sample.audit" -o "$T/$sample" samples/$sample.txt
	checked "verify the $sample" "$B/tearline-verify" "$T/$sample" --trust "$T/k/ca.pem"
	checked "audit the $sample" "$B/tearline" audit --record "$T/$sample.audit" -o "$T/$sample" samples/$sample.txt
done
exit $bad
