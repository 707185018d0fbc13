#!/bin/sh
# A district set by hand: it wins, is kept apart from the archive, and can be taken back and carried over.
. tests/lib/tap.sh

district_of() { # id
	"$BAOLAN" export --format jsonl 2>/dev/null | grep "\"id\":\"$1\"" | sed 's/.*"district":\("[^"]*"\|null\).*/\1/'
}
is_in() { # what, district
	check "$1" test "$(district_of "$id")" = "$2"
}

status 0 "the sample pages are imported" "$BAOLAN" import seeds
id=$("$BAOLAN" list --district 昌平 --sort page --limit 1 | cut -d ' ' -f 1)
other=$("$BAOLAN" list --district 通州 --sort page --limit 1 | cut -d ' ' -f 1)
is_in "an article is where the program put it" '"昌平区"'

status 2 "a district that does not exist" "$BAOLAN" correct "$id" 海定
err_has "is not taken, the nearest are named" "海淀区"
status 0 "a district, as a person types it" "$BAOLAN" correct "$id" hd
is_in "is the article's from now on" '"海淀区"'
status 0 "in lists" "$BAOLAN" list --district 海淀
out_has "under the new one" "$id"
"$BAOLAN" list --district 昌平 >"$HOME/old" 2>/dev/null
check "and no more under the old one" test "$(grep -c "$id" "$HOME/old")" -eq 0
status 0 "in statistics" "$BAOLAN" stats --by district --format csv
out_has "as well" "昌平区,2"

status 0 "a second import" "$BAOLAN" import seeds
is_in "keeps it" '"海淀区"'
status 0 "a rebuild of the archive" "$BAOLAN" check --rebuild
is_in "keeps it" '"海淀区"'
rm -rf "$XDG_CACHE_HOME/baolan"
status 0 "an archive made anew" "$BAOLAN" import seeds
is_in "keeps it: what a reader adds is not in the archive" '"海淀区"'

status 0 "another: no district at all" "$BAOLAN" correct "$other" none
status 0 "is found" "$BAOLAN" list --district none
out_has "among those without one" "$other"
status 0 "both are listed" "$BAOLAN" marks export
out_lines "one a line" 2
out_has "with the id" "$id"
out_has "and the district" "海淀区"
cp "$HOME/tap.out" "$HOME/marks.jsonl"

status 0 "the last one is undone" "$BAOLAN" marks undo
check "and only that" test "$(district_of "$other")" = '"通州区"'
is_in "the first stays" '"海淀区"'
status 0 "auto takes a correction back" "$BAOLAN" correct "$id" auto
is_in "and the program's own decision is there again" '"昌平区"'
status 0 "nothing is left" "$BAOLAN" marks export
out_empty "to export"

status 0 "exported lines" "$BAOLAN" marks import "$HOME/marks.jsonl"
is_in "bring it back" '"海淀区"'
check "every one of them" test "$(district_of "$other")" = null
rm -rf "$XDG_DATA_HOME/baolan"
is_in "without the reader's file all is as the program says" '"昌平区"'
status 0 "and on another machine" "$BAOLAN" marks import "$HOME/marks.jsonl"
is_in "the lines work as well" '"海淀区"'
printf '%s\n' '{"id":"none such","district":"火星区"}' >"$HOME/bad.jsonl"
"$BAOLAN" marks import "$HOME/bad.jsonl" >/dev/null 2>"$HOME/bad.err"
check "a line that is wrong is told" test -s "$HOME/bad.err"
is_in "and changes nothing" '"海淀区"'
done_testing
