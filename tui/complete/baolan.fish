# fish completion for baolan.  What can follow is asked of the program itself.
function __baolan_complete
    set -l found (baolan help complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c baolan -f -a '(__baolan_complete)'
