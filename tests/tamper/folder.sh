#!/bin/sh
# verify --all: a folder of releases, and everything that is none. Usage: tests/tamper/folder.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
ROOT=$(pwd)
B=$(cd "${1:?usage: tests/tamper/folder.sh BUILD_DIR}" && pwd) || exit 2
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
cd "$T" || exit 2
failed=0
"$B/tearline" keygen k || exit 2
mkdir honest
for name in a b c; do
	"$B/tearline" redact -p us-public --key k/key.pem --cert k/cert.pem -o honest/$name "$ROOT/samples/telegram.txt" || exit 2
done

# all STATUS SUMMARY LINE... : the folder `now` is judged, in both forms, and holds these lines
all() {
	name=$1 want=$2 summary=$3
	shift 3
	"$B/tearline-verify" --all now --trust k/ca.pem >said 2>&1
	status=$?
	"$B/tearline-verify" --all now --trust k/ca.pem --json >json 2>&1
	other=$?
	problem=
	[ $status -eq "$want" ] && [ $other -eq "$want" ] || problem="status $status and $other"
	tail -n 1 said | grep -qF "$summary" || problem="$problem; $(tail -n 1 said)"
	if [ "$want" -eq 0 ]; then word=good; else word=bad; fi
	tail -n 1 json | grep -q "^{\"summary\":\"$word\"" || problem="$problem; $(tail -n 1 json)"
	[ "$(wc -l <said)" = "$(wc -l <json)" ] || problem="$problem; another number of lines"
	for line in "$@"; do
		grep -qF -- "$line" said || problem="$problem; no line \"$line\""
	done
	if [ -z "$problem" ]; then echo "ok folder: $name"; else echo "FAIL folder: $name: $problem"; failed=1; fi
	rm -rf now
	cp -r honest now
}
cp -r honest now
all "three good releases" 0 "all good: 3 of 3 releases"
rm -rf now && mkdir now
all "an empty folder is not good" 1 "not all good: 0 of 0"
rm now/*.p7s now/*.xml
all "outputs without manifests are no releases" 1 "not all good: 0 of 0" "not part of a release: a"
echo x >>now/b
all "one output was changed" 1 "2 of 3" "not good: now/b: bytes were appended"
mv now/b now/d
all "one output was renamed" 1 "2 of 3" "not good: now/b is not a regular file" "not part of a release: d"
mv now/b now/d && mv now/b.manifest.xml now/d.manifest.xml && mv now/b.manifest.xml.p7s now/d.manifest.xml.p7s
all "a whole release was renamed" 1 "2 of 3" "not good: now/d: the output has another name"
truncate -s -1 now/c
all "one output was cut" 1 "2 of 3" "not good: now/c: the output is shorter"
rm now/a
all "one output is missing" 1 "2 of 3" "not good: now/a is not a regular file"
rm now/a.manifest.xml
all "one manifest is missing" 1 "2 of 2" "not part of a release: a.manifest.xml.p7s" "not part of a release: a"
rm now/a.manifest.xml.p7s
all "one seal is missing" 1 "2 of 3" "not good: now/a.manifest.xml.p7s is not a regular file"
echo x >now/notes.txt
all "a file that nobody lists" 1 "3 of 3 releases in now are good; 1 other" "not part of a release: notes.txt"
echo x >now/a.audit.xml
all "a withheld record beside a release" 1 "3 of 3" "not part of a release: a.audit.xml"
ln -s a now/link && mkfifo now/pipe && mkdir now/inner
all "a link, a FIFO and a directory" 1 "3 of 3 releases in now are good; 3 other" "not part of a release: link" \
	"not part of a release: pipe" "not part of a release: inner"
mv now/a elsewhere && ln -s ../elsewhere now/a
all "an output that is a link" 1 "2 of 3" "not good: now/a is not a regular file"
rm now/a && mkfifo now/a
all "an output that is a FIFO" 1 "2 of 3" "not good: now/a is not a regular file"
rm now/a.manifest.xml && mkdir now/a.manifest.xml
all "a manifest that is a directory" 1 "2 of 3" "not good: now/a.manifest.xml is not a regular file"
if mknod now/device c 1 3 2>/dev/null; then
	all "a device" 1 "3 of 3" "not part of a release: device"
else
	echo "skip folder: a device cannot be made here"
fi
: >"now/$(printf 'x\033[2Jgood: all\377')"
all "a name that plays with the terminal" 1 "3 of 3" "not part of a release: x [2Jgood: all"
"$B/tearline-verify" --all nowhere --trust k/ca.pem >said 2>&1
[ $? -eq 6 ] && echo "ok folder: no folder" || { echo "FAIL folder: no folder: $(cat said)"; failed=1; }
"$B/tearline-verify" --all now --trust k/ca.pem --seal x >said 2>&1
[ $? -eq 2 ] && echo "ok folder: one seal for all is wrong usage" || { echo "FAIL folder: one seal: $(cat said)"; failed=1; }
"$B/tearline-verify" --json now/b --trust k/ca.pem | grep -q '"file":"b","line":null,"verdict":"good".*"sha384"' &&
	echo "ok folder: JSON of one release" || { echo "FAIL folder: JSON of one release"; failed=1; }
sed -i 's/<list>/<liszt>/' now/b.manifest.xml
"$B/tearline-verify" --json now/b --trust k/ca.pem | grep -q '"file":"b","line":[1-9][0-9]*,"verdict":"bad"' &&
	echo "ok folder: JSON tells the manifest's line" || { echo "FAIL folder: JSON tells no line"; failed=1; }
exit $failed
