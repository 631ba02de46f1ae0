#!/bin/sh
# A law that notices nothing is worse than none. In a small clean tree every law must say ok; then each is broken, in
# each way it forbids, and must say FAIL with the place. Prints what went unnoticed, as place <TAB> what, for run.sh.
set -u
cd "$(dirname "$0")/../.." || exit 2
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
B=$T/build
mkdir -p "$T/tree/tests/unit" "$T/tree/src/base" "$T/tree/src/cli" "$T/tree/src/policy" "$T/tree/docs" \
	"$B/base" "$B/cli" "$B/policy" "$B/document"
cp -R tests/lint "$T/tree/tests/" && cp .clang-format Makefile "$T/tree/" && cd "$T/tree" || exit 2
printf 'policy/decide.o\tgood\n' >tests/lint/pure.tsv
: >tests/lint/exceptions.tsv
grep -vE '	(manifest|pipeline)/' tests/lint/imports.tsv >"$T/imports" && cp "$T/imports" tests/lint/imports.tsv

header() { # name, without a line where $2 is given
	cat <<-END | grep -v "^ \* ${2:-nothing}"
	/*
	 * base/$1.h -- a header.
	 *
	 * Idea:   one.
	 * Always: two.
	 * Owns:   three.
	 * Fails:  four.
	 */
	END
	printf '#ifndef BASE_X_H\n#define BASE_X_H\n\n#endif\n'
}

compile() { # source, object
	${CC:-cc} -O1 -w -Isrc -c "$1" -o "$B/$2"
}

# A small tree that breaks nothing.
header good >src/base/good.h
printf '#include <string.h>\n\n#include "base/good.h"\n\nint\ngood(const char *s)\n{\n\treturn (int)strlen(s);\n}\n' >src/base/good.c
{ header good | sed '/^\/\*/,/^ \*\//!d; s|base/good|tearline|'
	printf '/* tl_told() is not what a comment says */\nint tl_shown(void);\n'; } >src/tearline.h
printf '#include "tearline.h"\n\nint\nmain(void)\n{\n\treturn tl_shown();\n}\n' >src/cli/main.c
printf 'int good(const char *s);\n\nint\ndecide(void)\n{\n\treturn good("x");\n}\n' >src/policy/decide.c
printf '#include "unit.h"\n' >tests/unit/test_good.c
compile src/base/good.c base/good.o
compile src/cli/main.c cli/main.o
compile src/policy/decide.c policy/decide.o
so() { # a shared object with these lines of C
	printf '%s\n' "$2" >"$T/so.c"
	${CC:-cc} -w -shared -fPIC "$T/so.c" -o "$B/$1"
}
so libtearline.so 'int tl_shown(void) { return 0; }'
so tearline-verify 'int verify(void) { return 0; }'
cp -R "$T/tree" "$T/clean" && cp -R "$B" "$T/clean.build"

lint() { LINT_SELFTEST=no LINT_MOST=100 sh tests/lint/run.sh "$B" "$@"; }
restore() { rm -rf src docs tests/unit tests/lint "$B" && cp -R "$T/clean/src" "$T/clean/docs" . &&
	cp -R "$T/clean/tests/unit" "$T/clean/tests/lint" tests/ && cp -R "$T/clean.build" "$B"; }

lint | grep -vE '^(ok |skip format:)' | awk '{ print "selftest\tthe clean tree breaks a law\t" $0 }'

# The law must fail and name each place; then the tree is clean again.
caught() { # law, words of each finding...
	law=$1 answer=$(lint "$1")
	shift
	for words in "$@"; do
		case $answer in
		"skip format:"* | "FAIL $law: "*"$words"*) ;;
		*) printf '%s\tdid not notice: %s\t%s\n' "$law" "$words" "$answer" ;;
		esac
	done
	restore
}
c() { printf '%b\n' "$1" >src/base/bad.c; }

c '#include "policy/policy.h"\n#include "../policy/decide.h"'
echo '#include "base/buf.h"' >src/cli/bad.c
caught rooms 'src/base/bad.c includes policy/policy.h' 'src/base/bad.c includes ../policy' 'src/cli/bad.c includes base/buf.h'

c '#include "good.h"'
echo '#include "../src/base/good.h"' >tests/unit/test_bad.c
caught spelling 'src/base/bad.c includes good.h' 'tests/unit/test_bad.c includes ../src/base/good.h'

