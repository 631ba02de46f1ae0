#!/bin/sh
# Openings, the index and progressive releases with the programs, files and stock tools. Usage: tests/openings/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
ROOT=$(pwd)
B=${1:?usage: tests/openings/run.sh BUILD_DIR}
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
cp samples/telegram.txt "$T/in.txt" && cd "$T" || exit 2
bad=0
fail() { echo "FAIL openings: $*"; bad=1; }
ok() { echo "ok openings: $*"; }
is() { # NAME STATUS PATTERN COMMAND...: the exit status, and a line of what was said
	name=$1 wanted=$2 pattern=$3; shift 3
	"$@" >said 2>&1
	status=$?
	if [ $status -eq "$wanted" ] && { [ -z "$pattern" ] || grep -q -e "$pattern" said; }; then ok "$name"; else fail "$name: status $status: $(cat said)"; fi
}
tl="$B/tearline"
sign="--key k/key.pem --cert k/cert.pem"
files="--record o.audit.xml --source in.txt"
"$tl" keygen k && "$tl" keygen other && "$tl" redact -p us-public $sign --audit o.audit.xml -o o in.txt ||
	{ fail "no release"; exit 1; }
"$tl" redact -p us-public $sign --audit twin.audit.xml -o twin in.txt || fail "no second release"
v() { "$B/tearline-verify" o --trust k/ca.pem "$@"; }

# The paragraph of (C) that the sample withholds, and one that it keeps.
n=$("$tl" audit --record o.audit.xml -o o in.txt --json | sed -n 's/.*"index":\([0-9]*\),"kind":"paragraph",.*"written":"(C)".*/\1/p' | head -n 1)
kept=$("$tl" audit --record o.audit.xml -o o in.txt --json | sed -n 's/.*"index":\([0-9]*\),"kind":"paragraph",.*"decision":"keep".*/\1/p' | head -n 1)

is "a body is opened" 0 '^body' "$tl" open --portion "$n" $files -o body.xml
is "a descriptor is opened" 0 '^descriptor' "$tl" open --descriptor "$n" $files -o descriptor.xml
is "what was kept cannot be opened" 1 'nothing of that portion' "$tl" open --portion "$kept" $files -o no.xml
is "another original opens nothing" 1 'the source is not' "$tl" open --portion "$n" --record o.audit.xml --source k/ca.pem -o no.xml
is "another record opens nothing" 1 'another manifest' "$tl" open --portion "$n" --record twin.audit.xml --source in.txt --manifest o.manifest.xml -o no.xml
sed 's/reason="above-ceiling"/reason="above-ceilinG"/' o.audit.xml >forged.audit.xml
is "a record that was rewritten opens nothing" 1 'pins another record' "$tl" open --portion "$n" --record forged.audit.xml --source in.txt --manifest o.manifest.xml -o no.xml
[ ! -e no.xml ] && ok "what fails leaves no proof" || fail "a proof was left behind"
[ "$(stat -c %a body.xml)" = 600 ] && ok "a proof is its maker's alone" || fail "mode of a proof"
is "the body is proved" 0 '^opened: the text of' v --proof body.xml
grep -q 'told Poloff' said && fail "the body was shown unasked" || ok "a body is shown only when asked for"
is "the body is shown" 0 'told Poloff' v --proof body.xml --show
is "the descriptor is proved" 0 '^opened: .*paragraph (C)' v --proof descriptor.xml
is "the proof as JSON" 0 '"opened":\[{"leaf":"descriptor","gap":[0-9]*,"offset":[0-9]*,"kind":"paragraph","marking":"(C)"' v --proof descriptor.xml --json
grep -q Poloff descriptor.xml o.manifest.xml && fail "a descriptor tells the text" || ok "a descriptor tells nothing of the text"
for part in body descriptor; do
	xmllint --nonet --noout --relaxng "$ROOT/policies/schema/proof.rng" $part.xml 2>said && ok "$part against its schema" || fail "$(cat said)"
done

# By hand, with nothing of ours: leaf, steps, root, gap.
by_hand() {
	hex() { xmllint --nonet --xpath "string((//*[local-name()='$2'])[$3]/@$4)" "$1"; }
	bin() { printf %s "$1" | tr a-f A-F | basenc --base16 -d; }
	sha() { openssl dgst -sha384 -r | cut -d' ' -f1; }
	xmllint --nonet --xpath "//*[local-name()='body']/@hex" "$1" | tr -cd '0-9a-f\n' | sed 's/^e//' | tr -d '\n' >hex
	at=$({ printf '\000tearline-body-v1\n'; bin "$(hex "$1" leaf 1 salt)"; bin "$(cat hex)"; } | sha)
	[ "$at" = "$(hex "$1" leaf 1 sha384)" ] || return 1
	for i in 1 2 3 4 5; do
		step=$(hex "$1" step $i sha384)
		[ "$(hex "$1" step $i side)" = L ] && pair=$step$at || pair=$at$step
		at=$({ printf '\001'; bin "$pair"; } | sha)
	done
	[ "$at" = "$(hex "$1" root 1 sha384)" ] || return 1
	at=$({ printf 'tearline-gap-v1\n'; bin "$(hex "$1" root 1 salt)"; bin "$at"; } | sha)
	gap=$(hex "$1" opening 1 gap)
	[ "$at" = "$(hex o.manifest.xml gap $((gap + 1)) commitment)" ]
}
by_hand body.xml && ok "a proof by hand" || fail "a proof by hand"

