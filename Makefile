# baolan - a terminal browser for newspaper articles.  `make help` lists what can be made.

VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build
CC      ?= cc
AR      ?= ar
WERROR  ?=
SAN     ?=
V       ?=
JOBS    ?= $(shell nproc 2>/dev/null || echo 2)

# V=1 shows the commands.
Q   := $(if $(V),,@)
say := $(if $(V),@:,@printf '  %-4s %s\n')

pkg = $(shell pkg-config $(1) $(2) 2>/dev/null || echo $(3))
CURSES_CFLAGS := $(call pkg,--cflags,ncursesw,)
CURSES_LIBS   := $(call pkg,--libs,ncursesw,-lncursesw -ltinfo)
SQLITE_CFLAGS := $(call pkg,--cflags,sqlite3,)
SQLITE_LIBS   := $(call pkg,--libs,sqlite3,-lsqlite3)
# GNU's gettext where the C library has none of its own, or not that one (macOS; Alpine's gettext-dev).
INTL_LIBS     := $(if $(shell $(CC) $(CPPFLAGS) -E -dM -include libintl.h -xc /dev/null 2>/dev/null | \
		 grep -w LIBINTL_VERSION),-lintl)
CORE_LIBS     := $(SQLITE_LIBS) -lunistring $(INTL_LIBS) -lpthread -lm
FRONT_LIBS    := $(CURSES_LIBS)
TEST_LIBS     := $(call pkg,--libs,cmocka,-lcmocka) -lutil
SCREEN_LIBS   := $(call pkg,--libs,vterm,-lvterm)

OPT       ?= -O2 -g
WARNINGS  := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion \
	     -Wpointer-arith -Wcast-align -Wwrite-strings -Wformat=2 -Wundef -Wvla \
	     $(if $(WERROR),-Werror)
