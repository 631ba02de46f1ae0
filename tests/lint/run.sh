#!/bin/sh
# The laws of the house (docs/architecture.md), each proved by a few lines of awk, grep or nm.
# Usage: tests/lint/run.sh [BUILD_DIR [LAW...]]. One line a law: "ok NAME", "FAIL NAME: what" or "skip NAME: why".
#
# A law is a function that prints what breaks it, one finding a line: place <TAB> what <TAB> detail. Exceptions stand in
# exceptions.tsv and are counted exactly. tests/lint/selftest.sh breaks each law once and proves that it is noticed.
set -u
cd "$(dirname "$0")/../.." || exit 2
B=${1:-build/release}
[ $# -gt 0 ] && shift
L=tests/lint
W=$(mktemp -d) || exit 2
trap 'rm -rf "$W"' EXIT INT TERM
export LC_ALL=C

rooms=$(awk '!/^#/ && NF { print $1 }' $L/rooms.tsv)
sources=$(find src -name '*.[ch]' | sort)
tests=$(find tests/unit -name '*.[ch]' | sort)

# --- laws over the source

law_rooms() {
	awk -F'\t' '
		FILENAME ~ /rooms.tsv$/ { if (!/^#/) { n = split($2, r, " "); for (i = 1; i <= n; i++) may[$1, r[i]] = 1 } next }
		/^[ \t]*#[ \t]*include[ \t]*"/ {
			split(FILENAME, path, "/"); split($0, quoted, "\""); split(quoted[2], to, "/")
			if (quoted[2] != "tearline.h" && !((path[2], to[1]) in may))
				print FILENAME "\tincludes " quoted[2] "\tline " FNR
		}' $L/rooms.tsv $sources
}

law_spelling() {
	awk '
		/^[ \t]*#[ \t]*include[ \t]*"/ {
			split($0, quoted, "\"")
			if (quoted[2] == "tearline.h" || quoted[2] ~ /^[a-z]+\/[a-z0-9_]+\.h$/) next
			if (FILENAME ~ /^tests/ && quoted[2] ~ /^[a-z0-9_]+\.h$/) next
			print FILENAME "\tincludes " quoted[2] "\tline " FNR
		}' $sources $tests
}

law_libraries() {
	awk -F'\t' '
		function fits(name, glob) {
			if (substr(glob, length(glob)) == "*") return index(name, substr(glob, 1, length(glob) - 1)) == 1
			return name == glob
		}
		FILENAME ~ /libraries.tsv$/ { if (!/^#/) { header[++n] = $1; files[n] = $2 } next }
		/^[ \t]*#[ \t]*include[ \t]*</ {
			name = $0; sub(/^[^<]*</, "", name); sub(/>.*/, "", name)
			for (i = 1; i <= n; i++) if (fits(name, header[i]) && fits(FILENAME, files[i])) next
			print FILENAME "\tincludes <" name ">\tline " FNR
		}' $L/libraries.tsv $sources
}

law_template() {
	awk '
		function check() {
			if (place != "" && (!title || !idea || !always || !owns || !fails))
				print place "\tlacks" (title ? "" : " title") (idea ? "" : " Idea") (always ? "" : " Always") \
					(owns ? "" : " Owns") (fails ? "" : " Fails")
		}
		FNR == 1 { check(); place = FILENAME; title = idea = always = owns = fails = 0 }
		FNR == 2 && index($0, " * " substr(place, 5) " -- ") == 1 { title = 1 }
		/^ \* Idea:/ { idea = 1 } /^ \* Always:/ { always = 1 } /^ \* Owns:/ { owns = 1 } /^ \* Fails:/ { fails = 1 }
		END { check() }' $(find src -name '*.h' | sort)
}

law_files() {
	awk 'function check() { if (lines > 500) print place "\tmore than 500 lines\t" lines }
		FNR == 1 { check(); place = FILENAME } { lines = FNR } END { check() }' $sources $tests
}

# Our style puts the name of a function at the beginning of a line, and its closing brace too. The table of tests in a
# main() of tests/unit is no function to read.
law_functions() {
	awk '
		FNR == 1 { name = "" }
		/^[A-Za-z_][A-Za-z0-9_]*\(/ { name = $0; sub(/\(.*/, "", name); start = FNR }
		/^}/ && name != "" {
			if (FNR - start + 1 > 60 && !(FILENAME ~ /^tests/ && name == "main"))
				print FILENAME "\t" name " has more than 60 lines\t" FNR - start + 1
			name = ""
		}' $sources $tests
}

find_words() { # what, extended regular expression, files...
	what=$1 expression=$2
	shift 2
	grep -nHE -e "$expression" "$@" /dev/null | awk -F: -v what="$what" '{ print $1 "\t" what "\tline " $2 }'
}

# A switch over an enum names every member, so that the compiler finds the one that was forgotten.
law_default() { find_words 'default:' '^[[:space:]]*default[[:space:]]*:' $sources; }

law_goto() { grep -nHE '(^|[^A-Za-z0-9_"])goto[[:space:]]' $sources /dev/null | grep -v 'goto out;' |
	awk -F: '{ print $1 "\tgoto\tline " $2 }'; }

law_notes() { find_words 'unfinished' '(^|[^A-Za-z])(TO''DO|FIX''ME|X''XX)([^A-Za-z]|$)' $sources $tests Makefile \
	$(find docs policies tests \( -name '*.sh' -o -name '*.md' -o -name '*.xml' -o -name '*.rng' \) 2>/dev/null |
		grep -vE '^tests/(cases|leaks|tamper|facts)/.*/' | sort); }

# Nothing may point to a place outside the tree.
law_places() { find_words 'names a place outside' '/wor''k/|\.\./sha''red|/tmp/bri''ef' $sources $tests Makefile \
	$(find docs policies tests samples -type f -name '*.*' 2>/dev/null | grep -v '^tests/unit' | sort); }

# A message of the library shows names that end with NUL; a run of bytes could be the document's.
law_quoting() { find_words '%.*s' '%[-0-9]*\.\*s' $(ls $sources | grep -v '^src/cli/'); }

law_format() {
	tool=
	for name in clang-format-14 clang-format; do
		if command -v $name >/dev/null && $name --version | grep -q 'version 14\.'; then tool=$name; fi
	done
	if [ -z "$tool" ]; then
		echo "SKIP clang-format 14 is not installed"
		return
	fi
	$tool --dry-run -Werror $sources $tests 2>&1 | awk -F: '/ error: / && !seen[$1]++ {
		print $1 "\tis not formatted\trun clang-format -i" }'
}

# --- laws over the objects

# "object name" for each object of the library that has a source file; another build's leftovers do not count.
objects() {
	for room in $rooms; do
		[ "$room" = cli ] && [ "${1:-}" != cli ] && continue
		for source in src/"$room"/*.c; do
			object=${source#src/} object=${object%.c}.o
			[ ! -f "$B/$object" ] || echo "$object"
		done
	done
}

# The symbols that the objects on stdin need, as "object <TAB> symbol", without what the compiler adds by itself.
needed() {
	sed "s|^|$B/|" | xargs -r nm -A -u | awk -v skip=$((${#B} + 1)) '{
		object = substr($1, skip + 1); sub(/:.*/, "", object); name = $NF
		if (name ~ /^__(asan|ubsan|lsan|gcov|llvm|sanitizer)_/) next
		if (name ~ /^__.*_chk$/) { sub(/^__/, "", name); sub(/_chk$/, "", name) }
		print object "\t" name }'
}

