# The iv toolkit.  GNU make, no configure step: "make help" lists the goals.
# What the variables mean stands in the README, "Building".

VERSION		= 0.1.0
PREFIX		= /usr/local
DESTDIR		=
VARIANT		=
LIBGIT2		= static
WERROR		=
SECONDS		= 60
CUTS		= 60
O		= build$(if $(VARIANT),/$(VARIANT))

ifeq ($(origin CC),default)
CC		= gcc
endif
ifeq ($(origin AR),default)
AR		= ar
endif
CFLAGS		?= -O2 -g
CPPFLAGS	?=
LDFLAGS		?=

MAKEFLAGS	+= --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL	:= all

# --- packages, by the goal that needs them ---------------------------------

DEPS_build	= gcc libc6-dev libgit2-dev libcjson-dev libutf8proc-dev \
		  zlib1g-dev libpcre2-dev libmbedtls-dev libncurses-dev gettext
DEPS_run	= $(DEPS_build) git jq tzdata
DEPS_test	= $(DEPS_run) perl strace mandoc procps tmux valgrind libxml2-utils \
		  cmark cmark-gfm libtext-csv-perl libxml-libxml-perl \
		  python3-icalendar python3-jsonschema openssh-server \
		  openssh-client git-remote-gcrypt gnupg sqlite3 lowdown groff \
		  zsh fish
DEPS_demo	= $(DEPS_run)
DEPS_check	= $(DEPS_test) clang libclang-rt-dev
DEPS_check-valgrind	= $(DEPS_test)
DEPS_check-clang	= $(DEPS_build) clang
DEPS_check-static	= $(DEPS_build) clang-tidy cppcheck
DEPS_check-po	= gettext
DEPS_check-man	= $(DEPS_build) mandoc
DEPS_check-floors	=
DEPS_deb	= $(DEPS_run) perl dpkg-dev debhelper libcrypt-dev
DEPS_check-deb	= $(DEPS_deb) lintian
DEPS_check-browser	= $(DEPS_run) chromium nodejs npm
DEPS_check-faults	= $(DEPS_test)
DEPS_check-hostile	= $(DEPS_test)
DEPS_check-power	= $(DEPS_run) perl e2fsprogs
DEPS_fuzz	= $(DEPS_build) clang libclang-rt-dev
DEPS_bench	= $(DEPS_run) perl strace time
deps_goals	= check-% coverage
deps_of		= $(if $(filter undefined,$(origin DEPS_$(1))),$(if \
		  $(filter $(deps_goals),$(1)),$(DEPS_test),$(DEPS_build)),\
		  $(DEPS_$(1)))

# "deps" beside other goals: it ends first, then one make does the rest and
# sees what was installed, also under -j.
others		:= $(filter-out deps,$(MAKECMDGOALS))
.PHONY: deps
deps:
	@sh tests/deps.sh $(sort $(foreach g,$(or $(others),all), \
	    $(call deps_of,$(g))))

ifneq ($(and $(filter deps,$(MAKECMDGOALS)),$(others)),)

.PHONY: $(others) after-deps
$(others): after-deps
	@:
after-deps: deps
	@$(MAKE) $(others)

else

# --- flags ------------------------------------------------------------------

clang		= $(findstring clang,$(CC))

STD		= -std=c17 -D_GNU_SOURCE -pedantic
WARN		= -Wall -Wextra -Wshadow -Wstrict-prototypes \
		  -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wvla \
		  $(if $(WERROR),-Werror)
DEFS		= -Icommon -DIV_VERSION=\"$(VERSION)\" \
		  -DIV_LANGS='"$(langs)"' \
		  $(if $(filter shared,$(LIBGIT2)),-DIV_LIBGIT2_SHARED)

# clang 14 knows zero-initialisation only behind another flag; a pattern also
# takes the chance out of an uninitialised variable.
HARDEN		= -D_FORTIFY_SOURCE=$(if $(clang),2,3) \
		  -fstack-protector-strong -fstack-clash-protection \
		  -ftrivial-auto-var-init=$(if $(clang),pattern,zero) \
		  $(HARDEN_$(shell uname -m))
HARDEN_x86_64	= -fcf-protection=full
HARDEN_aarch64	= -mbranch-protection=standard
SANITIZE	= -fsanitize=address,undefined -fno-sanitize-recover=all \
		  -fno-omit-frame-pointer

