# bash completion for baolan.  What can follow is asked of the program itself.
_baolan() {
	local IFS=$'\n'
	mapfile -t COMPREPLY < <(baolan help complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null |
		cut -f 1)
}
complete -o default -o bashdefault -F _baolan baolan
