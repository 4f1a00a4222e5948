#compdef microhv
# Completion of microhv in zsh: asks the command that was typed what may stand at the cursor.

_microhv() {
    local command=${(Q)words[1]} before="${(j: :)words[1,CURRENT-1]} $PREFIX" answer label
    local -a answers described plain paths
    [[ $command != '~/'* ]] || command=$HOME/${command#'~/'}
    answers=("${(@f)$("$command" "[suggest:$#before]" "$before ${(j: :)words[CURRENT+1,-1]}" 2>/dev/null </dev/null)}")
    for answer in $answers; do
        label=${answer%%$'\t'*}
        if [[ $label == */ ]]; then
            paths+=("$label") # leads on to a system
        elif [[ $answer == *$'\t'* ]]; then
            described+=("${label//:/\\:}:${answer#*$'\t'}")
        else
            plain+=("$label")
        fi
    done

    if (( $#answers == 0 || ($#answers == 1 && $#answers[1] == 0) )); then
        _files
        return
    fi

    (( $#described == 0 )) || _describe -t answers microhv described
    (( $#plain == 0 )) || compadd -a plain
    (( $#paths == 0 )) || compadd -S '' -a paths
}

# Read from a folder of functions, this file is the function; read by `source`, it only defines it.
if [[ $funcstack[1] == _microhv ]]; then
    _microhv
else
    compdef _microhv microhv
fi