c '#include <libxml/parser.h>\n#  include <unicode/uchar.h>\n#include <jansson.h>\n#include <fcntl.h>'
echo '#include <openssl/evp.h>' >src/base/xml_bad.c
caught libraries 'src/base/bad.c includes <libxml/parser.h>' 'src/base/bad.c includes <unicode/uchar.h>' \
	'src/base/bad.c includes <jansson.h>' 'src/base/bad.c includes <fcntl.h>' 'src/base/xml_bad.c includes <openssl/evp.h>'

for part in Idea Always Owns Fails; do
	header "$part" "$part" >"src/base/$part.h"
done
header other >src/base/bad.h
caught template 'Idea.h lacks Idea' 'Always.h lacks Always' 'Owns.h lacks Owns' 'Fails.h lacks Fails' 'bad.h lacks title'

awk 'BEGIN { for (i = 0; i < 501; i++) print "" }' >src/base/bad.c
cp src/base/bad.c tests/unit/test_bad.c
caught files 'src/base/bad.c' 'tests/unit/test_bad.c'

awk 'BEGIN { print "int\nlong_one(void)\n{"; for (i = 0; i < 58; i++) print "\tf();"; print "}" }' >src/base/bad.c
caught functions 'src/base/bad.c long_one'

c 'f()\n{\n\tswitch (x) {\n\tdefault :\n\t}\n}'
caught default 'src/base/bad.c default:'

c 'f()\n{\n\tgoto again;\n}'
caught goto 'src/base/bad.c goto'

c '/* TO''DO: later */'
echo 'FIX''ME' >docs/bad.md
caught notes 'src/base/bad.c' 'docs/bad.md'

c 'f("/wor''k/x");'
echo 'see ../sha''red/x' >docs/bad.md
caught places 'src/base/bad.c' 'docs/bad.md'

c 'f("%.*s", n, p);'
caught quoting 'src/base/bad.c %.*s'

c 'int f( void ) { return 0; }'
caught format 'src/base/bad.c is not formatted'

c 'f(void)\n{\n\tputs("x"); printf("%%d", 1); if (g()) abort(); if (g()) exit(1); fopen("x", "r"); open("x", 0);
	time(0); getenv("x"); clock_gettime(0, 0); system("x"); write(1, "x", 1); return stderr;\n}'
sed -i '1i #include <stdio.h>' src/base/bad.c
compile src/base/bad.c base/bad.o
caught imports 'bad.o imports puts' 'bad.o imports printf' 'bad.o imports abort' 'bad.o imports exit' 'bad.o imports fopen' \
	'bad.o imports open' 'bad.o imports time' 'bad.o imports getenv' 'bad.o imports clock_gettime' \
	'bad.o imports system' 'bad.o imports write' 'bad.o imports stderr'

printf '%s\n' 'void *p; int f(void) { p = (void *)malloc(8); puts("x"); time(0); open("x", 0); return other(); }' >src/policy/decide.c
compile src/policy/decide.c policy/decide.o
caught pure 'decide.o imports malloc' 'decide.o imports puts' 'decide.o imports time' 'decide.o imports open' \
	'decide.o imports other'

rm "$B/policy/decide.o"
caught pure 'policy/decide.o is not built'

c 'static int counter;\nint kept = 3;\n__thread int own;\nint f(void) { static int inside = 3; return counter++ + inside++; }'
compile src/base/bad.c base/bad.o
caught mutable 'bad.o counter in .bss' 'bad.o kept in .data' 'bad.o own in .tbss' 'bad.o inside in .data'

printf 'int good(const char *s);\nint main(void)\n{\n\treturn good("");\n}\n' >src/cli/main.c
compile src/cli/main.c cli/main.o
caught customer 'cli/main.o imports good'

so libtearline.so 'int tl_more(void) { return 0; } int buf_add(void) { return 0; }'
caught exports 'exports tl_more' 'exports buf_add' 'declares tl_shown'

so tearline-verify 'int EVP_DigestSign(); int decide(void) { return EVP_DigestSign(); }'
caught verifier 'tearline-verify holds decide' 'tearline-verify imports EVP_DigestSign'

# Exceptions are exact in both directions.
printf 'default\tsrc/base/gone.c\tdefault:\t1\ndefault\tsrc/base/bad.c\tdefault:\t1\n' >>tests/lint/exceptions.tsv
c 'f()\n{\n\tdefault:\n\tdefault:\n}'
caught default 'src/base/gone.c default:' 'src/base/bad.c default:'
printf 'default\tsrc/base/bad.c\tdefault:\t1\n' >>tests/lint/exceptions.tsv
c 'f()\n{\n\tdefault:\n}'
lint default | grep -q '^ok default' || printf 'default\tan exception does not hold\n'
