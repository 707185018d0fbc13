#!/bin/sh
# Two readers and an import at once on one archive; and what readers hand to one another.
. tests/lib/tap.sh

mkdir "$HOME/pages"
cp seeds/000_*.txt "$HOME/pages"
"$BAOLAN" import "$HOME/pages" 2>/dev/null
reader() { # name: reads until the import has ended, and then once more
	until [ -e "$HOME/done" ] && [ -e "$HOME/$1.last" ]; do
		[ -e "$HOME/done" ] && : >"$HOME/$1.last"
		XDG_DATA_HOME=$HOME/$1 "$BAOLAN" search 工会 --format jsonl >"$HOME/$1.out" 2>>"$HOME/$1.err" || {
			echo failed >>"$HOME/$1.err"
			return
		}
		# An answer is whole: every line an article.
		grep -vE '^\{"id":.*\}$' "$HOME/$1.out" >>"$HOME/$1.err"
	done
}
reader a &
a=$!
reader b &
b=$!
for i in 1 2 3 4 5 6; do
	for page in seeds/*.txt; do
		sed "s/工会/工会$i/" "$page" >"$HOME/pages/$i-$(basename "$page")"
	done
	"$BAOLAN" import "$HOME/pages" 2>>"$HOME/import.err" || echo failed >>"$HOME/import.err"
done
: >"$HOME/done"
wait "$a" "$b"
for who in a b; do check "reader $who never waited or failed" test ! -s "$HOME/$who.err"; done
check "the import neither" sh -c "! grep -E 'failed|locked' '$HOME/import.err'"
check "both see the same at the end" cmp "$HOME/a.out" "$HOME/b.out"
status 0 "the archive is sound" "$BAOLAN" check

# ---- marks go from reader to reader ------------------------------------------------------------
id=$("$BAOLAN" list -n 1 | cut -d ' ' -f 1)
"$BAOLAN" correct "$id" 海淀
"$BAOLAN" marks export >"$HOME/marks.jsonl"
status 0 "another reader takes them" env XDG_DATA_HOME="$HOME/c" "$BAOLAN" marks import "$HOME/marks.jsonl"
status 0 "and has" env XDG_DATA_HOME="$HOME/c" "$BAOLAN" list -d 海淀
out_has "the same correction" "$id"
env XDG_DATA_HOME="$HOME/c" "$BAOLAN" marks export >"$HOME/again.jsonl"
check "line for line" cmp "$HOME/marks.jsonl" "$HOME/again.jsonl"
{ echo '{"type":"nothing"}'; echo 'no json'; cat "$HOME/marks.jsonl"; } >"$HOME/mixed"
status 1 "lines that are wrong" env XDG_DATA_HOME="$HOME/d" "$BAOLAN" marks import "$HOME/mixed"
err_has "are named by their number" "mixed:2:"
status 0 "and the others" env XDG_DATA_HOME="$HOME/d" "$BAOLAN" list -d 海淀
out_has "count" "$id"
status 0 "from standard input" sh -c "XDG_DATA_HOME='$HOME/e' '$BAOLAN' marks import - <'$HOME/marks.jsonl'"

# ---- an archive that cannot be written ------------------------------------------------------------
if ! setpriv --reuid 65534 --regid 65534 --clear-groups true 2>/dev/null; then
	skip "another user reads it" "not root, or a setpriv that changes no users"
else
	mkdir -m 755 "$HOME/shared"
	chmod 755 "$HOME"
	"$BAOLAN" import --archive "$HOME/shared/archive.db" seeds 2>/dev/null
	chmod 644 "$HOME"/shared/*
	mkdir -m 777 "$HOME/home"
	install -m 755 "$BAOLAN" "$HOME/baolan"
	other() { setpriv --reuid 65534 --regid 65534 --clear-groups env HOME="$HOME/home" XDG_DATA_HOME="$HOME/home/d" \
		XDG_CACHE_HOME="$HOME/home/c" "$HOME/baolan" --archive "$HOME/shared/archive.db" "$@"; }
	status 0 "another user reads it" other list --format csv
	out_has "all of it" "昌平区"
	status 0 "and marks" other correct "$("$BAOLAN" list -a "$HOME/shared/archive.db" -n 1 | cut -d ' ' -f 1)" 海淀
	status 3 "but does not import" other import seeds
	err_has "and hears why" "cannot be written"
fi
done_testing
