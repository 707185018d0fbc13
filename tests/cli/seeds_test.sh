#!/bin/sh
# The sample pages, from import to every command's output.
. tests/lib/tap.sh

status 3 "without an archive a list says so" "$BAOLAN" list
err_has "and what to do" "import"
status 0 "the sample pages are imported" "$BAOLAN" import seeds
out_empty "import prints no result"
err_has "and reports in words" "33 articles"
status 0 "a second import reads nothing" "$BAOLAN" import seeds
err_has "because nothing has changed" "5 unchanged"

status 0 "all articles are listed" "$BAOLAN" list
out_lines "33 of them" 33
for d in cp 昌平区 昌平 changping 110114; do
	status 0 "a district as $d" "$BAOLAN" list -d "$d"
	out_lines "three articles" 3
done
status 0 "none: articles without a district" "$BAOLAN" list --district none --format jsonl
status 2 "an unknown district" "$BAOLAN" list --district 昌坪区
err_has "names the nearest" "昌平区"
status 2 "an unknown kind" "$BAOLAN" list --kind poem
err_has "names those that there are" "photo"
status 2 "an unknown option" "$BAOLAN" list --nonsense
err_has "is named" "--nonsense"
status 2 "an option of another command" "$BAOLAN" list --prune
status 2 "an option without its argument" "$BAOLAN" list --district
status 0 "a search" "$BAOLAN" search 劳模
out_has "shows a snippet" "劳模"
status 0 "none of a word" "$BAOLAN" search 劳模 -昌平 --format csv
status 0 "no match" "$BAOLAN" search 没有这样的词
out_empty "prints nothing"
status 2 "a search for nothing" "$BAOLAN" search

status 0 "json lines" "$BAOLAN" export --format jsonl
out_lines "one an article" 33
cp "$HOME/tap.out" "$HOME/all.jsonl"
sed -n '3,7p' "$HOME/all.jsonl" >"$HOME/five.jsonl"
status 0 "a limit" "$BAOLAN" export --format jsonl --limit 5 --offset 2
out_lines "is kept" 5
cp "$HOME/tap.out" "$HOME/window.jsonl"
check "and so is the offset" cmp "$HOME/window.jsonl" "$HOME/five.jsonl"
status 0 "csv" "$BAOLAN" export --format csv
status 0 "markdown in a folder" "$BAOLAN" export --format md --output "$HOME/md"
check "a file an article" test "$(find "$HOME/md" -name '*.md' | wc -l)" -eq 33
status 2 "export says which formats there are" "$BAOLAN" export

id=$("$BAOLAN" list --sort page --limit 1 | cut -d ' ' -f 1)
status 0 "an article" "$BAOLAN" show "$id"
out_has "is set for reading" "昌平"
status 0 "its own bytes" "$BAOLAN" show --raw "$id"
cp "$HOME/tap.out" "$HOME/raw"
check "stand in the page" grep -qF "$(head -n 1 "$HOME/raw")" seeds/000_149b8d34e85b9155.txt
status 2 "an id that does not exist" "$BAOLAN" show zzzzzzzzzzzz
status 0 "a citation" "$BAOLAN" cite "$id"
out_has "has its form" "[N]"

status 0 "the whole" "$BAOLAN" stats
out_has "counts the articles" "33"
status 0 "by district" "$BAOLAN" stats --by district
out_has "names the districts" "昌平区"
status 0 "a cross table" "$BAOLAN" stats --by district --by kind --format csv
status 0 "by district, for programs" "$BAOLAN" stats --by district --format jsonl
out_has "numbers are numbers" '"count":3'
out_has "no district is null" '{"district":null,"count":11}'
status 0 "a cross table for a person" "$BAOLAN" stats --by kind --by district
out_has "names its columns" "昌平区"
status 0 "a check finds nothing wrong" "$BAOLAN" check
status 0 "a rebuild" "$BAOLAN" check --rebuild
"$BAOLAN" export --format jsonl >"$HOME/again.jsonl" 2>/dev/null
check "gives the same articles under the same ids" cmp "$HOME/all.jsonl" "$HOME/again.jsonl"

status 0 "a correction" "$BAOLAN" correct "$id" 海淀
status 0 "counts" "$BAOLAN" list --district 海淀
out_has "in lists" "$id"
status 0 "it is undone" "$BAOLAN" marks undo
status 0 "and then" "$BAOLAN" list --district 昌平
out_lines "all is as before" 3

"$BAOLAN" export --format jsonl 2>"$HOME/pipe.err" | head -n 1 >/dev/null
check "a closed pipe ends a command quietly" test ! -s "$HOME/pipe.err"
status 1 "what is missing is refused" "$BAOLAN" import seeds nowhere
err_has "by its name" "nowhere"
printf 'no archive' >"$HOME/foreign.db"
status 3 "a foreign file is no archive" "$BAOLAN" list --archive "$HOME/foreign.db"
status 4 "without a terminal there is no browser" "$BAOLAN"
status 0 "help" "$BAOLAN" help
status 0 "help for a command" "$BAOLAN" help export
status 0 "the version" "$BAOLAN" --version
status 0 "the settings" "$BAOLAN" config
out_has "have names" "measure"
status 0 "words for the shell" "$BAOLAN" help complete -- list --district chang
out_has "are those of the tables" "changping"
done_testing
