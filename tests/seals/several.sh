#!/bin/sh
# Several signers of one manifest; called by run.sh in its folder, with its keys. Usage: several.sh BUILD_DIR ROOT
set -u
B=$1 ROOT=$2
bad=0
: >before; : >after
ok() { echo "ok seals: $1"; }
fail() { echo "FAIL seals: $*"; bad=1; }
with() { # SIGNERS ROLES: a policy
	sed "s/signers=\"1\"/signers=\"$1\" roles=\"$2\"/" "$ROOT/policies/us-public.xml" >policy.xml
}
release() { # OUT WHO
	"$B/tearline" redact -p ./policy.xml -o "$1" --key "$2.key" --cert "$2.pem" in.txt >said 2>&1 || fail "no release: $(cat said)"
}
add() { # OUT KEY [CERT]
	"$B/tearline" seal "$1.manifest.xml" --add --key "$2.key" --cert "${3:-$2}.pem" >said 2>&1
}
good() { # NAME OUT ARGUMENTS...
	name=$1; shift
	if "$B/tearline-verify" "$@" --trust ca.pem >said 2>&1 && grep -q '^good: ' said; then ok "$name"; else fail "$name: $(cat said)"; fi
}
not_good() { # NAME WORDS OUT ARGUMENTS...
	name=$1 words=$2; shift 2
	"$B/tearline-verify" "$@" --trust ca.pem >said 2>&1
	status=$?
	if [ $status -eq 1 ] && grep -q "^not good: .*$words" said; then ok "$name"; else fail "$name: status $status: $(cat said)"; fi
}
refused() { # NAME STATUS WORDS COMMAND...
	name=$1 want=$2 words=$3; shift 3
	ls >before; "$@" >said 2>&1; status=$?; ls >after
	if [ $status -eq "$want" ] && grep -q -e "$words" said && cmp -s before after; then ok "$name"
	else fail "$name: status $status: $(cat said) $(diff before after)"; fi
}

# --- two of n
with 2 ""
release two alice
not_good "one of two signers" "demands 2 signers.* and 1 is missing" two
refused "first seal again without --add" 2 "--add" "$B/tearline" seal two.manifest.xml --key bob.key --cert bob.pem
refused "the same key again" 5 "signed the manifest already" add two alice
refused "the same key under another certificate" 5 "signed the manifest already" add two alice alice2
refused "the same key in the other envelope" 5 "signed the manifest already" \
	"$B/tearline" seal two.manifest.xml --add --ssh-key alice.key
add two bob && ok "second seal" || fail "second seal: $(cat said)"
good "two of two signers" two
good "two of two, one of whom is required" two --signer bob.pem
good "two of two, the first of whom is required" two --signer alice.pem
not_good "two of two, another is required" "another signer than the required" two --signer carol.pem
good "seals by name" two --seal two.manifest.xml.2.p7s --seal two.manifest.xml.p7s
not_good "one seal by name" "1 is missing" two --seal two.manifest.xml.2.p7s
not_good "the same seal twice" "1 is missing" two --seal two.manifest.xml.p7s --seal two.manifest.xml.p7s
for n in "" .2; do
	if openssl cms -verify -cades -binary -inform DER -in two.manifest.xml$n.p7s -content two.manifest.xml -CAfile ca.pem \
		-no-CApath -no-CAstore -auth_level 4 -x509_strict -out /dev/null 2>said; then ok "stock openssl accepts seal$n"
	else fail "stock openssl, seal$n: $(cat said)"; fi
done
mkdir folder && cp two two.manifest.xml* folder && touch folder/two.manifest.xml.17.p7s
folder=$("$B/tearline-verify" --all folder --trust ca.pem 2>&1)
case $folder in *"1 of 1 releases in folder are good; 1 other files"*) ok "further seals belong to a release, a 17th does not" ;;
*) fail "a folder with further seals: $folder" ;; esac
mv two.manifest.xml.p7s away; not_good "first seal missing" "not a regular file" two; mv away two.manifest.xml.p7s
mv two.manifest.xml.2.p7s away
# The same key under two certificates, without our help.
cp two.manifest.xml copy.manifest.xml; cp two copy
n=0 # stock openssl does not choose the lower s
until grep -q '1 is missing' said || [ $n -eq 40 ]; do
	openssl cms -sign -binary -in copy.manifest.xml -signer alice2.pem -inkey alice.key -md sha384 -outform DER -cades \
		-nosmimecap -econtent_type 2.25.281211475869740982867005382588282692825 -out stock.p7s 2>/dev/null
	"$B/tearline-verify" two --trust ca.pem --seal two.manifest.xml.p7s --seal stock.p7s >said 2>&1
	n=$((n + 1))
