#!/bin/sh
# The verifier needs no more memory for a large output than for one of 10 MiB, and finds a wrong byte at its end.
# Usage: tests/large/run.sh BUILD_DIR [MIB]     (1024; `make large` takes 10240)
set -u
cd "$(dirname "$0")/../.." || exit 2
B=$(cd "${1:?usage: tests/large/run.sh BUILD_DIR [MIB]}" && pwd) || exit 2
MIB=${2:-1024}
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
HERE=$PWD
# main() of the forgeries stays out.
${CC:-cc} -std=c11 -D_GNU_SOURCE -O2 -o "$T/large" tests/large/large.c tests/forgery/bytes.c tests/forgery/der.c \
	tests/forgery/sign.c -lcrypto || exit 2
cd "$T" || exit 2
. "$HERE/tests/forgery/pki.sh"
make_small_pki
mkdir small big
./large make pki small 10 && ./large make pki big "$MIB" || exit 2
failed=0
peak() { # FOLDER
	./large run "$B/tearline-verify" "$1/out" --trust pki/root.pem
}
if ! few=$(peak small) || ! many=$(peak big); then
	echo "FAIL large: not good: $("$B/tearline-verify" small/out --trust pki/root.pem 2>&1)"
	exit 1
fi
few_kib=${few% *} many_kib=${many% *}
difference=$((many_kib - few_kib))
if [ $difference -le 1024 ] && [ $difference -ge -1024 ]; then
	echo "ok large: $MIB MiB verified in ${many#* } ms, memory flat: $few_kib KiB for 10 MiB, $many_kib KiB"
elif nm "$B/tearline-verify" | grep -q __asan_init; then
	echo "skip large: memory is not measured in this build"
else
	echo "FAIL large: $few_kib KiB for 10 MiB, $many_kib KiB for $MIB MiB"
	failed=1
fi
printf x | dd of=big/out bs=1 seek=$((MIB * 1048576 - 1)) conv=notrunc 2>/dev/null
peak big >/dev/null
[ $? -eq 1 ] && echo "ok large: a wrong byte at the end of $MIB MiB" || { echo "FAIL large: a wrong byte passes"; failed=1; }
if [ "${BENCH:-}" = yes ]; then
	printf '\0' | dd of=big/out bs=1 seek=$((MIB * 1048576 - 1)) conv=notrunc 2>/dev/null
	for turn in 1 2 3; do
		echo "ok large: turn $turn: verify $(peak big | cut -d' ' -f2) ms, openssl dgst $(./large run openssl dgst -sha384 big/out | cut -d' ' -f2) ms"
	done
fi
exit $failed