is "the proof of another release" 1 'belongs to another manifest' "$B/tearline-verify" twin --trust k/ca.pem --proof body.xml
is "a proof that is missing" 1 '^not good' v --proof nothing.xml
: >empty; is "an empty proof" 1 'one form' v --proof empty
head -c 18000000 /dev/zero >large; is "a proof that is too large" 6 'too large' v --proof large
rm -f large
is "a good proof under another root" 1 '^not good' "$B/tearline-verify" o --trust other/ca.pem --proof body.xml
grep -q opened said && fail "opened before it was trusted" || ok "nothing is opened before the release is good"
is "show without a proof" 2 'nothing to show' v --show

for form in csv xml; do
	is "the index as $form" 0 '^[1-9]' "$tl" index --vaughn $files $sign -o i.$form
	is "every row of the $form" 0 '^index: [1-9]' v --index i.$form
	rows=$(grep -c -e '^<row' -e '^[0-9]' i.$form)
	[ "$rows" = "$(grep -c '<withheld' o.audit.xml)" ] && ok "one row a withheld piece in the $form" || fail "$rows rows in the $form"
	is "the manifest's seal is none of an index ($form)" 1 'seal over the index' v --index i.$form --index-seal o.manifest.xml.p7s
	is "the index's seal is none of a manifest ($form)" 1 'not over a tearline manifest' v --seal i.$form.p7s
	is "a row that was changed ($form)" 1 '^not good' sh -c "sed 's/(C)/(U)/' i.$form >c.$form; $B/tearline-verify o --trust k/ca.pem --index c.$form --index-seal i.$form.p7s"
	is "a reason that was changed ($form)" 1 'seal over the index' sh -c "sed 's/above-ceiling/above-ceilinG/' i.$form >c.$form; $B/tearline-verify o --trust k/ca.pem --index c.$form --index-seal i.$form.p7s"
	is "the index of another release ($form)" 1 'belongs to another manifest' "$B/tearline-verify" twin --trust k/ca.pem --index i.$form
	is "an index without a seal ($form)" 0 '^[1-9]' "$tl" index --vaughn $files -o u.$form
	is "is not good ($form)" 1 '^not good' v --index u.$form
	: >u.$form.p7s; is "nor with an empty one ($form)" 1 'no seal over the index' v --index u.$form
	grep -q Poloff i.$form && fail "the index tells the text" || ok "the index tells nothing of the text ($form)"
done
xmllint --nonet --noout --relaxng "$ROOT/policies/schema/index.rng" i.xml 2>said && ok "the index against its schema" || fail "$(cat said)"
openssl cms -verify -cades -binary -inform DER -in i.csv.p7s -content i.csv -CAfile k/ca.pem -no-CApath -no-CAstore -auth_level 4 -x509_strict -out /dev/null 2>said &&
	ok "stock openssl reads the index's seal" || fail "$(cat said)"

# Progressive release: paragraph 2 of the sample is released later; then paragraph 1 is taken back.
sed 's/^2\. (C)/2. (U)/' in.txt >more.txt
sed 's/^1\. (U)/1. (C)/' more.txt >less.txt
is "a second release" 0 '' "$tl" redact -p us-public $sign --audit p.audit.xml --supersedes o.manifest.xml -o p more.txt
is "is audited" 0 '' "$tl" audit --record p.audit.xml -o p more.txt
p() { "$B/tearline-verify" p --trust k/ca.pem "$@"; }
xmllint --nonet --noout --relaxng "$ROOT/policies/schema/manifest.rng" p.manifest.xml 2>said && ok "its manifest against the schema" || fail "$(cat said)"
is "says what it supersedes, unasked" 0 'not checked: .*the earlier release' p
is "has all of the first" 0 '^still there: all [1-9]' p --earlier o.manifest.xml
grep -q '^new: bytes [0-9]* to [0-9]*$' said && ok "what is new is named" || fail "nothing new: $(cat said)"
is "also by the first one's output" 0 '^still there' p --earlier o.manifest.xml --earlier-output o
is "as JSON" 0 '"earlier":{"pieces":[0-9]*,"new-runs":1,"new-bytes":[0-9]*,"new":\[{"offset":' p --earlier o.manifest.xml --json
is "another earlier release" 1 'names another earlier release' p --earlier twin.manifest.xml
is "the order is not turned" 1 'names no earlier release' v --earlier p.manifest.xml
is "the earlier seal is missing" 1 '^not good' p --earlier o.manifest.xml --earlier-seal nothing
is "the earlier seal is another's" 1 'seal of the earlier' p --earlier o.manifest.xml --earlier-seal twin.manifest.xml.p7s
is "the earlier output is another's" 1 'does not fit' p --earlier o.manifest.xml --earlier-output p
sed 's/us-public/us-publiC/' o.manifest.xml >c.manifest.xml
is "the earlier manifest was changed" 1 'names another earlier release' p --earlier c.manifest.xml --earlier-seal o.manifest.xml.p7s
is "taking back is refused" 3 'kept something' "$tl" redact -p us-public $sign --supersedes o.manifest.xml -o q less.txt
is "also with the output at hand" 3 'kept something' "$tl" redact -p us-public $sign --supersedes o.manifest.xml --earlier-output o -o q less.txt
is "superseding what is no manifest" 3 'the earlier release' "$tl" redact -p us-public $sign --supersedes in.txt -o q more.txt
[ ! -e q ] && [ ! -e q.manifest.xml ] && ok "a refused release leaves nothing" || fail "a refused release left a file"
exit $bad