done
grep -q '1 is missing' said && ok "a key under two certificates counts once" || fail "two certificates: $(cat said)"
mv away two.manifest.xml.2.p7s
release other carol
cp other.manifest.xml.p7s two.manifest.xml.3.p7s
not_good "seal of another manifest among good ones" "another manifest" two
refused "seal of another manifest is there" 5 "another manifest" add two carol
printf x >>two.manifest.xml.3.p7s; not_good "damaged seal among good ones" "behind the seal" two
refused "damaged seal is there" 5 "behind the seal" add two carol; rm two.manifest.xml.3.p7s
add two carol && good "more signers than demanded" two
# --- an SSH signature among them
release mixed alice
"$B/tearline" seal mixed.manifest.xml --add --ssh-key s1 >said 2>&1 || fail "SSH seal: $(cat said)"
not_good "SSH signature that nobody vouches for" "1 is missing" mixed
good "a seal and an SSH signature" mixed --ssh-signers signers --ssh-identity dan@example.org
"$B/tearline" redact -p ./policy.xml -o same --key alice.key --cert alice.pem --ssh-key alice.key in.txt >said 2>&1
{ printf 'alice '; ssh-keygen -y -f alice.key; } >alice.signers
not_good "one key in both envelopes counts once" "1 is missing" same --ssh-signers alice.signers --ssh-identity alice
# --- what is signed
release form alice
cp form.manifest.xml m; sed -i 's/^<list>/<list> /' form.manifest.xml
refused "manifest in another spelling is not signed" 1 "spells\|spelled\|attributes\|none that tearline" add form bob
cp m form.manifest.xml; echo x >>form
refused "manifest of another output is not signed" 1 "appended" add form bob
mv form elsewhere
add form bob && ok "without the output, the form is checked" || fail "without the output: $(cat said)"
head -c -2 elsewhere >form; good "and the output afterwards" form
cp m alone.xml; sed -i 's/^<list>/<list> /' alone.xml
refused "without the output, another spelling" 1 "spell\|attributes\|none that tearline" \
	"$B/tearline" seal alone.xml --key bob.key --cert bob.pem
"$B/tearline" redact -p ./policy.xml -o bare --unsigned in.txt
refused "manifest of an unsigned release" 5 "released unsigned" "$B/tearline" seal bare.manifest.xml --key bob.key --cert bob.pem
# --- roles
with 2 "releaser reviewer"
release roles alice
grep -q '^<role name="releaser"/>$' roles.manifest.xml && xmllint --noout --relaxng "$ROOT/policies/schema/manifest.rng" \
	roles.manifest.xml 2>/dev/null && ok "roles stand in the manifest" || fail "roles in the manifest"
not_good "one role of two" "demands 2 signers in its roles.* and 1 is missing" roles
add roles carol
not_good "signer without a demanded role does not count" "1 is missing" roles
good "role that the verifier gives" roles --role reviewer=carol.pem
add roles bob && good "both roles" roles
not_good "role that the verifier gives to somebody else" "1 is missing" roles --role reviewer=rsa.pem
refused "role without a certificate" 2 "ROLE=FILE" "$B/tearline-verify" roles --trust ca.pem --role reviewer
with 2 "reviewer reviewer"
release twice bob; add twice alice
not_good "two in one role, one there" "1 is missing" twice
good "two in one role" twice --role reviewer=alice.pem --role reviewer=bob.pem
with 2 "releaser reviewer"
release sshrole alice
"$B/tearline" seal sshrole.manifest.xml --add --ssh-key s2 >said 2>&1
good "role of an SSH key: a principal of its line" sshrole --ssh-signers signers --ssh-identity eve@example.net
"$B/tearline" redact -p ./policy.xml -o norole --key alice.key --cert alice.pem --ssh-key s1 in.txt >said 2>&1
not_good "SSH key without the role" "1 is missing" norole --ssh-signers signers --ssh-identity dan@example.org
# --- the record of such a release is replayed like any other
"$B/tearline" redact -p ./policy.xml -o rec --key alice.key --cert alice.pem --audit rec.audit.xml in.txt >said 2>&1
if "$B/tearline" audit --record rec.audit.xml -o rec in.txt >said 2>&1; then ok "audit of a release with roles"
else fail "audit: $(tail -n 3 said)"; fi
exit $bad
