#!/bin/sh
# What scripts may rely on: options, formats, exit statuses, and what goes where.
. tests/lib/tap.sh

same() { tap "$(cmp -s "$HOME/$2" "$HOME/tap.out"; echo $?)" "$1"; }
keep() { cp "$HOME/tap.out" "$HOME/$1"; }
err_empty() { tap "$(test ! -s "$HOME/tap.err"; echo $?)" "$1"; }
csv_is() { tap "$(test "$(awk -f tests/lib/csv.awk "$HOME/tap.out")" = "$2"; echo $?)" "$1"; }

# ---- two pages with dates beside the samples -------------------------------------------------
mkdir -p "$HOME/pages/sub"
cp seeds/*.txt "$HOME/pages"
sed 's/^/ /' seeds/000_*.txt >"$HOME/pages/sub/2024-11-07_第3版.txt"

# ---- exit status 3: no archive, a foreign one, a folder, and what to do ------------------------
for c in list "search 工会" "show abcdef" stats "export --format jsonl" check "cite abcdef"; do
	# shellcheck disable=SC2086 # a command and its words
	status 3 "$c without an archive" "$BAOLAN" $c
	out_empty "prints nothing"
	err_has "and says what to do" "baolan import"
done
status 0 "import reads a folder" "$BAOLAN" import "$HOME/pages"
out_empty "and has no result to print"
err_has "but says what it did" "6 read"

# ---- one option is one filter; repeated: or; different: and ------------------------------------
count() { # what, how many, options
	count_what=$1 count_want=$2
	shift 2
	status 0 "$count_what" "$BAOLAN" list --format csv "$@"
	csv_is "as many as there are" "$count_want"
}
none_found() {
	status 0 "$@"
	out_empty "prints nothing at all"
}
total=$("$BAOLAN" list | wc -l)
cp=$("$BAOLAN" list -d cp | wc -l)
none=$("$BAOLAN" list -d none | wc -l)
count "a long option with =" "$((cp + 1)) 6" --district=昌平
count "a beginning of a long option" "$((cp + 1)) 6" --dist 昌平
count "a short option with its argument" "$((cp + 1)) 6" -dcp
count "an option twice: or" "$((cp + none + 1)) 6" -d cp -d none
count "the same twice counts once" "$((cp + 1)) 6" -d cp -d 110114
count "two filters: and" "2 6" -d cp -k news --source '*第3版*' -n1
count "short options together" "2 6" -mn1 -d cp
status 0 "a mention counts as well" "$BAOLAN" list -m -d cp
check "at least as many" test "$(wc -l <"$HOME/tap.out")" -ge "$cp"
none_found "no such reporter" "$BAOLAN" list --reporter 没有这个人
none_found "no such section" "$BAOLAN" list --section 没有这一栏 --format jsonl
none_found "no such source" "$BAOLAN" search --source 'x*' 工会 --format csv
none_found "nothing starred" "$BAOLAN" stats --starred --by district
none_found "nothing that late" "$BAOLAN" export --since 2999 --format csv
none_found "no article, no summary" "$BAOLAN" stats --until 1900
count "all are unread" "$((total + 1)) 6" --unread
count "a query as a filter" "$("$BAOLAN" search 劳模 | grep -c '^[^ ]' | awk '{ print $1 + 1, 6 }')" -q 劳模
for w in list search stats export; do
	status 2 "$w: a district that does not exist" "$BAOLAN" $w --district 昌坪
	err_has "names the nearest three" "昌平区, 东城区, 朝阳区"
	out_empty "on standard error alone"
done
status 2 "a topic that does not exist" "$BAOLAN" list --topic 劳动模范
err_has "names the nearest" "劳模工匠"
status 2 "a kind that does not exist" "$BAOLAN" list --kind poem
err_has "names all" "news, photo, brief, feature, notice"
for d in 2024-13 20241 2024-11-7x abc; do status 2 "$d is no date" "$BAOLAN" list --since "$d"; done
for d in 2024 2024-11 2024-11-07 20241107; do
	status 0 "$d is one" "$BAOLAN" list --since "$d" --until "$d"
done

# ---- wrong usage is 2, with nothing on standard output ------------------------------------------
usage() {
	status 2 "$@"
	out_empty "and no result"
}
usage "an option that there is not" "$BAOLAN" list --nonsense
err_has "names where the others stand" "baolan help list"
usage "an option that was mistyped" "$BAOLAN" list --distrct=cp
err_has "names the nearest" '“--district”'
usage "a beginning of several options" "$BAOLAN" list --s page
err_has "names all of them" "--section, --source, --since, --starred, --sort"
usage "a letter that there is not" "$BAOLAN" list -Z
usage "an option without its argument" "$BAOLAN" list --limit
usage "an argument where none goes" "$BAOLAN" list --unread=yes
usage "a limit that is no number" "$BAOLAN" list --limit many
usage "a negative limit" "$BAOLAN" list --limit=-3
usage "an order that there is not" "$BAOLAN" list --sort colour
usage "a format that there is not" "$BAOLAN" list --format xml
usage "a format of export alone" "$BAOLAN" list --format md
usage "export without a format" "$BAOLAN" export
usage "export as a table" "$BAOLAN" export --format table
usage "a facet that there is not" "$BAOLAN" stats --by colour
usage "a third --by" "$BAOLAN" stats --by kind --by topic --by year
usage "colour at times" "$BAOLAN" list --color sometimes
usage "words where list takes none" "$BAOLAN" list 工会
err_has "names the command that takes them" "baolan search 工会"
usage "words that look like options, too" "$BAOLAN" list -- --x
err_has "as that command takes them" "baolan search -- --x"
usage "words where stats takes none" "$BAOLAN" stats district
usage "show without an id" "$BAOLAN" show
usage "show of an id that is too short" "$BAOLAN" show ab
usage "show of an id that there is not" "$BAOLAN" show zzzzzzzzzzzz
usage "search for nothing" "$BAOLAN" search
usage "a query with half an OR" "$BAOLAN" search 工会 OR
usage "an option of another command" "$BAOLAN" list --rebuild
usage "a command that was mistyped" "$BAOLAN" lits
err_has "names the nearest" '“list”'
usage "a file that is not there" "$BAOLAN" "$HOME/nowhere"
usage "help for what is no command" "$BAOLAN" help poem
usage "a run of the log that there is not" "$BAOLAN" log --run 99
usage "the log counts from 1" "$BAOLAN" log --run 0
usage "words where marks takes none" "$BAOLAN" marks export file
status 1 "a folder of marks" "$BAOLAN" marks import "$HOME"
err_has "is named" "$HOME"
usage "a correction to no district" "$BAOLAN" correct "$("$BAOLAN" list -n 1 | cut -d ' ' -f 1)" 昌坪
err_has "names the nearest three" "昌平区, 东城区, 朝阳区"

# ---- -- and words that begin with - ------------------------------------------------------------
status 0 "after -- a word may begin with -" "$BAOLAN" search 工会 -- -昌平
keep without
status 0 "a Chinese word with - needs no --" "$BAOLAN" search 工会 -昌平
same "and means the same" without
status 0 "options may stand after words" "$BAOLAN" search 工会 --limit 1 --format csv
csv_is "and count" "2 7"

# ---- formats ----------------------------------------------------------------------------------
status 0 "a list as JSON lines" "$BAOLAN" list --format jsonl
out_lines "an object a line" "$total"
keep list.jsonl
err_empty "and not a word besides"
status 0 "an export as JSON lines" "$BAOLAN" export --format jsonl
same "has the same objects" list.jsonl
for key in id source ordinal start end kind section kicker title deck label dateline reporters \
	correspondents blocks district districts outside topics banner date page_no page_name paper chars; do
	tap "$(test "$(grep -c "\"$key\":" "$HOME/list.jsonl")" -eq "$total"; echo $?)" "every article has $key"
done
status 0 "a search as JSON lines" "$BAOLAN" search 劳模 --format jsonl
out_has "has a snippet besides" '"snippet":"'
status 0 "an export as CSV" "$BAOLAN" export --format csv
csv_is "is CSV as in RFC 4180" "$((total + 1)) 16"
status 0 "a search as CSV" "$BAOLAN" search 劳模 --format csv
out_has "has named columns" "id,date,page_no,district,kind,label,snippet"
status 0 "settings as CSV" "$BAOLAN" config --format csv
out_has "too" "name,value,default,range,set_in,help"
status 0 "a statistic as CSV" "$BAOLAN" stats --by district --format csv
out_has "has its two columns" "district,count"
status 0 "plain text" "$BAOLAN" export --format txt
status 0 "Markdown" "$BAOLAN" export --format md --output "$HOME/md"
check "a file an article" test "$(find "$HOME/md" -name '*.md' | wc -l)" -eq "$total"
first=$("$BAOLAN" list -n 1 | cut -d ' ' -f 1)
check "with front matter" test "$(head -n 1 "$HOME/md/$first.md")" = "---"
check "that names the article" grep -q "^id: \"$first\"$" "$HOME/md/$first.md"
check "and ends" test "$(grep -c '^---$' "$HOME/md/$first.md")" -eq 2
check "that YAML can be read of" test -z "$(sed -n '2,/^---$/p' "$HOME/md/$first.md" |
	grep -vE '^([a-z_]+: ("[^"]*"|[0-9]+|\[("[^"]*"(, )?)+\])|---)$')"
check "with the reporters" grep -qE '^reporters: \["' "$HOME/md/$first.md"
check "with the topics" grep -qE '^topics: \["' "$HOME/md/$first.md"
check "then the headline" grep -q '^# ' "$HOME/md/$first.md"
status 1 "a folder that cannot be made" "$BAOLAN" export --format md --output "$HOME/no/such/place"
err_has "is named" "$HOME/no/such/place"

# ---- limit, offset, order ----------------------------------------------------------------------
for s in page newest oldest relevance title length; do
	status 0 "by $s" "$BAOLAN" list --sort "$s" --format jsonl
	out_lines "all of them" "$total"
	keep sorted
	status 0 "a window of it" "$BAOLAN" list --sort "$s" --format jsonl --offset 3 --limit 4
	sed -n '4,7p' "$HOME/sorted" >"$HOME/window"
	same "is cut out of the whole" window
done
"$BAOLAN" list --sort length --format jsonl | sed 's/.*"chars":\([0-9]*\).*/\1/' >"$HOME/chars"
check "the longest come first" sort -rnc "$HOME/chars"
status 0 "an offset behind the end" "$BAOLAN" list --offset 1000
out_empty "gives nothing"
status 0 "a limit of 0" "$BAOLAN" list --limit 0
out_empty "too"

