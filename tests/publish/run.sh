#!/bin/sh
# All files of a release, or none: bad paths, bad keys, a full disk, a closed reader, a kill at every step.
# Usage: tests/publish/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
ROOT=$(pwd)
B=${1:?usage: tests/publish/run.sh BUILD_DIR}
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
cd "$T" || exit 2
TL=$B/tearline
cp "$ROOT/samples/telegram.txt" in.txt
"$TL" keygen k && "$TL" keygen second || { echo "FAIL publish: no keys"; exit 1; }
bad=0
key="--key k/key.pem --cert k/cert.pem"

left() { ls -A "$T" | grep -E '^(o|\.tearline)' | tr '\n' ' '; }

# NAME STATUS COMMAND...: the command ends with that status, says one line, and leaves no file whose name begins with o.
refused() {
	name=$1 want=$2
	shift 2
	"$@" >said.out 2>said
	got=$?
	why=
	[ $got -eq "$want" ] || why="status $got instead of $want"
	[ "$(wc -l <said)" -eq 1 ] || why="$why; $(wc -l <said) lines on standard error"
	grep -qE 'Halvard|quota|patrols' said && why="$why; the message quotes the document"
	tries=0
	while [ -n "$(left)" ] && [ $tries -lt 20 ]; do sleep 0.1; tries=$((tries + 1)); done
	[ -z "$(left)" ] || why="$why; left behind: $(left)"
	if [ -z "$why" ]; then echo "ok publish: $name"; else echo "FAIL publish: $name: $why"; cat said; bad=1; fi
	rm -rf o*
}

redact() { "$TL" redact -p us-public $key --audit o.audit -o o.txt "$@"; }

# --- what stands in the way
mkdir d
: >exists
ln -s nowhere dangling
for where in d exists dangling no/such/folder; do
	refused "output path $where is refused" 6 "$TL" redact -p us-public $key -o $where in.txt
	refused "manifest path $where is refused" 6 "$TL" redact -p us-public $key -o o.txt --manifest $where in.txt
	refused "record path $where is refused" 6 "$TL" redact -p us-public $key -o o.txt --audit $where in.txt
done
[ -s exists ] && { echo "FAIL publish: an existing file was written"; bad=1; }
refused "two parts with one name are refused" 6 "$TL" redact -p us-public $key -o o.txt --manifest o.txt in.txt
refused "source that is a directory is refused" 6 redact d
refused "source that is not there is refused" 6 redact none.txt
refused "key of another certificate is refused" 5 "$TL" redact -p us-public --key second/key.pem --cert k/cert.pem -o o.txt in.txt
cp k/key.pem readable.pem && chmod 644 readable.pem
refused "key that others can read is refused" 5 "$TL" redact -p us-public --key readable.pem --cert k/cert.pem -o o.txt in.txt
refused "text that is no key is refused" 5 "$TL" redact -p us-public --key k/key.pem --cert in.txt -o o.txt in.txt
refused "missing policy is wrong usage" 2 "$TL" redact -p no-such-policy $key -o o.txt in.txt
refused "missing signer is wrong usage" 2 "$TL" redact -p us-public -o o.txt in.txt
refused "stream without a manifest's name is wrong usage" 2 "$TL" redact -p us-public $key in.txt
refused "unknown format is wrong usage" 2 redact --format nosuch in.txt
refused "unknown option is wrong usage" 2 redact --nosuch in.txt
echo '<policy/>' >bad.xml
refused "policy that does not validate is refused" 4 "$TL" redact -p ./bad.xml $key -o o.txt in.txt

# --- sources that are no text
: >empty.txt
printf 'UNCLAS\n\0\n' >nul.txt
printf 'UNCLAS\n\n1. (U) caf\351\n' >latin1.txt
head -c 4096 /dev/urandom >binary.txt
head -c 700 in.txt | tail -c 600 | tr -d '()' >prose.txt
for kind in empty nul latin1 binary; do
	refused "$kind source is refused" 3 redact $kind.txt
done

