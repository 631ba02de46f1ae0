# tearline: one file, no configure. MODE=release (default) debug asan cov
#
#   make            build/release/tearline and build/release/tearline-verify
#   make demo       install what is missing, build, redact a sample, verify it
#   make check      every test; T=name runs one unit test, CASE=name one case
#   make deps       the Debian packages, once; called where pkg-config misses one
#   make bench      speed and memory, as ratios; make large verifies 10 GiB
#   make static     build/release/static/tearline-verify, which needs no library
#   make install    DESTDIR and PREFIX are honoured
#   make help       this; V=1 shows the commands

VERSION  := 0.1.0
MODE     ?= release
B        ?= build/$(MODE)
PREFIX   ?= /usr/local
DESTDIR  ?=
CC       ?= cc
PKGS     := libxml-2.0 libcrypto icu-uc jansson
TESTPKGS := cmocka
PACKAGES := gcc make pkg-config libxml2-dev libssl-dev libicu-dev libjansson-dev libcmocka-dev \
            libxml2-utils openssl curl ca-certificates clang-format-14 valgrind strace busybox \
            openssh-client softhsm2 libengine-pkcs11-openssl

# Programs that tests talk to; which of them are missing.
TOOLS    := openssl xmllint curl clang-format-14 valgrind strace busybox ssh-keygen softhsm2-util
missing   = $(strip $(foreach t,$(TOOLS),$(if $(shell command -v $(t)),,$(t))))

# What is missing is installed before anything is compiled; a machine that has it all is left alone.
ifeq ($(filter deps clean distclean help,$(MAKECMDGOALS)),)
ifneq ($(shell pkg-config --exists $(PKGS) $(TESTPKGS) 2>/dev/null && echo yes),yes)
ifneq ($(filter demo check case golden bench,$(MAKECMDGOALS)),)
$(info tearline: libraries are missing; running make deps)
$(info $(shell $(MAKE) --no-print-directory deps 1>&2))
else
$(error libraries are missing ($(PKGS) $(TESTPKGS)): run `make deps` first)
endif
else ifneq ($(filter check,$(MAKECMDGOALS)),)
ifneq ($(missing),)
$(info tearline: programs that tests talk to are missing ($(missing)); running make deps)
$(info $(shell $(MAKE) --no-print-directory deps 1>&2))
endif
endif
endif

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wswitch-enum -Wmissing-prototypes \
        -Wstrict-prototypes -Wcast-qual -Wformat=2 -Wundef -Werror
HARD := -fstack-protector-strong -fPIC -fcf-protection
OPT_release := -O2 -g -D_FORTIFY_SOURCE=3 $(HARD)
OPT_debug   := -O0 -g3
OPT_asan    := -O1 -g3 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT_cov     := -O0 -g --coverage
LINK_release := -pie -Wl,-z,relro,-z,now
LINK_asan    := -fsanitize=address,undefined
LINK_cov     := --coverage

PKGCFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
# libxml2 and ICU are not linked: they are loaded when they are first needed (base/late.h).
LIBS      := $(shell pkg-config --libs $(filter-out libxml-2.0 icu-uc,$(PKGS)) 2>/dev/null) -lpthread
CPPFLAGS  += -Isrc -D_GNU_SOURCE -DTL_VERSION='"$(VERSION)"' $(PKGCFLAGS)
CFLAGS    += -std=c11 $(WARN) $(OPT_$(MODE)) -fvisibility=hidden -ffile-prefix-map=$(CURDIR)=. -MMD -MP
LDFLAGS   += $(LINK_$(MODE)) -Wl,--as-needed

# One short line a step; V=1 shows the commands.
ifeq ($(V),)
quiet = @printf '  %-3s %s\n' $(1) $(patsubst src/%,%,$(2));
endif

# Rooms, highest first: the order in which their archives are linked. tests/lint/rooms.tsv holds the law.
ROOMS  := cli pipeline manifest format policy document marking base
objs    = $(patsubst src/%.c,$(B)/%.o,$(wildcard src/$(1)/*.c))
archive = $(B)/lib/$(1).a
OBJS   := $(foreach r,$(ROOMS),$(call objs,$(r)))

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all
all: $(B)/tearline $(B)/tearline-verify


# --- the files of policies/, embedded (base/resource.h)
RESOURCES := $(sort $(patsubst policies/%,%,$(wildcard policies/*.xml policies/schemes/*.xml policies/schema/*.rng)))

$(B)/base/resources.gen.c: Makefile $(addprefix policies/,$(RESOURCES))
	@mkdir -p $(@D)
	@{ echo '/* Written by the build from policies/; see base/resource.h. */'; \
	   echo '#include "base/resource.h"'; n=0; \
	   for f in $(RESOURCES); do n=$$((n+1)); \
	     printf '__asm__(".section .rodata\\n.local tl_res_%s, tl_res_%s_end\\ntl_res_%s:\\n.incbin \\"policies/%s\\"\\ntl_res_%s_end:\\n.byte 0\\n.previous");\n' $$n $$n $$n $$f $$n; \
	     printf 'extern const unsigned char tl_res_%s[], tl_res_%s_end[];\n' $$n $$n; done; \
	   echo 'const struct resource resources[] = {'; n=0; \
	   for f in $(RESOURCES); do n=$$((n+1)); printf '\t{ "%s", tl_res_%s, tl_res_%s_end },\n' $$f $$n $$n; done; \
	   echo '	{ NULL, NULL, NULL } };'; } > $@

$(B)/base/resources.gen.o: $(B)/base/resources.gen.c
	$(call quiet,CC,$<)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

# --- objects, one archive a room, programs
$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	$(call quiet,CC,$<)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

define ROOM
$(B)/lib/$(1).a: $$(call objs,$(1)) $(if $(filter base,$(1)),$(B)/base/resources.gen.o)
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call quiet,AR,$$@)ar rcsD $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call ROOM,$(r))))