# ---- show -------------------------------------------------------------------------------------
status 0 "an article by the beginning of its id" "$BAOLAN" show "$(echo "$first" | cut -c 1-6)"
out_has "is set for reading" "$first"
status 0 "several articles" "$BAOLAN" show "$first" "$("$BAOLAN" list -n 1 --offset 1 | cut -d ' ' -f 1)"
"$BAOLAN" list -n 1 --format jsonl >"$HOME/one"
status 0 "an article as JSON" "$BAOLAN" show --format jsonl "$first"
same "is what a list has of it" one
usage "an article as CSV" "$BAOLAN" show --format csv "$first"
usage "an article in two ways at once" "$BAOLAN" show --raw --explain "$first"
status 0 "statistics have a limit" "$BAOLAN" stats --by district --limit 2 --offset 1 --format csv
csv_is "and an offset" "3 2"
"$BAOLAN" stats --by district --format csv | sed -n '1p;3,4p' >"$HOME/rows"
same "of the same rows" rows
status 0 "cross tables too" "$BAOLAN" stats --by district --by kind --limit 1
out_lines "with a heading" 2
"$BAOLAN" list -n 1 --format jsonl | sed 's/^[^{]*{[^{[]*"start":\([0-9]*\),"end":\([0-9]*\).*/\1 \2/' >"$HOME/span"
read -r start end <"$HOME/span"
source=$("$BAOLAN" list -n 1 --format jsonl | sed 's/.*"source":"\([^"]*\)".*/\1/')
tail -c +"$((start + 1))" "$HOME/pages/$source" | head -c "$((end - start))" >"$HOME/bytes"
status 0 "its bytes" "$BAOLAN" show --raw "$first"
same "are those of the file" bytes
status 0 "a pager is for terminals" env PAGER=false "$BAOLAN" show "$first"
out_has "so a pipe gets the article" "$first"