# The library's own symbols.
defined() {
	{ objects | sed "s|^|$B/|"; ls "$B/base/resources.gen.o" 2>/dev/null; } | xargs -r nm --defined-only |
		awk 'NF == 3 && $2 ~ /[A-Z]/ { print $3 }'
}

built() { [ -n "$(objects)" ] || { echo "SKIP nothing is built in $B"; return 1; }; }

law_imports() {
	built || return
	defined >"$W/own"
	objects | needed | awk -F'\t' -v own="$W/own" '
		function fits(name, glob,   at) {
			at = index(glob, "*")
			if (at == 0) return name == glob
			return index(name, substr(glob, 1, at - 1)) == 1 &&
				substr(name, length(name) - length(glob) + at + 1) == substr(glob, at + 1)
		}
		BEGIN { while ((getline line <own) > 0) mine[line] = 1 }
		FILENAME ~ /imports.tsv$/ { if (!/^#/) { symbol[++n] = $1; object[n] = $2 } next }
		$2 in mine { next }
		{
			for (i = 1; i <= n; i++) if (fits($2, symbol[i]) && fits($1, object[i])) next
			print $1 "\timports " $2
		}' $L/imports.tsv -
}

law_pure() {
	built || return
	awk -F'\t' '!/^#/ && NF { print $1 }' $L/pure.tsv | while read -r object; do
		[ -f "$B/$object" ] || printf '%s\tis not built\n' "$object"
	done
	awk -F'\t' '!/^#/ && NF { print $1 }' $L/pure.tsv | while read -r object; do
		[ ! -f "$B/$object" ] || echo "$object"
	done | needed | awk -F'\t' '
		BEGIN { n = split("memcmp memcpy memset strcmp strlen __stack_chk_fail __assert_fail _GLOBAL_OFFSET_TABLE_", basic, " ")
			for (i = 1; i <= n; i++) any[basic[i]] = 1 }
		FILENAME ~ /pure.tsv$/ { n = split($2, s, " "); for (i = 1; i <= n; i++) may[$1, s[i]] = 1; next }
		!(($1, $2) in may) && !($2 in any) { print $1 "\timports " $2 }' $L/pure.tsv -
}

# The library keeps nothing between two calls. Tables with pointers are in .data.rel.ro, which is read-only.
law_mutable() {
	built || return
	if nm $(objects | sed "s|^|$B/|") | grep -qE '__(asan_init|gcov_init|asan_report)'; then
		echo "SKIP the build in $B is instrumented"
		return
	fi
	objects | sed "s|^|$B/|" | xargs -r nm -A -f sysv | awk -F'|' -v skip=$((${#B} + 1)) '
		{ object = substr($1, skip + 1); name = object; sub(/:.*/, "", object); sub(/^[^:]*:/, "", name)
			gsub(/ /, "", name); gsub(/[ \t]/, "", $7) }
		$7 ~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && $7 !~ /^\.data\.rel\.ro/ && $4 !~ /SECTION/ {
			sub(/\.[0-9]+$/, "", name); print object "\t" name " in " $7 }'
}

# The command line is the library's first customer: it has nothing that another customer has not.
law_customer() {
	built || return
	defined >"$W/own"
	objects cli | grep '^cli/' | needed | awk -F'\t' -v own="$W/own" '
		BEGIN { while ((getline line <own) > 0) mine[line] = 1 }
		($2 in mine) && $2 !~ /^tl_/ { print $1 "\timports " $2 }'
}

# What the shared library shows is what tearline.h declares.
law_exports() {
	if [ ! -f "$B/libtearline.so" ]; then
		echo "SKIP $B/libtearline.so is not built"
		return
	fi
	nm -D --defined-only "$B/libtearline.so" | awk 'NF == 3 { print $3 }' | sort -u >"$W/shown"
	awk '{ while (match($0, /\/\*([^*]|\*+[^*\/])*\*+\//)) $0 = substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH)
		if (comment && sub(/.*\*\//, "")) comment = 0
		if (comment) next
		if (sub(/\/\*.*/, "")) comment = 1
		print }' src/tearline.h | grep -oE '(^|[^A-Za-z0-9_])tl_[a-z0-9_]+[ ]?\(' | grep -oE 'tl_[a-z0-9_]+' | sort -u >"$W/told"
	comm -23 "$W/shown" "$W/told" | awk '{ print "libtearline.so\texports " $1 "\twithout a declaration in tearline.h" }'
	comm -13 "$W/shown" "$W/told" | awk '{ print "src/tearline.h\tdeclares " $1 "\twhich the library does not export" }'
}

# tearline-verify holds no policy and cannot sign: none of the objects that decide, write or sign is in it, whatever their
# functions are called, and it takes nothing from libcrypto that makes a key or a signature.
law_verifier() {
	if [ ! -f "$B/tearline-verify" ]; then
		echo "SKIP $B/tearline-verify is not built"
		return
	fi
	objects | grep -E '^(policy|format|marking)/|^base/(crypto_key|crypto_trial|xml|aside)|^manifest/(encode|stretch|record|seal_make)|^pipeline/(corridor|redact|keys|outlet|recheck|audit|repeats)' |
		sed "s|^|$B/|" | xargs -r nm --defined-only | awk 'NF == 3 && $2 ~ /[TDR]/ { print $3 }' | sort -u >"$W/others"
	nm --defined-only "$B/tearline-verify" | awk 'NF == 3 { print $3 }' | sort -u >"$W/held"
	nm -u "$B/tearline-verify" | awk '{ sub(/@.*/, "", $NF); print $NF }' | sort -u >"$W/taken"
	comm -12 "$W/others" "$W/held" | awk '{ print "tearline-verify\tholds " $1 }'
	grep -E '^(seal_make|seal_signer|signing_key|policy_|decide_|plan_|tl_redact|tl_signer|tl_policy|tl_trial|crypto_make)' "$W/held" |
		awk '{ print "tearline-verify\tholds " $1 }'
	grep -E '^[A-Z][A-Za-z0-9]*_.*([Ss]ign|SIGN|[Kk]eygen|_gen$|generate|PrivateKey|PKCS8)|^RAND_|^X509_(new|set)|^(CMS|PKCS7|ENGINE|OSSL_STORE|UI)_' "$W/taken" |
		grep -vE '^(EVP_DigestVerify|X509_get0_sign|X509_CRL_get_signature|X509_self_signed$)' |
		awk '{ print "tearline-verify\timports " $1 }'
}

law_selftest() { [ "${LINT_SELFTEST:-yes}" = no ] || sh $L/selftest.sh "$B"; }

# --- the verdict

judge() { # law, findings
	awk -F'\t' -v law="$1" -v most="${LINT_MOST:-5}" '
		FILENAME ~ /exceptions.tsv$/ { if (!/^#/ && $1 == law) { key = $2 "\t" $3; allowed[key] = $4; seen[key] = 1 } next }
		NF { key = $1 "\t" $2; found[key]++; seen[key] = 1
			if (!(key in detail)) detail[key] = $3 == "" ? "" : " (" $3 ")" }
		END {
			for (key in seen) {
				if (found[key] + 0 == allowed[key] + 0) continue
				bad++
				text = key detail[key]; sub(/\t/, " ", text)
				if (allowed[key] + 0 > 0) text = text ", " found[key] + 0 " times, not " allowed[key]
				if (bad <= most) list = list (bad == 1 ? "" : "; ") text
			}
			if (bad > most) list = list "; and " bad - most " more"
			print bad == 0 ? "ok " law : "FAIL " law ": " list
			exit bad != 0
		}' $L/exceptions.tsv "$2"
}

[ $# -gt 0 ] || set -- rooms spelling libraries template files functions default goto notes places quoting format \
	imports pure mutable customer exports verifier selftest
failed=0
for law in "$@"; do
	law_"$law" >"$W/found"
	if grep -q '^SKIP ' "$W/found"; then
		sed -n "s/^SKIP /skip $law: /p" "$W/found"
	else
		judge "$law" "$W/found" || failed=1
	fi
done
exit $failed
