#!/bin/sh
# A restricted session: ways out of it that are known from other programs, each tried.
. tests/lib/tap.sh

"$BAOLAN" import seeds 2>/dev/null
archive=$XDG_CACHE_HOME/baolan/archive.db
id=$("$BAOLAN" list -n 1 | cut -d ' ' -f 1)
mkdir -p "$HOME/evil/baolan" "$HOME/evil/xx/LC_MESSAGES"
trap_file=$HOME/evil/ran
printf '#!/bin/sh\ntouch "%s"\n' "$trap_file" >"$HOME/evil/run"
chmod +x "$HOME/evil/run"
printf 'pager = %s/evil/run\narchive = /etc/passwd\n' "$HOME" >"$HOME/evil/baolan/config"
room() { "$BAOLAN" --restricted --archive "$archive" "$@"; }
# Nothing that the reader made has run or was written.
safe() { check "$1: nothing got out" test ! -e "$trap_file"; }

status 0 "it lists" room list
out_lines "everything" 33
status 0 "it searches" room search 劳模
status 0 "it shows" room show "$id"
status 0 "it counts" room stats --by district
status 0 "it exports to its output" room export --format jsonl
status 0 "it cites" room cite "$id"
status 0 "it corrects" room correct "$id" 海淀
status 0 "and takes it back" room marks undo
status 0 "it has a log of searches" room log

# ---- files ------------------------------------------------------------------------------------
for words in "import seeds" "import --watch /etc" "check --rebuild" "list --log $trap_file" \
	"export --format md --output $HOME/evil/out" "marks import /etc/passwd" "seeds" "/etc" \
	"list --archive /etc/passwd" "list -a $HOME/evil/other.db" "list --res --log $trap_file"; do
	# shellcheck disable=SC2086 # a command and its words
	status 2 "refused: $words" room $words
	out_empty "without a word of it"
	safe "$words"
done
check "no folder was made" test ! -e "$HOME/evil/out"
status 2 "the option may stand anywhere" "$BAOLAN" import seeds --restricted
status 2 "also cut short" "$BAOLAN" import seeds --restr

# ---- the environment ---------------------------------------------------------------------------
# (script gives the program a terminal, so that a pager would be used.)
variables='PAGER LESS LESSOPEN EDITOR VISUAL BROWSER SHELL MANPAGER BAOLAN_ARCHIVE LD_LIBRARY_PATH
	GCONV_PATH LOCPATH NLSPATH TERMINFO TERMINFO_DIRS TERMCAP TMPDIR SQLITE_TMPDIR XDG_CONFIG_HOME
	XDG_CONFIG_DIRS XDG_DATA_HOME XDG_CACHE_HOME TEXTDOMAINDIR LANGUAGE TZ MALLOC_TRACE'
has script "the environment changes nothing" || variables=
for variable in $variables; do
	case $variable in
	PAGER | LESSOPEN | EDITOR | VISUAL | BROWSER | SHELL | MANPAGER) value=$HOME/evil/run ;;
	LANGUAGE) value=../../../../../../../..$HOME/evil/xx ;;
	LESS) value="+!touch\$IFS$trap_file" ;;
	BAOLAN_ARCHIVE) value=/etc/passwd ;;
	MALLOC_TRACE) value=$trap_file ;;
	*) value=$HOME/evil ;;
	esac
	status 0 "$variable" script -qec \
		"env '$variable=$value' '$BAOLAN' --restricted --archive '$archive' show $id" /dev/null
	out_has "changes nothing" "$id"
	safe "$variable"
done
status 0 "the reader's configuration" env XDG_CONFIG_HOME="$HOME/evil" "$BAOLAN" --restricted -a "$archive" config
tap "$(! grep -q evil "$HOME/tap.out"; echo $?)" "does not count"
mkdir -p "$HOME/.config" && mv "$HOME/evil/baolan" "$HOME/.config/baolan"
status 0 "nor that in the home folder" room config
tap "$(! grep -q evil "$HOME/tap.out"; echo $?)" "whatever stands in it"
status 0 "marks go home" room marks export
check "and not where a variable says" test -e "$HOME/.local/share/baolan/marks.db"

# ---- as a login shell ----------------------------------------------------------------------------
ln -s "$BAOLAN" "$HOME/-baolan"
# shellcheck disable=SC2215 # a name as login gives it
as_shell() { (cd "$HOME" && PATH=.:$PATH && -baolan "$@"); }
status 2 "a login shell starts no command" as_shell -c "touch $trap_file"
safe "-c"
status 2 "and reads no pages" as_shell import "$HOME/evil"
status 2 "nor a script" as_shell "$HOME/evil/run"
safe "a script"
done_testing