# ---- colour -----------------------------------------------------------------------------------
esc=$(printf '\033')
status 0 "colour always" "$BAOLAN" search 劳模 --color always
out_has "is colour" "${esc}[1m"
status 0 "an article, too" "$BAOLAN" show --color always "$first"
out_has "for less -R" "${esc}[1m"
status 0 "colour never" "$BAOLAN" search 劳模 --color never
tap "$(! grep -q "$esc" "$HOME/tap.out"; echo $?)" "is none"
status 0 "a pipe" "$BAOLAN" show "$first"
tap "$(! grep -q "$esc" "$HOME/tap.out"; echo $?)" "gets none by itself"

# ---- standard output that ends early or is full --------------------------------------------------
for c in list "search 工会" "search -- -没有" "stats --by topic" "export -f jsonl" "export -f csv" "export -f md" \
	"export -f txt" "show $first" "show --raw $first" "cite $first" "config" "help"; do
	# shellcheck disable=SC2086 # a command and its words
	{ "$BAOLAN" $c 2>"$HOME/pipe.err"; echo $? >"$HOME/pipe.rc"; } | true
	check "$c into a closed pipe ends quietly" test ! -s "$HOME/pipe.err"
	[ -c /dev/full ] || continue
	# shellcheck disable=SC2086
	"$BAOLAN" $c >/dev/full 2>"$HOME/tap.err"
	tap "$(test $? -eq 1; echo $?)" "and onto a full disk fails"
	err_has "and says why" "No space left"
