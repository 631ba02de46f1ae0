#!/bin/sh
# Every forgery of docs/forgeries.md, made from an honest release by a tool of its own, and put before three verifiers:
# openssl cms -verify, tearline-stock-verify, and tearline-verify, which must give the reason that the table says.
# The script, which starts eighty programs, is asked about all seals and files and about every third manifest and output; FULL=1
# asks about all, and so does GOLDEN=1, which writes the table anew. Usage: tests/forgery/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
HERE=$PWD
B=$(cd "${1:?usage: tests/forgery/run.sh BUILD_DIR}" && pwd) || exit 2
PAGE=$HERE/docs/forgeries.md
SCRIPT=$HERE/src/cli/tearline-stock-verify.sh
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
export LC_ALL=C.UTF-8
${CC:-cc} -std=c11 -D_GNU_SOURCE -O1 -o "$T/forge" tests/forgery/*.c -lcrypto || exit 2
cd "$T" || exit 2
cat >in.txt <<'END'
CONFIDENTIAL

MEMORANDUM FOR THE HARBOR MASTER

FROM: Lena Marsk

SUBJECT: (U) Charts

1. (U) The charts of Port Ansel are out of date.

2. (C) The pilots know another channel.

3. (U) The survey begins in April.

CONFIDENTIAL
END
. "$HERE/tests/forgery/pki.sh"
make_pki
mkdir honest made
(cd honest && "$B/tearline" redact -p us-foia --key ../pki/signer.key --cert ../pki/signer.pem -o out ../in.txt) || exit 2
./forge honest pki made >rows || exit 2
bad=0
fail() { echo "FAIL forgery: $*"; bad=1; }

# --- files that are no files; the honest parts are linked or renamed. Tearline's reason is the last of each line.
file_forgery() { # NAME WHAT REASON [ARGUMENTS]
	cp -r honest "made/$1"
	printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "${4:---trust ../../pki/root.pem}" "-CAfile ../../pki/root.pem -no-CApath -no-CAstore" >>rows
}
no_file="is not a regular file that can be read"
for part in out out.manifest.xml out.manifest.xml.p7s; do
	case $part in
	out) short=o what="the output" ;;
	out.manifest.xml) short=m what="the manifest" ;;
	*) short=s what="the seal" ;;
	esac
	file_forgery "f-$short-missing" "$what is missing" "$no_file"
	rm "made/f-$short-missing/$part"
	file_forgery "f-$short-link" "$what is a symbolic link" "$no_file"
	mv "made/f-$short-link/$part" "made/f-$short-link/there" && ln -s there "made/f-$short-link/$part"
	file_forgery "f-$short-fifo" "$what is a FIFO" "$no_file"
	rm "made/f-$short-fifo/$part" && mkfifo "made/f-$short-fifo/$part"
	file_forgery "f-$short-folder" "$what is a directory" "$no_file"
	rm "made/f-$short-folder/$part" && mkdir "made/f-$short-folder/$part"
	rm -f device
	if mknod device c 1 5 2>/dev/null && [ -c device ]; then
		file_forgery "f-$short-device" "$what is a device" "$no_file"
		mv device "made/f-$short-device/$part"
	else
		file_forgery "f-$short-device" "$what is a device" "$no_file"
		rm "made/f-$short-device/$part" && ln -s /dev/zero "made/f-$short-device/$part"
	fi
done
file_forgery f-renamed "the output under another name" "the output has another name than in the manifest" \
	"--trust ../../pki/root.pem --manifest out.manifest.xml"
mv made/f-renamed/out made/f-renamed/released

# --- the three answers

# A reader of its own for each: openssl waits at a FIFO and reads /dev/zero for ever.
stock() {
	timeout 3 openssl cms -verify -cades -binary -inform DER -in out.manifest.xml.p7s -content out.manifest.xml \
		-out /dev/null "$@" </dev/null >/dev/null 2>&1
	case $? in
	0) theirs=successful ;;
	124) theirs='does not end' ;;
	*) theirs=refused ;;
	esac
}
# ask NAME WHAT REASON ARGUMENTS OPENSSL: a line "ok …" or "FAIL …", and the row of the table in made/NAME.row.
ask() {
	name=$1 what=$2 reason=$3 arguments=$4 openssl=$5 out=out
	cd "$T/made/$name" || exit 2
	[ ! -e released ] || out=released
	# A system that trusts a stranger's root.
	export SSL_CERT_DIR="$T/pki/system"
	# shellcheck disable=SC2086
	stock $openssl
	case ${FULL:-}${GOLDEN:-}$((row % 3))$name in
	[12][mo]-*)
		# Not asked: as the page says.
		echo "not asked" >"../$name.script"
		caught=$(sed -n "s/^| .$name. | [^|]* | [^|]* | \([^|]*\) |.*/\1/p" "$PAGE" | tr -d '*')
		;;
	*)
		# shellcheck disable=SC2086
		timeout 60 sh "$SCRIPT" $out $arguments >"../$name.script" 2>&1
		case $? in
		0) caught=good ;;
		1) caught=refused ;;
		*) caught='no answer' ;;
		esac
		;;
	esac
	# shellcheck disable=SC2086
	said=$(timeout 60 "$B/tearline-verify" $out $arguments 2>&1)
	status=$?
	unset SSL_CERT_DIR
	case $reason in
	"good: "* | "not checked: "*) want=0 reason_shown="**good**; says that revocation was not checked" ;;
	*"trust anchor"*) want=5 reason_shown=$reason ;;
	*) want=1 reason_shown=$reason ;;
	esac
	case $status$said in
	"$want"*"${reason% / *}"* | "$want"*"${reason#* / }"*) echo "ok forgery: $name" ;;
	*) echo "FAIL forgery: $name: status $status, not $want with \"$reason\": $said" ;;
	esac
	if [ "$caught" = 'no answer' ] || { [ $want = 0 ] && [ $caught = refused ]; }; then
		echo "FAIL forgery: $name: the stock script says $(tail -n 1 "../$name.script")"
	fi
	[ "$theirs" != successful ] || [ $want -eq 0 ] || theirs='**successful**'
	[ "$caught" != good ] || [ $want -eq 0 ] || caught='**good**'
	printf '| `%s` | %s | %s | %s | %s |\n' "$name" "$what" "$theirs" "$caught" "$reason_shown" >"../$name.row"
}
# Every other row, so that two can work.
half() {
	row=0
	while IFS=$(printf '\t') read -r a b c d e; do
		row=$((row + 1))
		[ $((row % 2)) -ne "$1" ] || ask "$a" "$b" "$c" "$d" "$e"
	done <"$T/rows"
}
half 0 >"$T/even" 2>&1 &
half 1 >"$T/odd" 2>&1
wait
cat "$T/odd" "$T/even"
! grep -q '^FAIL' "$T/odd" "$T/even" || bad=1
cd "$T" || exit 2
while read -r name rest; do
	cat "made/$name.row"