# --- a library that is loaded late and is not there: the loader finds a file of its name that is none
mkdir lib
for name in $(grep -aoE 'lib(xml2|icuuc)\.so\.[0-9]+' "$TL" | sort -u); do echo none >lib/$name; done
cp "$ROOT/policies/us-public.xml" mine.xml
sed '$s/$/ caf\xc3\xa9/' in.txt >accent.txt
refused "policy of one's own without libxml2 is an error" 6 env LD_LIBRARY_PATH=lib "$TL" redact -p ./mine.xml $key -o o.txt in.txt
refused "document beyond ASCII without ICU is an error" 6 env LD_LIBRARY_PATH=lib "$TL" redact -p us-public $key -o o.txt accent.txt
for source in in.txt accent.txt; do
	"$TL" redact -p us-public $key -o o.txt $source 2>said || { echo "FAIL publish: $source with all libraries"; cat said; bad=1; }
	rm -rf o*
done
env LD_LIBRARY_PATH=lib "$TL" redact -p us-public $key -o o.txt in.txt 2>said || { echo "FAIL publish: ASCII under a shipped policy needs a late library"; cat said; bad=1; }
rm -rf o*

# --- standard output
refused "standard output on a full device is an error" 6 sh -c "'$TL' redact -p us-public $key --manifest o.xml in.txt >/dev/full"
refused "closed standard output is an error" 6 sh -c "'$TL' redact -p us-public $key --manifest o.xml in.txt >&-"
refused "closed reader is an error" 6 sh -c "{ sleep 0.3; '$TL' redact -p us-public $key --manifest o.xml in.txt; echo \$? >st; } | true; exit \$(cat st)"
refused "explain on a full device is an error" 6 sh -c "'$TL' explain -p us-public in.txt >/dev/full"

# --- the system fails at every step; strace answers in its place
if strace -o /dev/null -e inject=getppid:error=EPERM true 2>/dev/null; then
	export ASAN_OPTIONS=detect_leaks=0 # leaks are looked for by tracing, and only one can trace
	for call in write fsync linkat pipe2; do
		n=1
		while [ $n -le 12 ]; do
			strace -f -o trace -e inject=$call:error=ENOSPC:when=$n "$TL" redact -p us-public $key --audit o.audit -o o.txt in.txt >said.out 2>said
			[ $? -eq 0 ] && break
			rm -rf o*
			refused "$call number $n fails: nothing is left" 6 strace -f -o trace -e inject=$call:error=ENOSPC:when=$n \
			    "$TL" redact -p us-public $key --audit o.audit -o o.txt in.txt
			n=$((n + 1))
		done
		rm -rf o*
		[ $n -gt 1 ] || { echo "FAIL publish: $call was never reached"; bad=1; }
	done
	for n in 1 2 3 4; do
		refused "killed at name number $n: nothing is left" 137 \
		    sh -c "strace -f -o trace -e inject=linkat:signal=KILL:when=$n '$TL' redact -p us-public $key --audit o.audit -o o.txt in.txt 2>/dev/null; s=\$?; echo killed >&2; exit \$s" 2>/dev/null
	done
	cp in.txt growing.txt
	(sleep 0.4; echo "7. (U) More." >>growing.txt) &
	refused "source that grows while it is read is refused" 6 strace -qq -o trace -P "$T/growing.txt" -e inject=read:delay_exit=900000:when=1 \
	    "$TL" redact -p us-public $key -o o.txt growing.txt
	wait
else
	echo "skip publish: injected failures: strace cannot trace here"
fi

# --- and the honest one
redact in.txt 2>said || { echo "FAIL publish: honest release"; cat said; bad=1; }
if [ "$(ls o* | tr '\n' ' ')" = "o.audit o.txt o.txt.manifest.xml o.txt.manifest.xml.p7s " ] && [ "$(stat -c %a o.audit)" = 600 ]; then
	echo "ok publish: honest release has its four files, the record for its owner only"
else
	echo "FAIL publish: honest release has other files: $(ls -l o*)"
	bad=1
fi
exit $bad