done

# ---- what is refused is named, the rest counts ---------------------------------------------------
printf '\000\001\002\003' >"$HOME/pages/binary.txt"
status 1 "a page that is no text" "$BAOLAN" import "$HOME/pages" "$HOME/nowhere"
err_has "is named" "binary.txt"
err_has "and so is what is missing" "$HOME/nowhere"
tap "$(test "$(grep -c nowhere "$HOME/tap.err")" -eq 1; echo $?)" "once"
rm "$HOME/pages/binary.txt"
status 0 "pages whose file is gone stay" sh -c "rm '$HOME'/pages/sub/*; '$BAOLAN' import '$HOME/pages'"
"$BAOLAN" list >"$HOME/all"
check "until they are pruned" test "$(wc -l <"$HOME/all")" -eq "$total"
status 0 "which --prune does" "$BAOLAN" import --prune "$HOME/pages"
status 0 "then" "$BAOLAN" list
check "they are gone" test "$(wc -l <"$HOME/tap.out")" -lt "$total"

# ---- which archive ---------------------------------------------------------------------------
status 0 "--archive makes one elsewhere" "$BAOLAN" import --archive "$HOME/other/a.db" seeds/000_*.txt
status 0 "it is used" "$BAOLAN" list -a "$HOME/other/a.db"
keep elsewhere
status 0 "the environment names one" env BAOLAN_ARCHIVE="$HOME/other/a.db" "$BAOLAN" list
same "the same" elsewhere
mkdir -p "$HOME/config/baolan"
echo "archive = $HOME/other/a.db" >"$HOME/config/baolan/config"
status 0 "and so does the configuration" "$BAOLAN" list
same "the same again" elsewhere
status 0 "also where the environment has an empty name" env BAOLAN_ARCHIVE= "$BAOLAN" list
same "the same again" elsewhere
echo 'measure = wide' >>"$HOME/config/baolan/config"
status 0 "a mistake in the configuration" "$BAOLAN" list
err_has "is named with file and line" "config/baolan/config:2:"
same "and the rest counts" elsewhere
echo 'archive = ~/other/a.db' >"$HOME/config/baolan/config"
status 0 "~ in the configuration" "$BAOLAN" list
same "is the home folder" elsewhere
status 0 "config shows" "$BAOLAN" config -f csv
out_has "where the archive was named" "archive,~/other/a.db,$HOME/cache/baolan/archive.db,,$HOME/config/baolan/config:1,"
status 0 "config shows" env BAOLAN_ARCHIVE=/x.db "$BAOLAN" config -f csv
out_has "the environment's over it" ",BAOLAN_ARCHIVE,"
status 0 "config shows" "$BAOLAN" config -f csv -a y.db
out_has "an option's over both" "archive,y.db,$HOME/cache/baolan/archive.db,,--archive,"
rm "$HOME/config/baolan/config"
printf 'list x star\n' >"$HOME/config/baolan/keys"
printf 'pink\ttext\t1\t-\t-\t-\tb\ndark\ttext\t1\t-\t-\t-\tb\nlight\ttext\t300\t-\t-\t-\tb\n' \
	>"$HOME/config/baolan/themes.tsv"