# The sandbox lets reports and counts through.
reports_here	= -DIV_REPORTS='"$(abspath $(O))"'
variant_cflags	= $(HARDEN)
variant_ldflags	=
ifeq ($(VARIANT),sanitize)
variant_cflags	= -O1 $(SANITIZE) $(reports_here)
# The sanitizer stands in for crypt_r, so that --as-needed would drop the real
# one, which it calls.
variant_ldflags	= $(SANITIZE) -Wl,--push-state,--no-as-needed -lcrypt \
		  -Wl,--pop-state
else ifeq ($(VARIANT),analyze)
# Its "uninitialized value <unknown>" is a variable with a cleanup.
variant_cflags	= -O0 -fanalyzer -Wno-analyzer-use-of-uninitialized-value
else ifeq ($(VARIANT),coverage)
variant_cflags	= -O0 --coverage $(reports_here)
variant_ldflags	= --coverage
else ifeq ($(VARIANT),fuzz)
variant_cflags	= -O1 $(SANITIZE) -fsanitize=fuzzer-no-link
variant_ldflags	= $(SANITIZE)
else ifneq ($(VARIANT),)
$(error VARIANT is sanitize, analyze, coverage or fuzz, not '$(VARIANT)')
endif

all_cflags	= $(STD) $(WARN) $(DEFS) -fPIE -ffile-prefix-map=$(CURDIR)=. \
		  $(CPPFLAGS) $(CFLAGS) $(variant_cflags)
all_ldflags	= -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed \
		  $(LDFLAGS) $(variant_ldflags)

# nonet.o stands before the archive whose TLS, ssh and http it replaces; a
# shared libgit2 has its own and would be given ours.
ifeq ($(LIBGIT2),static)
nonet		= $(O)/obj/common/nonet.o
libs		= -Wl,-Bstatic -lgit2 -lmbedcrypto -lz -lpcre2-8 \
		  -lutf8proc -lncursesw -ltinfo -Wl,-Bdynamic \
		  -lcjson -lcrypt -lm
else ifeq ($(LIBGIT2),shared)
nonet		=
libs		= -lgit2 -lz -lutf8proc -lcjson -lncursesw -lcrypt -lm
else
$(error LIBGIT2 is static or shared, not '$(LIBGIT2)')
endif

# --- what there is ----------------------------------------------------------

