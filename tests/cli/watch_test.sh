#!/bin/sh
# import --watch: goes on and reads what changes, until a signal ends it.
. tests/lib/tap.sh

mkdir "$HOME/pages"
cp seeds/000_*.txt "$HOME/pages"
mkfifo "$HOME/said"
"$BAOLAN" import --watch "$HOME/pages" 2>"$HOME/said" &
pid=$!
exec 3<"$HOME/said"
read -r line <&3
echo "$line" >"$HOME/tap.err"
err_has "it reads what there is" "1 read"
cp seeds/001_*.txt "$HOME/pages"
read -r line <&3
echo "$line" >"$HOME/tap.err"
err_has "and then what comes" "1 read"
err_has "without reading the rest again" "1 unchanged"
kill -TERM "$pid"
wait "$pid"
tap $? "a signal ends it as it should"
done_testing
