#!/bin/sh
# make install puts everything where it belongs, and uninstall takes all of it away again.
. tests/lib/tap.sh

unset MAKEFLAGS MFLAGS
status 0 "it installs below DESTDIR and PREFIX" make -s -o all install BUILD="$BUILD" \
	DESTDIR="$HOME/root" PREFIX=/opt/x
for file in bin/baolan share/man/man1/baolan.1 share/man/man5/baolan.5 share/man/zh_CN/man1/baolan.1 \
	share/man/zh_CN/man5/baolan.5 share/bash-completion/completions/baolan share/zsh/site-functions/_baolan \
	share/fish/vendor_completions.d/baolan.fish share/applications/baolan.desktop \
	share/icons/hicolor/scalable/apps/baolan.svg lib/systemd/system/baolan-import.service \
	lib/systemd/system/baolan-import.timer share/doc/baolan/NOTICE share/doc/baolan/LICENSE; do
	check "$file" test -s "$HOME/root/opt/x/$file"
done
status 0 "it runs from there" "$HOME/root/opt/x/bin/baolan" --version
if has msgfmt "it finds its catalogues"; then
	# As in /usr/bin, where a program of this name stands beside it.
	echo >"$HOME/root/opt/x/bin/locale"
	chmod 755 "$HOME/root/opt/x/bin/locale"
	status 2 "it finds its catalogues" env -u LC_ALL LANG=zh_CN.UTF-8 "$HOME/root/opt/x/bin/baolan" show
	err_has "and speaks Chinese" "哪篇文章"
	rm "$HOME/root/opt/x/bin/locale"
fi
status 0 "it uninstalls" make -s uninstall BUILD="$BUILD" DESTDIR="$HOME/root" PREFIX=/opt/x
check "and leaves no file" test -z "$(find "$HOME/root" -type f)"
done_testing