# The archives of a room and of all below it.
below_base     := base
below_marking  := marking base
below_document := document marking base
below_policy   := policy $(below_document)
below_format   := format $(below_document)
below_manifest := manifest $(below_document)
below_pipeline := pipeline manifest format policy document marking base
below_cli      := $(below_pipeline)
below = $(foreach r,$(below_$(1)),$(B)/lib/$(r).a)

# Two programs from one room: tearline-verify links what a verdict needs, and no policy and no signing code.
VERIFY_OBJS := $(patsubst %,$(B)/cli/%.o,main_verify cmd_verify verdict_line attached time_stamp seals signers log_files \
               folder verb message file answer)
MAIN_OBJS   := $(filter-out $(B)/cli/main_verify.o $(B)/cli/no_dlopen.o,$(call objs,cli))

$(B)/tearline: $(MAIN_OBJS) $(B)/libtearline.a
	$(call quiet,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(MAIN_OBJS) $(B)/libtearline.a $(LIBS)

$(B)/tearline-verify: $(VERIFY_OBJS) $(B)/libtearline.a
	$(call quiet,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(VERIFY_OBJS) $(B)/libtearline.a $(LIBS)

# One file that needs nothing of the system, for an auditor's machine: docs/auditor.md says what it cannot do. Names of
# characters beyond ASCII need ICU, which is loaded at run time and so is not in it.
.PHONY: static large
static: $(B)/static/tearline-verify
	@file $< 2>/dev/null; ls -l $<

$(B)/static/tearline-verify: $(VERIFY_OBJS) $(B)/cli/no_dlopen.o $(B)/libtearline.a
	@mkdir -p $(@D)
	$(call quiet,LD,$@)$(CC) $(CFLAGS) -static -o $@ $(VERIFY_OBJS) $(B)/cli/no_dlopen.o $(B)/libtearline.a \
	    $(shell pkg-config --static --libs libcrypto jansson) -lpthread 2>$@.log || { cat $@.log; exit 1; }  # ld warns of getaddrinfo, which nothing calls

# The verifier over 10 GiB; a gibibyte of it is in `make check`.
large: all
	@sh tests/large/run.sh $(B) $(or $(MIB),10240)

LIBROOMS := $(filter-out cli,$(ROOMS))
LIBOBJS  := $(foreach r,$(LIBROOMS),$(call objs,$(r))) $(B)/base/resources.gen.o

$(B)/libtearline.a: $(LIBOBJS)
	@rm -f $@
	$(call quiet,AR,$@)ar rcsD $@ $^

# A sanitized library cannot name all it needs at link time.
SHARED := $(if $(filter asan cov,$(MODE)),,$(B)/libtearline.so)

$(B)/libtearline.so: $(LIBOBJS)
	$(call quiet,LD,$@)$(CC) $(CFLAGS) $(filter-out -pie,$(LDFLAGS)) -shared -Wl,-soname,libtearline.so.0 -Wl,-z,defs -o $@ $^ $(LIBS)

# --- tests
UNIT     := $(patsubst tests/unit/test_%.c,%,$(wildcard tests/unit/test_*.c))
room_of   = $(firstword $(patsubst src/%/,%,$(dir $(wildcard src/*/$(1).c))))
TESTLIBS := $(shell pkg-config --libs $(TESTPKGS) 2>/dev/null)

define UNITTEST
$(B)/tests/test_$(1): tests/unit/test_$(1).c $(call below,$(or $(call room_of,$(1)),pipeline))
	@mkdir -p $$(@D)
	$$(call quiet,LD,$$@)$$(CC) $$(CPPFLAGS) $$(CFLAGS) -Itests/unit $$(LDFLAGS) -o $$@ $$< $(call below,$(or $(call room_of,$(1)),pipeline)) $$(LIBS) $$(TESTLIBS)
endef
$(foreach t,$(UNIT),$(eval $(call UNITTEST,$(t))))

# --- fuzzing: make fuzz T=marking RUNS=100000 with clang's libFuzzer; the corpora are replayed in `make check` without it
FUZZ := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
RUNS ?= 100000
FUZZFLAGS := -std=c11 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

$(B)/fuzz/replay_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c tests/fuzz/fuzz.h $(B)/libtearline.a
	@mkdir -p $(@D)
	$(call quiet,LD,$@)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< tests/fuzz/replay.c $(B)/libtearline.a $(LIBS)

$(B)/fuzz/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h $(foreach r,$(LIBROOMS),$(wildcard src/$(r)/*.[ch])) $(B)/base/resources.gen.c
	@mkdir -p $(@D)
	$(call quiet,LD,$@)clang $(CPPFLAGS) $(FUZZFLAGS) -o $@ $< $(foreach r,$(LIBROOMS),$(wildcard src/$(r)/*.c)) $(B)/base/resources.gen.c $(LIBS)

.PHONY: fuzz
fuzz: $(B)/fuzz/fuzz_$(T)
	@mkdir -p $(B)/fuzz/corpus_$(T)
	$< -runs=$(RUNS) -max_len=$(or $(LEN),4096) -timeout=20 -rss_limit_mb=4096 -artifact_prefix=$(B)/fuzz/ $(B)/fuzz/corpus_$(T) tests/fuzz/corpus/$(T)

# make unit T=buf: one unit test program.
.PHONY: unit check case golden demo bench install
unit: $(B)/tests/test_$(T)
	$<

# make laws: a million pairs of random marks of every scheme; SCHEME=us of one.
.PHONY: laws
laws: $(B)/tests/test_laws
	LAWS=$${LAWS:-1000000} SCHEME="$(SCHEME)" $<

# The HTTP side of the authority in tests/time.
$(B)/tests/tsa-responder: tests/time/responder.c
	@mkdir -p $(@D)
	$(call quiet,LD,$@)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $<

check: all $(if $(T),,$(B)/tests/tsa-responder $(patsubst %,$(B)/tests/test_%,$(UNIT)) $(patsubst %,$(B)/fuzz/replay_%,$(FUZZ)) $(SHARED)) $(if $(T),$(B)/tests/test_$(T))
	$(if $(T),$(B)/tests/test_$(T),@sh tests/run.sh $(B) $(SUITE))

# make case CASE=name; make golden CASE=name rewrites what that case expects and shows the difference.
case: all
	sh tests/cases/run.sh $(B) $(CASE)
golden: all
	@test -n "$(CASE)" || { echo "tearline: say which: make golden CASE=name" >&2; exit 2; }
	GOLDEN=1 sh tests/cases/run.sh $(B) $(CASE)

demo: all
	@sh samples/demo.sh $(B)

bench: all
	@sh tests/bench/run.sh $(B)

# --- installation
install: all $(B)/libtearline.so
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include \
	    $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/tearline/schemes \
	    $(DESTDIR)$(PREFIX)/share/tearline/schema $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 755 $(B)/tearline $(B)/tearline-verify $(DESTDIR)$(PREFIX)/bin
	install -m 755 src/cli/tearline-stock-verify.sh $(DESTDIR)$(PREFIX)/bin/tearline-stock-verify
	install -m 644 $(B)/libtearline.a $(DESTDIR)$(PREFIX)/lib
	install -m 755 $(B)/libtearline.so $(DESTDIR)$(PREFIX)/lib/libtearline.so.$(VERSION)
	ln -sf libtearline.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libtearline.so.0
	ln -sf libtearline.so.0 $(DESTDIR)$(PREFIX)/lib/libtearline.so
	install -m 644 src/tearline.h $(DESTDIR)$(PREFIX)/include
	install -m 644 docs/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 policies/*.xml $(DESTDIR)$(PREFIX)/share/tearline
	install -m 644 policies/schemes/*.xml $(DESTDIR)$(PREFIX)/share/tearline/schemes
	install -m 644 policies/schema/*.rng $(DESTDIR)$(PREFIX)/share/tearline/schema
	install -m 644 docs/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/tearline
	printf 'prefix=%s\nlibdir=$${prefix}/lib\nincludedir=$${prefix}/include\n\nName: tearline\nDescription: redacts documents by their portion marks and proves it\nVersion: %s\nRequires.private: %s\nLibs: -L$${libdir} -ltearline\nCflags: -I$${includedir}\n' \
	    '$(PREFIX)' '$(VERSION)' '$(filter-out jansson,$(PKGS))' > $(DESTDIR)$(PREFIX)/lib/pkgconfig/tearline.pc

.PHONY: deps clean help
help:
	@sed -n 's/^#   /  /p' Makefile

deps:
	@if command -v apt-get >/dev/null; then apt-get update -q && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -q --no-install-recommends $(PACKAGES); \
	else echo "tearline: no apt-get here; install the likes of: $(PACKAGES)" >&2; exit 6; fi

clean:
	rm -rf build

-include $(OBJS:.o=.d) $(patsubst %,$(B)/tests/test_%.d,$(UNIT))
