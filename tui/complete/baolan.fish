# fish completion for baolan.  What can follow is asked of the program itself.
complete -c baolan -a '(baolan help complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
