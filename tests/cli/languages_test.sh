#!/bin/sh
# The catalogues of messages: complete, well formed, and chosen by the locale, installed or not.
. tests/lib/tap.sh

if has xgettext "the catalogues are complete"; then
	# The sources' messages, as make po collects them.
	xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=P_:1,2 --no-location \
		-o "$HOME/all.pot" core/*/*.c tui/*.c tui/*/*.c
	for catalogue in tui/po/*.po; do
		status 0 "$catalogue is well formed" msgfmt --check -o /dev/null "$catalogue"
		# Where this fails: make po, then translate what is empty or fuzzy there.
		status 0 "$catalogue has every message" msgcmp "$catalogue" "$HOME/all.pot"
	done
fi

speaks() { # what, words, variables
	speaks_what=$1 speaks_words=$2
	shift 2
	status 2 "$speaks_what" env -u LC_ALL -u LANGUAGE "$@" "$BAOLAN" show
	err_has "speaks so" "$speaks_words"
}
speaks "LANG alone" "哪篇文章" LANG=zh_CN.UTF-8
speaks "traditional characters" "請寫編號" LANG=zh_TW.UTF-8
speaks "Hong Kong's Chinese" "請寫編號" LANG=zh_HK.UTF-8
speaks "Macau's" "請寫編號" LC_MESSAGES=zh_MO.UTF-8
speaks "Chinese in traditional characters" "請寫編號" LANG=zh_Hant.UTF-8
speaks "Singapore's" "哪篇文章" LANG=zh_SG.UTF-8
speaks "Chinese of no place" "哪篇文章" LC_ALL=zh
speaks "LANGUAGE over them" "請寫編號" LANG=zh_SG.UTF-8 LANGUAGE=zh_TW
speaks "LC_ALL over LANG" "請寫編號" LANG=en_US.UTF-8 LC_ALL=zh_TW.UTF-8
speaks "LC_MESSAGES over LANG" "哪篇文章" LANG=en_US.UTF-8 LC_MESSAGES=zh_CN.UTF-8
speaks "a language without a catalogue" "which article" LANG=xx_XX.UTF-8
speaks "the C locale" "which article" LC_ALL=C
speaks "POSIX" "which article" LANG=POSIX
speaks "no locale at all" "which article" TERM=dumb
speaks "a character set that is not ours" "writes GB18030" LC_ALL=zh_CN.GB18030
err_has "and what follows is English" "which article"

# What other programs read is the same in every language.
"$BAOLAN" import seeds 2>/dev/null
for words in "list --format csv" "stats --by kind --format jsonl" "export --format jsonl" "stats --format csv"; do
	# shellcheck disable=SC2086 # a command and its words
	"$BAOLAN" $words >"$HOME/plain"
	# shellcheck disable=SC2086
	status 0 "$words in Chinese" env LC_ALL=zh_CN.UTF-8 "$BAOLAN" $words
	tap "$(cmp -s "$HOME/plain" "$HOME/tap.out"; echo $?)" "is the same"
done
mkdir "$HOME/dated"
cp seeds/000_*.txt "$HOME/dated/2024-11-07_第3版.txt"
"$BAOLAN" import --archive "$HOME/dated.db" "$HOME/dated" 2>/dev/null
status 0 "a date in Chinese" env LC_ALL=zh_CN.UTF-8 "$BAOLAN" stats --archive "$HOME/dated.db"
out_has "is written so" "2024年11月7日"
status 0 "and in English" "$BAOLAN" stats --archive "$HOME/dated.db"
out_has "so" "2024-11-07"
status 0 "what a person reads" env LC_ALL=zh_CN.UTF-8 "$BAOLAN" list -k photo -n 1
out_has "is not" "图片"

# Titles, and names that have the same number, stand as one looks for them: by strokes in Taiwan, Hong Kong and
# Macau, by pinyin elsewhere; for other programs in one order everywhere.
mkdir "$HOME/names"
for name in 陈爱民 丁力 王芳 李明; do
	printf '%s办起食堂\n\n　　本报讯（记者 %s）昨天，密云区的食堂开门，三百名职工吃上了热饭。\n' "$name" "$name" >"$HOME/names/$name.txt"
done
"$BAOLAN" import --archive "$HOME/names.db" "$HOME/names" 2>/dev/null
in_order() { # variables, then names as they should stand
	in_order_what=$1
	shift
	# shellcheck disable=SC2086 # variables
	env -u LC_ALL $in_order_what "$BAOLAN" stats --archive "$HOME/names.db" --by reporter >"$HOME/tap.out"
	check "the order of names for $in_order_what" test "$(awk '{ printf "%s ", $1 }' "$HOME/tap.out")" = "$* "
	# shellcheck disable=SC2086
	env -u LC_ALL $in_order_what "$BAOLAN" stats --archive "$HOME/names.db" --by reporter --format csv >"$HOME/names.csv.now"
	[ -e "$HOME/names.csv" ] || cp "$HOME/names.csv.now" "$HOME/names.csv"
	check "and for programs that of all" cmp "$HOME/names.csv" "$HOME/names.csv.now"
	# shellcheck disable=SC2086
	env -u LC_ALL $in_order_what "$BAOLAN" list --archive "$HOME/names.db" --sort title >"$HOME/tap.out"
	check "the order of titles for $in_order_what" \
		test "$(awk '{ sub("办起食堂.*", ""); sub(".* ", ""); printf "%s ", $0 }' "$HOME/tap.out")" = "$* "
	# shellcheck disable=SC2086
	env -u LC_ALL $in_order_what "$BAOLAN" list --archive "$HOME/names.db" --sort title --format jsonl >"$HOME/titles.now"
	[ -e "$HOME/titles" ] || cp "$HOME/titles.now" "$HOME/titles"
	check "and for programs that of all too" cmp "$HOME/titles" "$HOME/titles.now"
}
in_order LANG=zh_CN.UTF-8 陈爱民 丁力 李明 王芳
in_order LC_ALL=C.UTF-8 陈爱民 丁力 李明 王芳
in_order LANG=zh_TW.UTF-8 丁力 王芳 李明 陈爱民
in_order LANG=zh_HK.UTF-8 丁力 王芳 李明 陈爱民
in_order LC_COLLATE=zh_TW.UTF-8 丁力 王芳 李明 陈爱民
in_order "LANG=zh_TW.UTF-8 LC_COLLATE=C.UTF-8" 陈爱民 丁力 李明 王芳
done_testing