printf '青松里\t没有区\n' >"$HOME/config/baolan/aliases.tsv"
status 0 "config" "$BAOLAN" config
for place in keys:1 themes.tsv:1 themes.tsv:3 aliases.tsv:1; do
	err_has "names a mistake in $place" "config/baolan/$place:"
done
tap "$(test "$(wc -l <"$HOME/tap.err")" -eq 4; echo $?)" "and nothing else"
rm "$HOME/config/baolan/keys" "$HOME"/config/baolan/*.tsv
status 0 "config shows" "$BAOLAN" config -f csv
out_has "where it is by itself" "archive,$HOME/cache/baolan/archive.db,"
printf 'SQLite format 3' >"$HOME/other/bad.db"
status 3 "a broken archive" "$BAOLAN" list -a "$HOME/other/bad.db"
status 3 "a folder for an archive" "$BAOLAN" list -a "$HOME/other"

# ---- the log of searches, and what the program did -----------------------------------------------
# Searches that ended in wrong usage or without an archive were none.
status 0 "every search is in the log" "$BAOLAN" log --format csv --limit 1
out_has "as options that can be used again" "--query"
tap "$(grep -qE ',[0-9-]{10}T[0-9:]{8}[+]08:00,' "$HOME/tap.out"; echo $?)" "with a time that knows its zone"
hits=$("$BAOLAN" search 劳模 --format jsonl | wc -l)
check "with the number of articles found" test "$("$BAOLAN" log -n 1 -f csv | cut -d , -f 3 | tail -n 1)" -eq "$hits"
number=$("$BAOLAN" log --limit 1 --format csv | sed -n '2s/,.*//p')
status 0 "a search again" "$BAOLAN" log --run "$number"
err_has "says whether the archive is the same" "the archive"
fingerprint=$("$BAOLAN" log -n 1 -f csv | cut -d , -f 4 | tail -n 1)
for words in "list -n 1" stats "stats --by district" "export --format jsonl"; do
	# shellcheck disable=SC2086 # a command and its options
	"$BAOLAN" $words -d 昌平 -q 职工 >"$HOME/tap.out" || echo "# $words failed"
	was=$number
	number=$("$BAOLAN" log --limit 1 --format csv | sed -n '2s/,.*//p')
	check "$words -q is in the log" test "$number" -eq $((was + 1))
	status 0 "as it was asked" "$BAOLAN" log --limit 1 --format jsonl
	out_has "with its filter" '"search":"--district 昌平区 --query 职工"'
	out_has "with the archive's fingerprint" "\"archive\":\"$fingerprint\""
	found=$("$BAOLAN" log -n 1 -f csv | cut -d , -f 3 | tail -n 1)
	check "with how many it found, not how many it showed" test "$("$BAOLAN" log --run "$number" -f jsonl 2>/dev/null | wc -l)" \
		-eq "$found"
done
"$BAOLAN" list -d 昌平 >/dev/null
check "what looks for no words is no search" test "$("$BAOLAN" log -n 1 -f csv | sed -n '2s/,.*//p')" -eq "$number"
status 0 "a log of the program" "$BAOLAN" list --log "$HOME/log"
check "has lines with a time" grep -qE '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]*Z \[[0-9]+\] archive ' "$HOME/log"
status 1 "a log that cannot be written" "$BAOLAN" list --log "$HOME/no/such/log"
err_has "is named" "$HOME/no/such/log"

# ---- help -------------------------------------------------------------------------------------
"$BAOLAN" help | sed -n 's/^  baolan \([a-z]*\) .*/\1/p' >"$HOME/commands"
while read -r command; do
	status 0 "help $command" "$BAOLAN" help "$command"
	keep help
	status 0 "$command --help" "$BAOLAN" "$command" --help
	same "says the same" help
done <"$HOME/commands"
status 4 "the browser without a terminal" "$BAOLAN" --district 昌平
out_empty "prints nothing"
done_testing
