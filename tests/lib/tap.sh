# shellcheck shell=sh
# For tests of the command line: a home folder of their own, and checks that speak TAP.
#   . tests/lib/tap.sh
#   check "what is expected" command [args]        passes where the command's status is 0
#   status 2 "what is expected" command [args]     passes where its status is that number
#   out_has, err_has, out_lines …                  look at what that command printed
#   has PROGRAM "what would be seen"               0 where it is installed; else that is skipped
#   done_testing

: "${BAOLAN:?run these tests through: make check}"
tap_number=0
HOME=$(mktemp -d) || exit 1
trap 'rm -rf "$HOME"' EXIT
export HOME
XDG_CACHE_HOME=$HOME/cache XDG_DATA_HOME=$HOME/data XDG_CONFIG_HOME=$HOME/config
XDG_CONFIG_DIRS=$HOME/etc
export XDG_CACHE_HOME XDG_DATA_HOME XDG_CONFIG_HOME XDG_CONFIG_DIRS
unset BAOLAN_ARCHIVE NO_COLOR PAGER COLUMNS
# In China, also where no zones are installed.
LC_ALL=C.UTF-8 TZ=CST-8
export LC_ALL TZ

tap() { # 0 or not, what
	tap_number=$((tap_number + 1))
	if [ "$1" -eq 0 ]; then echo "ok $tap_number - $2"; else
		echo "not ok $tap_number - $2"
		for tap_file in out err; do
			head -n 10 "$HOME/tap.$tap_file" | cut -c 1-200 | sed "s/^/# $tap_file: /"
		done
	fi
}

skip() { # what, why
	tap_number=$((tap_number + 1))
	echo "ok $tap_number - $1 # SKIP $2"
}
has() { # program, what would be seen
	command -v "$1" >/dev/null && return
	skip "$2" "there is no $1"
	return 1
}

status() {
	tap_want=$1 tap_what=$2
	shift 2
	"$@" >"$HOME/tap.out" 2>"$HOME/tap.err" </dev/null
	tap_rc=$?
	[ "$tap_rc" -eq "$tap_want" ] || echo "# status $tap_rc, not $tap_want"
	tap "$((tap_rc != tap_want))" "$tap_what"
}
check() { status 0 "$@"; }

out_has() { tap "$(grep -qF -- "$2" "$HOME/tap.out"; echo $?)" "$1"; }
err_has() { tap "$(grep -qF -- "$2" "$HOME/tap.err"; echo $?)" "$1"; }
out_empty() { tap "$(test ! -s "$HOME/tap.out"; echo $?)" "$1"; }
out_lines() { tap "$(test "$(wc -l <"$HOME/tap.out")" -eq "$2"; echo $?)" "$1"; }

done_testing() { echo "1..$tap_number"; }