# A flag that this compiler has for this machine, else nothing.
try = $(shell echo 'int x;' | $(CC) $(1) -S -o /dev/null -xc - 2>/dev/null && echo '$(1)')
HARDENING := -fPIE -fstack-protector-strong $(call try,-fstack-clash-protection) \
	     $(call try,-fcf-protection=full) \
	     $(if $(SAN)$(findstring -O0,$(OPT)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
SANFLAGS  := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
ALL_CPPFLAGS := -D_GNU_SOURCE -DBAOLAN_VERSION='"$(VERSION)"' \
	     -Icore -Itui $(SQLITE_CFLAGS) $(CPPFLAGS)
ALL_CFLAGS   := -std=c11 $(OPT) $(WARNINGS) $(HARDENING) $(SANFLAGS) -ffile-prefix-map=$(CURDIR)=. \
	     $(CFLAGS)
ALL_LDFLAGS  := -pie -Wl,-z,relro,-z,now,-z,noexecstack $(SANFLAGS) $(LDFLAGS)

CORE_SRC  := $(sort $(wildcard core/*/*.c))
FRONT_SRC := $(sort $(filter-out tui/main.c,$(wildcard tui/*.c tui/*/*.c)))
DATA      := $(sort $(wildcard data/*.tsv data/*.conf))
CORE_OBJ  := $(CORE_SRC:%.c=$(BUILD)/%.o) $(BUILD)/data_bytes.o $(BUILD)/data_index.o
FRONT_OBJ := $(FRONT_SRC:%.c=$(BUILD)/%.o)
HELP_SRC  := $(sort $(wildcard tests/lib/*.c))
HELP_OBJ  := $(HELP_SRC:%.c=$(BUILD)/%.o)
TEST_SRC  := $(sort $(wildcard tests/unit/*_test.c tests/gold/*_test.c tests/property/*_test.c))
# Nothing can stand in front of the allocator of ThreadSanitizer, nor of a C library that gives its own no other name.
GLIBC     := $(shell $(CC) -E -dM -include features.h -xc /dev/null 2>/dev/null | grep -w __GLIBC__)
FAULT_SRC := $(filter-out $(if $(GLIBC),$(if $(findstring thread,$(SAN)),%/memory_test.c),%/memory_test.c),\
	     $(sort $(wildcard tests/fault/*_test.c)))
FAULT_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(filter-out %_test.c,$(wildcard tests/fault/*.c))))
SCREEN_SRC := $(sort $(wildcard tests/screen/*_test.c))
SCREEN_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(filter-out %_test.c,$(wildcard tests/screen/*.c))))
UNIT_BIN  := $(TEST_SRC:%.c=$(BUILD)/%)
SCREEN_BIN := $(SCREEN_SRC:%.c=$(BUILD)/%)
FAULT_BIN := $(FAULT_SRC:%.c=$(BUILD)/%)
TEST_BIN   = $(UNIT_BIN) $(REPLAY_BIN) $(FAULT_BIN) $(SCREEN_BIN)
TEST_SH   := $(sort $(wildcard tests/cli/*_test.sh))
TOOL_SRC  := $(sort $(wildcard tests/tools/*.c))
TOOL_BIN  := $(TOOL_SRC:%.c=$(BUILD)/%)
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))
BENCH_BIN := $(BENCH_SRC:%.c=$(BUILD)/%)
FUZZ_SRC  := $(sort $(wildcard tests/fuzz/*_fuzz.c))
REPLAY_BIN := $(FUZZ_SRC:%_fuzz.c=$(BUILD)/%_replay)

LIB     := $(BUILD)/libbaolan.a
FRONT   := $(BUILD)/libfront.a
PROGRAM := $(BUILD)/baolan

# Without gettext's tools the program speaks English.
LINGUAS := $(if $(shell command -v msgfmt),$(sort $(basename $(notdir $(wildcard tui/po/*.po)))))
MO      := $(LINGUAS:%=$(BUILD)/locale/%/LC_MESSAGES/baolan.mo)

all: $(PROGRAM) $(MO) ## build build/baolan and build/libbaolan.a

$(PROGRAM): $(BUILD)/tui/main.o $(FRONT) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(FRONT_LIBS) $(CORE_LIBS)

$(LIB): $(CORE_OBJ)
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

$(FRONT): $(FRONT_OBJ)
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(ALL_CPPFLAGS) $(if $(filter tui/% tests/%,$<),$(CURSES_CFLAGS)) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The program looks beside itself first, so another PREFIX is no reason to build anew.
$(BUILD)/tui/paths.o: private ALL_CPPFLAGS += -DBAOLAN_PREFIX='"$(PREFIX)"'

# The tables of data/ as read-only bytes, and an index of them (core/base/table.c).
symbol = data_$(subst -,_,$(subst .,_,$(notdir $(1))))
define newline


endef

$(BUILD)/data_bytes.S: $(DATA) Makefile
	@mkdir -p $(@D)
	@printf '#ifdef __CET__\n#include <cet.h>\n#endif\n\t.section .rodata\n' > $@
	$(foreach f,$(DATA),@printf '\t.globl %s, %s_end\n%s:\t.incbin "%s"\n%s_end:\t.byte 0\n' \
		$(call symbol,$f) $(call symbol,$f) $(call symbol,$f) $f $(call symbol,$f) >> $@$(newline))
	@printf '\t.section .note.GNU-stack,"",%%progbits\n' >> $@

$(BUILD)/data_index.c: $(DATA) Makefile
	@mkdir -p $(@D)
	@printf '#include "base/table.h"\n' > $@
	$(foreach f,$(DATA),@printf 'extern const char %s[], %s_end[];\n' $(call symbol,$f) $(call symbol,$f) >> $@$(newline))
	@printf 'const struct table_file table_files[] = {\n' >> $@
	$(foreach f,$(DATA),@printf '\t{"%s", %s, %s_end},\n' $(notdir $f) $(call symbol,$f) $(call symbol,$f) >> $@$(newline))
	@printf '\t{0, 0, 0}};\n' >> $@

$(BUILD)/data_bytes.o: $(BUILD)/data_bytes.S
	$(say) AS $@
	$(Q)$(CC) $(HARDENING) -c -o $@ $<

$(BUILD)/data_index.o: $(BUILD)/data_index.c
	$(say) CC $@
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/locale/%/LC_MESSAGES/baolan.mo: tui/po/%.po
	@mkdir -p $(@D)
	$(say) MO $@
	$(Q)msgfmt --check -o $@ $<

# Objects are made again when the compiler or its flags change.
.PHONY: FORCE
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(subst ','\'',$(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS))' | cmp -s - $@ || \
	echo '$(CC) $(subst ','\'',$(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS))' > $@

# ---- tests -----------------------------------------------------------------------------

# For these alone: of two patterns make takes the one whose objects are there already.
$(SCREEN_BIN): $(BUILD)/%: $(BUILD)/%.o $(SCREEN_OBJ) $(HELP_OBJ) $(FRONT) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LIBS) $(SCREEN_LIBS) $(FRONT_LIBS) $(CORE_LIBS)

$(FAULT_BIN): $(BUILD)/%: $(BUILD)/%.o $(FAULT_OBJ) $(HELP_OBJ) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LIBS) $(CORE_LIBS)

$(UNIT_BIN): $(BUILD)/%: $(BUILD)/%.o $(HELP_OBJ) $(FRONT) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LIBS) $(SCREEN_LIBS) $(FRONT_LIBS) $(CORE_LIBS)

# An archive, so that a tool takes from tests/lib only what it uses.
$(BUILD)/libhelp.a: $(HELP_OBJ)
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

$(BUILD)/tests/tools/%: $(BUILD)/tests/tools/%.o $(BUILD)/libhelp.a $(FRONT) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LIBS) $(FRONT_LIBS) $(CORE_LIBS)

$(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o $(BUILD)/libhelp.a $(FRONT) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LIBS) $(SCREEN_LIBS) $(FRONT_LIBS) $(CORE_LIBS)

# ONLY: patterns of those that shall run, as in ONLY='screen/% cli/%'.
ONLY ?= %
check: $(PROGRAM) $(MO) $(TEST_BIN) $(TOOL_BIN) ## run every test with what is installed
	@BUILD=$(BUILD) tests/run $(filter $(addprefix $(BUILD)/tests/,$(ONLY)),$(TEST_BIN)) \
		$(filter $(addprefix tests/,$(ONLY)),$(TEST_SH))

room: $(PROGRAM) ## try the reading room on a real sshd of this machine (as root)
	@BUILD=$(BUILD) tests/run tests/room/run

test: ## install what is missing, build, run every test
	@.ci/deps build test
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@$(MAKE) --no-print-directory -j$(JOBS) check

run: ## install what is missing, build, import seeds/, open the browser
	@.ci/deps build
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@if [ -t 0 ] && [ -t 1 ]; then exec $(PROGRAM) seeds; else \
		$(PROGRAM) import seeds && echo 'No terminal here, so here is the list:' >&2 && \
		$(PROGRAM) list; fi

deps: ## install what building and testing need (Debian, Ubuntu; elsewhere: names it)
	@.ci/deps build test

# ---- checks ----------------------------------------------------------------------------

asan: ## the tests under AddressSanitizer
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/asan SAN=address OPT='-O1 -g' check

ubsan: ## the tests under UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/ubsan SAN=undefined OPT='-O1 -g' check

tsan: ## the tests under ThreadSanitizer
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/tsan SAN=thread OPT='-O1 -g' check

sanitize: ## the tests under AddressSanitizer and UndefinedBehaviorSanitizer at once
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/sanitize SAN=address,undefined OPT='-O1 -g' check

# Control-flow integrity needs the whole program at once: clang, its archiver and its linker.  Its
# tables of jumps have no room for the marks of -fcf-protection (clang 14).
cfi: ## the tests under clang's control-flow integrity
	@.ci/deps fuzz cfi
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/cfi CC=clang AR=llvm-ar \
		OPT='-O1 -g -flto=thin -fvisibility=hidden -fsanitize=cfi -fno-sanitize-trap=cfi' \
		CFLAGS='-fcf-protection=none -fsanitize-ignorelist=tests/fault/cfi.ignore' \
		LDFLAGS='-fuse-ld=lld -flto=thin -fsanitize=cfi -fno-sanitize-trap=cfi \
		-Wl,--thinlto-cache-dir=$(BUILD)/cfi/cache' check

# What takes long: every fault instead of some.  VERBOSE shows how many there were.
# Of the ways to an allocation (a number: some of each work).
MEMORY_FAULTS ?= all
faults: $(FAULT_BIN) ## fail operations, calls and allocations in turn, damage files everywhere
	@BUILD=$(BUILD) BAOLAN_FAULTS=all TEST_TIMEOUT=36000 VERBOSE=1 tests/run \
		$(addprefix $(BUILD)/tests/fault/,disk_test calls_test cancel_test salvage_test sessions_test hostile_test folder_test)
	@BUILD=$(BUILD) BAOLAN_FAULTS=$(MEMORY_FAULTS) TEST_TIMEOUT=360000 VERBOSE=1 tests/run \
		$(BUILD)/tests/fault/memory_test

KILLS ?= 1000
kills: $(BUILD)/tests/fault/kill_test ## kill -9 in the middle of all kinds of work, KILLS times (1000)
	@BUILD=$(BUILD) BAOLAN_KILLS=$$((($(KILLS) + 5) / 6)) TEST_TIMEOUT=36000 VERBOSE=1 tests/run $<

SOAK ?= 3000
soak: $(PROGRAM) $(BUILD)/tests/screen/random_test ## random keys for the browser, SOAK rounds (3000)
	@BUILD=$(BUILD) BAOLAN_RANDOM_ROUNDS=$(SOAK) BAOLAN_RANDOM_SEED=$$(date +%s) \
		TEST_TIMEOUT=36000 VERBOSE=1 tests/run $(BUILD)/tests/screen/random_test

# Bounds so small that what happens in large archives happens in those of the tests.
SMALL := -DCHUNK_KEYS=512u -DBLOCK_WORDS=8u -DHELD_MAX=256u -DSAMPLE=128u -DWORTH_PLACES=8u -DSTEP=16u \
	 -DGATHERED_MAX=20000u
small: ## the tests with chunks, blocks and samples of a few hundred articles
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/small CPPFLAGS='$(SMALL)' check

MEMCHECK := valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite \
	--suppressions=tests/memcheck.supp
memcheck: $(UNIT_BIN) $(FAULT_BIN) ## the tests of core under valgrind's memcheck
	@.ci/deps memcheck
	@BUILD=$(BUILD) TEST_TIMEOUT=36000 TEST_WRAPPER='$(MEMCHECK)' tests/run \
		$(filter-out %/sandbox_test,$(filter $(BUILD)/tests/unit/%,$(UNIT_BIN))) \
		$(addprefix $(BUILD)/tests/fault/,disk_test stop_test)

# each: what fails without memory or by a call fails once at every place that leads there; a number:
# so many faults of each work; all: takes hours.
COVERAGE_FAULTS ?= each
coverage: ## the tests and faults, and which lines and branches of core they ran
	@-$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/coverage OPT='-O0 -g' CPPFLAGS='$(SMALL)' \
		CFLAGS='--coverage -fprofile-update=atomic' LDFLAGS=--coverage check
	@-BUILD=$(BUILD)/coverage BAOLAN_FAULTS=$(COVERAGE_FAULTS) TEST_TIMEOUT=36000 VERBOSE=1 tests/run \
		$(addprefix $(BUILD)/coverage/tests/fault/,memory_test calls_test disk_test)
	@-BUILD=$(BUILD)/coverage BAOLAN_FAULTS=all TEST_TIMEOUT=36000 VERBOSE=1 tests/run \
		$(addprefix $(BUILD)/coverage/tests/fault/,hostile_test salvage_test)
	@tests/lib/coverage.sh $(BUILD)/coverage

layers: $(LIB) ## includes and symbols go in one direction only
	@BUILD=$(BUILD) .ci/layers

lint: ## clang-format, clang-tidy, cppcheck, shellcheck, mandoc
	@.ci/deps lint
	@JOBS=$(JOBS) .ci/lint $(ALL_CPPFLAGS)

XGETTEXT := xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=P_:1,2 --add-comments=TRANSLATORS \
	--package-name=baolan --package-version=$(VERSION) --copyright-holder='the baolan authors' \
	--sort-by-file --no-location
po: ## bring tui/po/*.po up to date with the messages in the sources
	@mkdir -p $(BUILD)
	$(XGETTEXT) -o $(BUILD)/baolan.pot $(CORE_SRC) $(FRONT_SRC) tui/main.c
	@for f in tui/po/*.po; do msgmerge --quiet --update --no-fuzzy-matching --backup=none --no-location $$f $(BUILD)/baolan.pot; sed -i /POT-Creation-Date/d $$f; \
	printf '%s ' $$f; msgfmt --check --statistics -o /dev/null $$f; done

format: ## lay the code out as clang-format has it
	clang-format -i $(wildcard core/*/*.[ch] tui/*.[ch] tui/*/*.[ch] tests/*/*.[ch])

# ---- fuzzing and measuring -------------------------------------------------------------

FUZZ_TIME ?= 60
fuzz: ## run every fuzzer for FUZZ_TIME seconds (60), under ASan and UBSan; needs clang
	@.ci/deps fuzz
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/fuzz CC=clang \
		SAN=address,undefined,fuzzer-no-link OPT='-O1 -g' fuzzers
	@BUILD=$(BUILD)/fuzz FUZZ_TIME=$(FUZZ_TIME) tests/fuzz/run

$(REPLAY_BIN): $(BUILD)/%_replay: $(BUILD)/%_fuzz.o $(BUILD)/tests/fuzz/replay.o $(BUILD)/libhelp.a $(FRONT) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(FRONT_LIBS) $(CORE_LIBS)

fuzzers: $(FUZZ_SRC:%.c=$(BUILD)/%)
$(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libhelp.a $(FRONT) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(FRONT_LIBS) $(CORE_LIBS)

N ?= 1000000
differential: $(BUILD)/tests/property/search_test ## N (1000000) random searches against reading every article
	$(BUILD)/tests/property/search_test $(N)

TUNE_GOLD  := tests/gold tests/gold/practice/gold tests/gold/written/gold tests/gold/others/gold
TUNE_PAGES := seeds tests/gold/practice/pages tests/gold/written/pages tests/gold/others/pages
TUNE_FLAGS ?= --epochs 90 --prior 0.003 --dropout 0.1 --heavy _ --heavy a2. --heavy b1. --heavy c2.
unseen: $(BUILD)/tests/tools/page_tune ## count the lines mislabelled on pages that the weights were not fitted to
	@$(BUILD)/tests/tools/page_tune --show data/page-weights.tsv $(sort $(wildcard tests/gold/unseen/gold/*.json)) -- \
		tests/gold/unseen/pages 2>&1 | sed -n '/^learned from: /s///p' | sed 's/;.*//'

tune: $(BUILD)/tests/tools/page_tune ## fit data/page-weights.tsv to the gold pages
	@$(BUILD)/tests/tools/page_tune $(TUNE_FLAGS) data/page-weights.tsv \
		$(foreach d,$(TUNE_GOLD),$(sort $(wildcard $d/*.json))) -- $(TUNE_PAGES) > $(BUILD)/page-weights.tsv
	@mv $(BUILD)/page-weights.tsv data/page-weights.tsv

tune-kinds: $(BUILD)/tests/tools/kind_tune ## fit data/kind-weights.tsv to the gold pages
	@$(BUILD)/tests/tools/kind_tune $(foreach d,$(TUNE_GOLD),$(sort $(wildcard $d/*.json))) -- $(TUNE_PAGES) \
		> $(BUILD)/kind-weights.tsv
	@mv $(BUILD)/kind-weights.tsv data/kind-weights.tsv

bench: $(PROGRAM) $(BENCH_BIN) ## measure import, search, counts, readers at once; N articles (20000)
	@BUILD=$(BUILD) $(if $(filter-out file,$(origin N)),ARTICLES=$(N)) tests/bench/run

bench-terminal: $(PROGRAM) $(BENCH_BIN) ## measure the browser in a terminal, others of the kind beside it
	@BUILD=$(BUILD) $(if $(filter-out file,$(origin N)),ARTICLES=$(N)) tests/bench/terminal

bench-ssh: $(PROGRAM) $(BENCH_BIN) ## measure the browser over an sshd of this machine with 100 ms of delay (as root)
	@BUILD=$(BUILD) tests/bench/ssh

# ---- installing ------------------------------------------------------------------------

BASH_COMPLETION ?= $(PREFIX)/share/bash-completion/completions
ZSH_COMPLETION  ?= $(PREFIX)/share/zsh/site-functions
FISH_COMPLETION ?= $(PREFIX)/share/fish/vendor_completions.d
MAN     := $(wildcard docs/*.[1-9])
MAN_ZH  := $(wildcard docs/zh_CN/*.[1-9])
# What goes where: source:folder:name, one word each.
INSTALLED = $(PROGRAM):$(PREFIX)/bin:baolan \
	$(foreach m,$(MAN),$m:$(PREFIX)/share/man/man$(subst .,,$(suffix $m)):$(notdir $m)) \
	$(foreach m,$(MAN_ZH),$m:$(PREFIX)/share/man/zh_CN/man$(subst .,,$(suffix $m)):$(notdir $m)) \
	$(foreach l,$(LINGUAS),$(BUILD)/locale/$l/LC_MESSAGES/baolan.mo:$(PREFIX)/share/locale/$l/LC_MESSAGES:baolan.mo) \
	tui/complete/baolan.bash:$(BASH_COMPLETION):baolan \
	tui/complete/_baolan:$(ZSH_COMPLETION):_baolan \
	tui/complete/baolan.fish:$(FISH_COMPLETION):baolan.fish \
	tui/desktop/baolan.desktop:$(PREFIX)/share/applications:baolan.desktop \
	tui/desktop/baolan.svg:$(PREFIX)/share/icons/hicolor/scalable/apps:baolan.svg \
	tui/systemd/baolan-import.service:$(PREFIX)/lib/systemd/system:baolan-import.service \
	tui/systemd/baolan-import.timer:$(PREFIX)/lib/systemd/system:baolan-import.timer \
	LICENSE:$(PREFIX)/share/doc/baolan:LICENSE \
	data/NOTICE:$(PREFIX)/share/doc/baolan:NOTICE
part = $(word $(1),$(subst :, ,$(2)))

install: all ## install under DESTDIR/PREFIX
	@set -e; $(foreach i,$(INSTALLED),install -D -m $(if $(filter $(PROGRAM),$(call part,1,$i)),755,644) \
		$(call part,1,$i) $(DESTDIR)$(call part,2,$i)/$(call part,3,$i);)
	@echo "installed under $(DESTDIR)$(PREFIX)"

.PHONY: deb package reproducible
reproducible: ## build twice in different folders and compare every byte
	@BUILD=$(BUILD) JOBS=$(JOBS) .ci/reproducible

deb: ## a Debian package in build/deb, read by lintian
	@.ci/deps deb
	@BUILD=$(BUILD) VERSION=$(VERSION) .ci/deb

package: deb ## the package in a bare Debian: installs, runs, leaves (as root, with debootstrap)
	@BUILD=$(BUILD) TEST_TIMEOUT=1800 tests/run tests/packaging/run

uninstall: ## remove what install put there
	@rm -f $(foreach i,$(INSTALLED),$(DESTDIR)$(call part,2,$i)/$(call part,3,$i))

clean: ## remove everything that was built
	rm -rf $(BUILD)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: all check room test run deps asan ubsan tsan sanitize cfi faults kills soak small memcheck coverage layers lint po format fuzz fuzzers bench bench-terminal bench-ssh tune tune-kinds unseen differential \
	install uninstall clean help
.SECONDARY:

-include $(shell find $(BUILD)/core $(BUILD)/tui $(BUILD)/tests -name '*.d' 2>/dev/null)
