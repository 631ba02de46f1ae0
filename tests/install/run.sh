#!/bin/sh
# What `make install` lays down is complete and can be built against. Usage: tests/install/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
B=${1:?usage: tests/install/run.sh BUILD_DIR}
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
bad=0
check() { # NAME COMMAND...
	name=$1
	shift
	if "$@" >"$T/said" 2>&1; then echo "ok install: $name"; else echo "FAIL install: $name"; head -n 5 "$T/said"; bad=1; fi
}
if nm "$B/tearline" | grep -q __asan_init; then
	echo "skip install: a sanitized library needs its own loader"
	exit 0
fi
check "make install" make -s B="$B" DESTDIR="$T/root" PREFIX=/usr install
R=$T/root/usr
for file in bin/tearline bin/tearline-verify bin/tearline-stock-verify include/tearline.h lib/libtearline.a lib/libtearline.so \
    lib/pkgconfig/tearline.pc share/man/man1/tearline.1 share/tearline/us-public.xml share/tearline/schemes/us.xml \
    share/tearline/schema/policy.rng share/bash-completion/completions/tearline; do
	check "$file is there" test -s "$R/$file"
done
check "no path of this machine is in the pkg-config file" sh -c "! grep -q '$T' '$R/lib/pkgconfig/tearline.pc'"
check "completion is bash" bash -n "$R/share/bash-completion/completions/tearline"
cat >"$T/use.c" <<'EOF'
#include <tearline.h>
int main(void)
{
	struct tl_error e = { 0 };
	struct tl_scheme *scheme;
	enum tl_order order;
	if (tl_scheme_load("us", NULL, &scheme, &e) != TL_OK ||
	    tl_mark_compare(scheme, "(S)", 3, "(C)", 3, &order, &e) != TL_OK)
		return 1;
	tl_scheme_free(scheme);
	return order == TL_DOMINATES ? 0 : 1;
}
EOF
check "a program builds against header and library" ${CC:-cc} -std=c99 -Wall -Wextra -pedantic -Werror -o "$T/use" \
    "$T/use.c" -I"$R/include" -L"$R/lib" -ltearline
check "and runs" env LD_LIBRARY_PATH="$R/lib" "$T/use"
check "installed program knows its policies" "$R/bin/tearline" policy check us-public
exit $bad