tool_src	:= $(sort $(wildcard cmd/iv-*.c))
lib_src		:= $(sort $(filter-out common/nonet.c, \
		   $(wildcard common/*.c common/report/*.c)))
data		:= $(sort $(wildcard $(foreach d,methods questionnaires \
		   registers checklists trajectories,common/$(d)/*.json)))
reports		:= $(sort $(patsubst common/report/%.c,%, \
		   $(wildcard common/report/*.c)))
po		:= $(sort $(wildcard common/po/*.po))
# English is the source and has no catalogue.
langs		= $(po:common/po/%.po=%) en
unit_src	:= $(sort $(wildcard tests/unit_*.c))
fuzz_src	:= $(sort $(wildcard tests/fuzz_*.c))
preload_src	:= $(sort $(wildcard tests/preload/*.c))
helper_src	:= $(sort $(filter-out tests/replay.c $(unit_src) $(fuzz_src), \
		   $(wildcard tests/*.c)))
scripts		:= $(sort $(wildcard tests/*.t))
pages		:= $(sort $(wildcard man/*.[157] man/nl/*.[157]))
benches		:= $(sort $(wildcard tests/bench/*.sh))

tools		= $(tool_src:cmd/%.c=$(O)/bin/%)
lib_obj		= $(lib_src:%.c=$(O)/obj/%.o) $(O)/obj/gen/builtin.o \
		  $(if $(reports),$(O)/obj/gen/reports.o)
units		= $(unit_src:tests/%.c=$(O)/tests/%)
replays		= $(fuzz_src:tests/fuzz_%.c=$(O)/tests/replay_%)
helpers		= $(helper_src:tests/%.c=$(O)/tests/%)
preloads	= $(preload_src:tests/preload/%.c=$(O)/tests/%.so)
fuzzers		= $(fuzz_src:tests/%.c=$(O)/tests/%)
catalogues	= $(po:common/po/%.po=$(O)/share/locale/%/LC_MESSAGES/iv.mo)
completions	= $(addprefix $(O)/completion/,_iv iv.bash iv.fish)
test_src	= $(wildcard tests/*.c)
all_src		= $(tool_src) $(lib_src) common/nonet.c $(test_src)

.PHONY: all programs tests-build FORCE
all: programs $(O)/compile_commands.json
programs: $(O)/libiv.a $(tools) $(catalogues) $(completions)
tests-build: programs $(units) $(replays) $(helpers) $(preloads)

# --- building ---------------------------------------------------------------

# $(call keep,TEXT) writes TEXT to the target only when it is not there yet,
# so that what depends on it is made again when the text changes, not before.
quote		= '$(subst ','\'',$(1))'
keep		= @mkdir -p $(@D); \
		  printf '%s\n' $(call quote,$(1)) | cmp -s - $@ || \
		  printf '%s\n' $(call quote,$(1)) >$@
compile		= $(CC) $(all_cflags)
# One short line a step; V=1 shows the commands.
say		= @$(if $(V),set -x;,echo '  $(1)';)

$(O)/flags: FORCE
	$(call keep,$(compile))
$(O)/link: FORCE
	$(call keep,$(CC) $(all_cflags) $(all_ldflags) $(nonet) $(libs))
$(O)/gen/members: FORCE
	$(call keep,$(lib_obj))
$(O)/gen/data: FORCE
	$(call keep,$(data))
$(O)/gen/report-names: FORCE
	$(call keep,$(reports))

$(O)/obj/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC $<) $(compile) -MMD -MP -c -o $@ $<

# Records of the program itself: assembled in, so that a changed file rebuilds
# one object.
$(O)/gen/builtin.c: common/builtin.sh $(O)/gen/data $(data)
	$(call say,GEN $@) sh common/builtin.sh $(data) >$@
# The table of reports: each file of common/report is one.
$(O)/gen/reports.c: $(O)/gen/report-names
	$(call say,GEN $@) { echo '#include "report.h"'; \
	    printf 'extern const struct report report_%s;\n' $(reports); \
	    echo 'const struct report *const reports[] = {'; \
	    printf '\t&report_%s,\n' $(reports); \
	    printf '\tNULL\n};\n'; } >$@
$(O)/obj/gen/%.o: $(O)/gen/%.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC $<) $(compile) -MMD -MP -c -o $@ $<

$(O)/libiv.a: $(lib_obj) $(O)/gen/members
	@rm -f $@
	$(call say,AR $@) $(AR) rcsD $@ $(lib_obj)

link		= $(call say,LD $@) $(CC) $(all_cflags) $(all_ldflags) -o $@ \
		  $(filter-out %.a %/link,$^) $(O)/libiv.a $(libs)

$(O)/bin/%: $(O)/obj/cmd/%.o $(nonet) $(O)/libiv.a $(O)/link
	@mkdir -p $(@D)
	$(link)

$(units) $(helpers): $(O)/tests/%: $(O)/obj/tests/%.o $(nonet) \
    $(O)/libiv.a $(O)/link
	@mkdir -p $(@D)
	$(link)

# Put in front of a program by LD_PRELOAD.
$(O)/tests/%.so: tests/preload/%.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC $<) $(CC) $(STD) $(WARN) -O1 -fPIC -shared -o $@ $<

$(O)/tests/replay_%: $(O)/obj/tests/fuzz_%.o $(O)/obj/tests/replay.o \
    $(nonet) $(O)/libiv.a $(O)/link
	@mkdir -p $(@D)
	$(link)

$(O)/tests/fuzz_%: $(O)/obj/tests/fuzz_%.o $(nonet) $(O)/libiv.a $(O)/link
	@mkdir -p $(@D)
	$(link) -fsanitize=fuzzer

$(O)/share/locale/%/LC_MESSAGES/iv.mo: common/po/%.po
	@mkdir -p $(@D)
	@if command -v msgfmt >/dev/null; then \
	    echo '  MSGFMT $@'; msgfmt -c -o $@ $<; \
	else echo "no msgfmt here (gettext): built without $*"; fi

$(O)/gen/tools: FORCE
	$(call keep,$(notdir $(tools)))
$(O)/completion/%: common/completion/% $(O)/gen/tools
	@mkdir -p $(@D)
	@sed 's/@TOOLS@/$(notdir $(tools))/' $< >$@

$(O)/compile_commands.json: $(O)/flags $(O)/gen/members
	@{ sep='['; for f in $(all_src); do printf '%s\n  {%s, %s, %s}' \
	    "$$sep" '"directory": "$(CURDIR)"' "\"file\": \"$$f\"" \
	    "\"command\": \"$$(printf '%s -c %s' $(call quote,$(compile)) \
	    "$$f" | sed 's/[\\"]/\\&/g')\""; sep=,; done; \
	    printf '\n]\n'; } >$@

.SECONDARY:
-include $(patsubst %.c,$(O)/obj/%.d,$(all_src)) \
    $(O)/obj/gen/builtin.d $(O)/obj/gen/reports.d

# --- checks -----------------------------------------------------------------

# Builds use all cores when the caller did not say how many.
ncpu		:= $(shell nproc 2>/dev/null || echo 1)
sub		= $(MAKE) $(if $(findstring -j,$(MAKEFLAGS)),,-j$(ncpu))
strict		= $(sub) WERROR=1
# $(call suite,FOLDER,WORD): arguments that run all tests of one build; those
# that say nothing new about another build run in the plain one only.  Reports
# of checkers go to files, so that one in a program whose status and stderr
# nobody looks at still fails the run.
report		= $(abspath $(1))/report
suite		= --env IV_BIN=$(abspath $(1))/bin --env IV_VARIANT=$(2) \
		  --env ASAN_OPTIONS=$(asan):log_path=$(report) \
		  --env UBSAN_OPTIONS=$(ubsan):log_path=$(report) \
		  --reports $(report) \
		  $(units:$(O)/%=$(1)/%) $(replays:$(O)/%=$(1)/%) \
		  $(if $(2),$(anywhere),$(scripts))
anywhere	= $(shell grep -L '^plain_only' $(scripts) /dev/null | \
		  grep -v /dev/null)
asan		= exitcode=99:detect_stack_use_after_return=1
ubsan		= exitcode=99:print_stacktrace=1
run-tests	= perl tests/summary -j$(ncpu)
# Of the build at hand.
here		= --env IV_BIN=$(abspath $(O))/bin --env IV_VARIANT=$(VARIANT)

.PHONY: check check-unit check-shell check-sanitize check-analyze check-clang
.PHONY: check-valgrind check-shared check-static check-floors check-po check-man

check:
	+@$(strict) O=build/check tests-build
	+@$(strict) O=build/clang CC=clang tests-build
	+@$(strict) VARIANT=sanitize tests-build
	@$(run-tests) $(call suite,build/check) \
	    $(call suite,build/sanitize,sanitize)

check-unit: tests-build
	@$(run-tests) $(here) $(units) $(replays)

check-shell: tests-build
	@$(run-tests) $(here) $(scripts)

check-sanitize:
	+@$(strict) VARIANT=sanitize tests-build
	@$(run-tests) $(call suite,build/sanitize,sanitize)

check-valgrind: tests-build
	@$(run-tests) $(here) tests/valgrind.t

check-shared:
	+@$(strict) O=build/shared LIBGIT2=shared tests-build
	@$(run-tests) $(call suite,build/shared,shared)

check-clang:
	+@$(strict) O=build/clang CC=clang tests-build
	@echo "check-clang: $(words $(all_src)) files, 0 warnings"

check-analyze:
	+@$(strict) VARIANT=analyze CC=gcc programs
	@echo "check-analyze: $(words $(tool_src) $(lib_src)) files, 0 warnings"

# One file a run: clang-tidy 14 mistakes every va_list after the first file.
check-static:
	cppcheck -q -j$(ncpu) --std=c11 --error-exitcode=1 --inline-suppr \
	    --enable=warning,performance,portability -Icommon \
	    --suppressions-list=tests/cppcheck.supp \
	    -DIV_VERSION='"$(VERSION)"' $(tool_src) $(lib_src)
	@printf '%s\n' $(tool_src) $(lib_src) | xargs -P$(ncpu) -I{} \
	    clang-tidy --quiet {} -- $(STD) $(DEFS)
	@echo "check-static: $(words $(tool_src) $(lib_src)) files, 0 findings"

check-floors:
	@sh tests/check_floors.sh
	@echo "check-floors: $(words $(tool_src) $(lib_src)) files, 0 faults"
check-po:
	@sh tests/check_po.sh
	@echo "check-po: $(words $(po)) catalogue, 0 faults"
check-man: programs
	@IV_BIN=$(O)/bin sh tests/check_man.sh
	@echo "check-man: $(words $(pages)) pages, 0 faults"

.PHONY: check-faults check-hostile check-power
# FULL=1: every point instead of a sample, which takes hours.
check-faults: tests-build
	@FULL=$(FULL) $(run-tests) $(if $(FULL),--limit 86400) $(here) \
	    $(wildcard tests/*faults*.t)

check-hostile: programs
	@$(run-tests) $(here) $(wildcard tests/hostile*.t)

# Not part of check: it mounts.
check-power: programs
	@IV_BIN=$(abspath $(O))/bin bash tests/power.sh $(CUTS)

# Not part of check: a browser is a large thing to ask for.
.PHONY: check-browser
check-browser:
	+@$(strict) O=build/check programs
	@$(run-tests) --env IV_BIN=$(abspath build/check)/bin \
	    --env BROWSER_DIR=$(abspath build/browser) tests/browser/pages.t

# The package is made of a copy, in which .debian stands as debian.  Not part
# of check: it builds and tests everything once more.
.PHONY: deb check-deb
debdir		= $(O)/deb/iv-tools-$(VERSION)
deb:
	@rm -rf $(O)/deb && mkdir -p $(debdir)
	@cp -a cmd common man tests Makefile README.md $(debdir)
	@cp -a .debian $(debdir)/debian
	@test "$$(dpkg-parsechangelog -l .debian/changelog -S Version)" = \
	    $(VERSION) || { echo '.debian/changelog is not of $(VERSION)'; \
	    exit 1; }
	@cd $(debdir) && env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS \
	    dpkg-buildpackage -us -uc $(DEBFLAGS)
	@ls -l $(O)/deb/*.deb $(O)/deb/*.dsc
check-deb: deb
	@bash tests/deb.sh $(O)/deb

.PHONY: coverage fuzz fuzzers bench demo po man-regions
coverage:
	+@$(sub) VARIANT=coverage tests-build
	@find build/coverage -name '*.gcda' -delete
	@$(run-tests) $(call suite,build/coverage,coverage); status=$$?; \
	gcov -b -n -s $(CURDIR) -r $$(find build/coverage/obj/common \
	    build/coverage/obj/cmd -name '*.gcda') 2>/dev/null | \
	    sh tests/coverage.sh; exit $$status

fuzzers: $(fuzzers)
fuzz:
	+@$(sub) VARIANT=fuzz CC=clang fuzzers
	@for f in $(fuzz_src:tests/fuzz_%.c=%); do \
	    mkdir -p build/fuzz/corpus/$$f tests/corpus/$$f; \
	    echo "fuzz $$f: $(SECONDS) s"; \
	    build/fuzz/tests/fuzz_$$f -max_total_time=$(SECONDS) \
	        -timeout=5 -rss_limit_mb=512 -print_final_stats=1 \
	        -artifact_prefix=build/fuzz/$$f- build/fuzz/corpus/$$f \
	        tests/corpus/$$f || exit 1; \
	done
	@echo "fuzz: $(words $(fuzz_src)) targets, $(SECONDS) s each, 0 failed"

bench: programs $(O)/tests/pairs $(O)/tests/sync_drive
	@for f in $(benches); do \
	    IV_BIN=$(abspath $(O))/bin bash $$f || exit 1; done

# Quotations labelled by others, which are not part of the project.
questions	= ../shared/questions-dev.jsonl
.PHONY: question-score
question-score: tests-build
	@if [ -e $(questions) ]; then \
	    $(O)/tests/question_score $(questions); \
	else echo "question-score: skipped, no $(questions) here"; fi

demo: programs
	@rm -rf $(O)/demo && mkdir -p $(O)/demo && cd $(O)/demo && \
	    IV_BIN=$(abspath $(O))/bin PATH=$(abspath $(O))/bin:$$PATH \
	    bash $(CURDIR)/tests/demo/demo.sh

# Takes new and changed messages into the catalogues.
po:
	@sh tests/check_po.sh --update
# Writes the generated tables into the pages.
man-regions: programs
	@IV_BIN=$(O)/bin sh tests/man_regions.sh

# --- installing -------------------------------------------------------------

.PHONY: install uninstall clean help
bindir		= $(PREFIX)/bin
mandir		= $(PREFIX)/share/man
localedir	= $(PREFIX)/share/locale
bashdir		= $(PREFIX)/share/bash-completion/completions
zshdir		= $(PREFIX)/share/zsh/site-functions
fishdir		= $(PREFIX)/share/fish/vendor_completions.d

# $(call page_dir,man/nl/iv.7) is nl/man7.
page_dir	= $(if $(filter man/nl/%,$(1)),nl/)man$(patsubst .%,%,$(suffix \
		  $(1)))
installed	= $(tools:$(O)/bin/%=$(bindir)/%) \
		  $(foreach p,$(pages), \
		  $(mandir)/$(call page_dir,$(p))/$(notdir $(p))) \
		  $(catalogues:$(O)/share/locale/%=$(localedir)/%) \
		  $(tools:$(O)/bin/%=$(bashdir)/%) $(zshdir)/_iv \
		  $(tools:$(O)/bin/%=$(fishdir)/%.fish)

# bash and fish look for a completion by the name of the command.
install: programs
	@set -e; put() { install -d "$(DESTDIR)$$3"; \
	    install -m $$1 "$$2" "$(DESTDIR)$$3"; }; \
	$(foreach t,$(tools),put 755 $(t) $(bindir);) \
	$(foreach p,$(pages), \
	    put 644 $(p) $(mandir)/$(call page_dir,$(p));) \
	for f in $(catalogues:$(O)/share/locale/%=%); do \
	    [ ! -e "$(O)/share/locale/$$f" ] || \
	    put 644 "$(O)/share/locale/$$f" "$(localedir)/$${f%/*}"; done; \
	put 644 $(O)/completion/_iv $(zshdir); \
	for t in $(notdir $(tools)); do \
	    install -D -m 644 $(O)/completion/iv.bash \
	        "$(DESTDIR)$(bashdir)/$$t"; \
	    install -D -m 644 $(O)/completion/iv.fish \
	        "$(DESTDIR)$(fishdir)/$$t.fish"; done

# Directories go too when they are empty, but only below DESTDIR: a system's
# own may be empty and are still the system's.
uninstall:
	@for f in $(installed); do rm -f "$(DESTDIR)$$f"; done
	@[ -z "$(DESTDIR)" ] || [ ! -d "$(DESTDIR)" ] || \
	    { cd "$(DESTDIR)" && for d in $(sort $(dir $(installed))); do \
	    [ ! -d ".$$d" ] || rmdir -p --ignore-fail-on-non-empty \
	    "$${d#/}"; done; }

clean:
	rm -rf build

help:
	@sed -n 's/^#: //p' Makefile

endif

#: make                  build everything into build/ (tools in build/bin)
#: make deps GOAL ...    install what the goals need (Debian), then do them
#: make demo             play a whole cycle of a group and show it
#: make check            all checks and tests; ends with the counts
#: make check-unit       unit tests and replayed fuzz inputs
#: make check-shell      tests/*.t
#: make check-sanitize   the suite under address and undefined sanitizers
#: make check-valgrind   every command under valgrind
#: make check-shared     the suite with the shared libgit2
#: make check-clang      build with clang, warnings are errors
#: make check-analyze    build with gcc -fanalyzer
#: make check-static     cppcheck and clang-tidy
#: make check-floors     includes go down the floors of common/floors
#: make check-po         the translations are complete
#: make check-man        the pages lint, and agree with the programs
#: make check-faults     kills and failing calls in every command; FULL=1: all
#: make check-hostile    hostile groups, words, surroundings and texts
#: make check-power      as root: power cuts on a file system of its own; CUTS=60
#: make deb              the Debian package, source and binary, in build/deb
#: make check-deb        builds it, then lintian and its own tests
#: make check-browser    the HTML reports in a headless Chromium
#: make coverage         the suite, then lines covered a file
#: make fuzz SECONDS=60  run every fuzzer that long
#: make question-score   how the question rules do on labelled quotations
#: make bench            measure beside other tools; prints ratios
#: make po, man-regions  update catalogues, generated tables of the pages
#: make install, uninstall   PREFIX=/usr/local DESTDIR=
#: make clean            remove build/
#:
#: VARIANT=sanitize|analyze|coverage  another build, in build/VARIANT
#: LIBGIT2=static|shared   CC=gcc|clang   WERROR=1   V=1   CFLAGS=...
