#!/bin/sh
# Keys that stay in a token: softhsm2 through the engine; called by run.sh in its folder. Usage: token.sh BUILD_DIR
set -u
B=$1
bad=0
: >before; : >after
ok() { echo "ok seals: $1"; }
fail() { echo "FAIL seals: $*"; bad=1; }
# libp11 0.4 forgets its tables of methods where a login fails; a sanitized build would report them as ours.
ASAN_OPTIONS=detect_leaks=0; export ASAN_OPTIONS
MODULE=
for m in /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so; do [ -f "$m" ] && MODULE=$m; done
if [ -z "$MODULE" ] || ! command -v softhsm2-util >/dev/null; then
	fail "softhsm2 is not installed: make deps"
	exit 1
fi
mkdir -p tokens
printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\n' "$(pwd)" >softhsm.conf
SOFTHSM2_CONF=$(pwd)/softhsm.conf; export SOFTHSM2_CONF
softhsm2-util --init-token --free --label release --so-pin 87654321 --pin 4711 >said 2>&1 || fail "no token: $(cat said)"
put() { # KEY LABEL ID
	openssl pkcs8 -topk8 -nocrypt -in "$1.key" -out put.pem && softhsm2-util --import put.pem --token release --label "$2" --id "$3" \
		--pin 4711 >said 2>&1 || fail "no key in the token: $(cat said)"
}
put alice signer a1; put rsa rsa b2
printf '4711\n' >pin; printf '1111\n' >nopin; cp pin open; chmod 644 open
uri() { printf 'pkcs11:token=%s;object=%s?pin-source=file:%s&module-path=%s' "$1" "$2" "$(pwd)/$3" "$MODULE"; }
seal() { # OUT CERT URI ARGUMENTS...
	out=$1 cert=$2 key=$3; shift 3
	"$B/tearline" redact -p us-public -o "$out" --key "$key" --cert "$cert" "$@" in.txt >said 2>&1
}
good() { # NAME OUT
	if "$B/tearline-verify" "$2" --trust ca.pem >said 2>&1 && grep -q '^good: ' said; then ok "$1"; else fail "$1: $(cat said)"; fi
}
refused() { # NAME STATUS WORDS COMMAND...
	name=$1 want=$2 words=$3; shift 3
	ls >before; "$@"; status=$?; ls >after
	if [ $status -eq "$want" ] && grep -q -e "$words" said && cmp -s before after && [ "$(wc -l <said)" -eq 1 ] &&
		! grep -qE '4711|1111' said; then ok "$name"
	else fail "$name: status $status: $(cat said) $(diff before after)"; fi
}
seal t1 alice.pem "$(uri release signer pin)"; good "key in a token" t1
if openssl cms -verify -cades -binary -inform DER -in t1.manifest.xml.p7s -content t1.manifest.xml -CAfile ca.pem \
	-no-CApath -no-CAstore -auth_level 4 -x509_strict -out /dev/null 2>said; then ok "stock openssl accepts the token's seal"
else fail "stock openssl, token: $(cat said)"; fi
seal t2 rsa.pem "$(uri release rsa pin)"; good "RSA key in a token" t2
n=0 missed=0 # its s is not the lower one every time
while [ $n -lt 5 ]; do
	seal "low$n" alice.pem "$(uri release signer pin)" && "$B/tearline-verify" "low$n" --trust ca.pem >said 2>&1 || missed=$((missed + 1))
	n=$((n + 1))
done
[ $missed -eq 0 ] && ok "a token's signature leaves with the lower s" || fail "$missed of a token's signatures: $(cat said)"
PIN=4711; export PIN
seal t3 alice.pem "pkcs11:token=release;object=signer?module-path=$MODULE" --passphrase env:PIN; good "PIN from the environment" t3
refused "wrong PIN" 5 "PIN" seal no alice.pem "$(uri release signer nopin)"
refused "no such key" 5 "object" seal no alice.pem "$(uri release nobody pin)"
refused "no such token" 5 "token" seal no alice.pem "$(uri nothing signer pin)"
refused "another certificate" 5 "does not belong" seal no bob.pem "$(uri release signer pin)"
refused "PIN that others can read" 5 "others can read" seal no alice.pem "$(uri release signer open)"
refused "PIN in the argument" 2 "never stands in an argument" \
	seal no alice.pem "pkcs11:token=release;object=signer?pin-value=4711&module-path=$MODULE"
refused "PIN in the path of the URI" 2 "never stands in an argument" seal no alice.pem "pkcs11:token=release;pin-value=4711"
refused "module that is not there" 6 "cannot be opened" \
	seal no alice.pem "pkcs11:token=release;object=signer?pin-source=file:$(pwd)/pin&module-path=/nowhere/x.so"
refused "module by a relative path" 2 "absolute" \
	seal no alice.pem "pkcs11:token=release;object=signer?pin-source=file:$(pwd)/pin&module-path=x.so"
refused "unknown query" 2 "only" seal no alice.pem "pkcs11:token=release;object=signer?module-name=x"
refused "percent that is no byte" 2 "malformed" seal no alice.pem "pkcs11:token=release?pin-source=file:%zz"
exit $bad
