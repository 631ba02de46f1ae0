#!/bin/sh
# Changed, cut, renamed and swapped releases on disk, against the program and the stock script. Every byte is changed in
# tests/unit/test_tearline.c, in memory; here it is every so many. Usage: tests/tamper/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
ROOT=$(pwd)
B=${1:?usage: tests/tamper/run.sh BUILD_DIR}
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
cp samples/telegram.txt "$T/in.txt" && cd "$T" || exit 2
bad=0
fail() { echo "FAIL tamper: $*"; bad=1; }
"$B/tearline" keygen k && "$B/tearline" redact -p us-public --key k/key.pem --cert k/cert.pem -o o in.txt ||
	{ fail "no release"; exit 1; }

verdict() { "$B/tearline-verify" "$@" --trust k/ca.pem >said 2>&1; }
good() { # NAME ARGUMENTS...
	name=$1; shift
	if verdict "$@" && grep -q '^good: ' said; then echo "ok tamper: $name"; else fail "$name: $(cat said)"; fi
}
refused() {
	name=$1; shift
	verdict "$@"
	status=$?
	if [ $status -eq 1 ] && grep -q '^not good: .*: ..*' said; then echo "ok tamper: $name"; else fail "$name: status $status: $(cat said)"; fi
}

good "honest release" o
if sh "$ROOT/src/cli/tearline-stock-verify.sh" o --trust k/ca.pem >said 2>&1 && tail -n 1 said | grep -q '^good'; then
	echo "ok tamper: stock tools agree on the honest release"
else
	fail "stock tools do not agree: $(tail -n 2 said)"
fi
"$B/tearline" verify o --trust k/ca.pem --json >said 2>&1
grep -q '"verdict":"good"' said && echo "ok tamper: the verdict as JSON" || fail "JSON: $(cat said)"

cp o o.honest; cp o.manifest.xml m.honest; cp o.manifest.xml.p7s s.honest
restore() { cp o.honest o; cp m.honest o.manifest.xml; cp s.honest o.manifest.xml.p7s; }
for part in o o.manifest.xml o.manifest.xml.p7s; do
	size=$(stat -c %s $part)
	step=$((size / 40 + 1)) at=0 missed=
	while [ $at -lt "$size" ]; do
		byte=$(od -An -tu1 -j $at -N 1 $part | tr -d ' ')
		printf "\\$(printf %03o $((byte ^ 1)))" | dd of=$part bs=1 seek=$at conv=notrunc 2>/dev/null
		verdict o
		{ [ $? -eq 1 ] && grep -q '^not good: ' said; } || missed="$missed $at"
		restore
		at=$((at + step))
	done
	[ -z "$missed" ] && echo "ok tamper: changed bytes of $part" || fail "changed bytes of $part pass:$missed"
	truncate -s $((size - 1)) $part && refused "$part cut by one byte" o; restore
	: >$part; refused "$part empty" o; restore
	echo >>$part; refused "$part with a byte behind its end" o; restore
	rm $part; refused "$part missing" o; restore
	mv $part there && ln -s there $part && refused "$part behind a link" o; rm -f $part there; restore
	rm $part && mkfifo $part && refused "$part a pipe" o; rm -f $part; restore
	rm $part && mkdir $part && refused "$part a folder" o; rmdir $part; restore
done
cp o renamed; refused "output under another name" renamed --manifest o.manifest.xml
sed 's/$/\r/' o.honest >o; refused "output with other line ends" o; restore
sed 's/$/\r/' m.honest >o.manifest.xml; refused "manifest with other line ends" o; restore
"$B/tearline" keygen other
"$B/tearline-verify" o --trust other/ca.pem >said 2>&1
[ $? -eq 1 ] && echo "ok tamper: another root" || fail "another root: $(cat said)"
refused "another signer required" o --signer other/cert.pem
good "the signer that is required" o --signer k/cert.pem

sh "$ROOT/tests/tamper/seal.sh" "$B" || bad=1
sh "$ROOT/tests/tamper/folder.sh" "$B" || bad=1
exit $bad