done <rows >table
rows=$(grep -c . table)
[ "$rows" = "$(grep -c . rows)" ] || fail "not every forgery has its row"

# --- the script under another shell with other tools: the same answer

if command -v busybox >/dev/null; then
	mkdir tools
	for tool in awk cat cmp grep head mkdir mktemp rm sed sha384sum tail tr wc; do
		! busybox --list | grep -qx $tool || ln -s "$(command -v busybox)" tools/$tool
	done
	row=0 same=0
	while IFS=$(printf '\t') read -r name what reason arguments rest; do
		row=$((row + 1))
		[ $((row % 11)) -eq 1 ] || continue
		# shellcheck disable=SC2086
		(cd "made/$name" && PATH="$T/tools:$PATH" timeout 60 busybox sh "$SCRIPT" out $arguments) >other.out 2>&1
		case $?$(cut -d'|' -f5 "made/$name.row") in
		0*good* | 1*refused*) same=$((same + 1)) ;;
		*) fail "$name: under busybox the stock script says $(tail -n 1 other.out)" ;;
		esac
	done <rows
	echo "ok forgery: the stock script says the same under busybox ($same forgeries)"
else
	echo "skip forgery: busybox is not installed"
fi

# --- the page

version=$(openssl version | cut -d' ' -f1,2)
sed '/^| `/,$d' "$PAGE" >page 2>/dev/null
if [ "${GOLDEN:-}" = 1 ]; then
	sed "s/^The second column is of OpenSSL [0-9.]*/The second column is of $version/" page >page.new
	cat page.new table >"$PAGE"
fi
grep '^| `' "$PAGE" >told
shown=$(sed -n 's/^The second column is of \(OpenSSL [0-9]*\.[0-9]*\).*/\1/p' "$PAGE")
case $version in
"$shown"*) ;;
*)
	echo "skip forgery: openssl's answers in docs/forgeries.md are of $shown; this is $version"
	for file in told table; do
		awk -F' [|] ' -v OFS=' | ' '{ $3 = ""; print }' $file >cut && mv cut $file
	done
	;;
esac
if cmp -s told table; then
	echo "ok forgery: docs/forgeries.md says what $rows forgeries showed"
else
	fail "docs/forgeries.md is not what was seen (GOLDEN=1 sh tests/forgery/run.sh BUILD_DIR): $(diff told table | head -n 6)"
fi
exit $bad
