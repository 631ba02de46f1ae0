#!/bin/sh
# The README tells the truth: its first command works, and its worked example prints what stands there.
# Usage: tests/readme/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
ROOT=$(pwd)
B=${1:?usage: tests/readme/run.sh BUILD_DIR}
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
bad=0
result() { # NAME STATUS FILE
	if [ "$2" -eq 0 ]; then echo "ok readme: $1"; else echo "FAIL readme: $1"; head -n 30 "$3"; bad=1; fi
}

make -s B="$B" demo >"$T/demo" 2>&1
tail -n 1 "$T/demo" | grep -q '^good: '
result "make demo ends with a good verdict" $? "$T/demo"
grep -q '^1\. (U) SUMMARY' "$T/demo" && ! grep -q 'Halvard' "$T/demo"
result "make demo shows the sanitized sample" $? "$T/demo"
for command in demo check; do
	grep -q "^    make $command" README.md
	result "README shows make $command" $? README.md
done

# The example is a session: lines with "$ " are run, everything else is what they print.
mkdir "$T/example"
cp samples/telegram.txt "$T/example"
sed -n '/^```$/,/^```$/p' README.md | sed '1d;$d' >"$T/session"
plain() { sed -E 's/[0-9]{4}-[0-9-]+T[0-9:]+Z/TIME/'; }
sed -n 's/^\$ //p' "$T/session" | (
	cd "$T/example" || exit 2
	PATH=$B:$PATH
	while read -r line; do
		echo "\$ $line"
		sh -c "$line" 2>&1 </dev/null
	done
) | plain >"$T/got"
plain <"$T/session" | diff -u - "$T/got" >"$T/diff"
result "the worked example prints what README says" $? "$T/diff"

# So do the pages of the shipped policies: "This telegram" and what it "becomes".
for page in docs/policies/*.md; do
	name=$(basename "$page" .md)
	block() { sed -n '/^## Sample/,$p' "$page" | awk -v want="$1" '
		/^becomes/ { part = 1; next }
		/^    / { if (part + 0 == want) { for (; blank > 0; blank--) print ""; print substr($0, 5); seen = 1 } next }
		/^$/ { if (seen) blank++; next }
		{ if (seen) exit }'; }
	block 0 >"$T/$name.in"
	block 1 >"$T/$name.want"
	if grep -q '^The telegram of \[us-public\]' "$page"; then
		mv "$T/$name.in" "$T/$name.want"
		page=docs/policies/us-public.md
		block 0 >"$T/$name.in"
	fi
	rm -f "$T/$name.out" "$T/$name.out".*
	"$B/tearline" redact -p "$name" --unsigned -o "$T/$name.out" "$T/$name.in" 2>"$T/diff" &&
		[ -s "$T/$name.want" ] && diff -u "$T/$name.want" "$T/$name.out" >"$T/diff"
	result "the sample of $name becomes what its page says" $? "$T/diff"
done

# Every page that a page points to is there.
for page in README.md docs/*.md docs/*/*.md; do
	for link in $(grep -oE '\]\([a-z][^):#]*' "$page" | sed 's/^](//'); do
		[ -e "$(dirname "$page")/$link" ] || echo "$page: $link"
	done
done >"$T/links"
[ ! -s "$T/links" ]
result "no link leads nowhere" $? "$T/links"
cd "$ROOT" || exit 2
exit $bad
