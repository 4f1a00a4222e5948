# Completion of microhv in bash: asks the command that was typed what may stand at the cursor.

_microhv() {
    local command=${COMP_WORDS[0]} answer
    [[ $command != '~/'* ]] || command=$HOME/${command#'~/'}
    COMPREPLY=()
    while IFS= read -r answer; do
        answer=${answer%%$'\t'*}
        # Readline takes words apart at '=', and wants what stands behind it.
        [[ $COMP_WORDBREAKS != *=* || $answer != --*=* ]] || answer=${answer#*=}
        [[ $answer != *[!a-zA-Z0-9_./=:@%+,-]* ]] || printf -v answer %q "$answer"
        COMPREPLY+=("$answer")
    done < <("$command" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null </dev/null)

    # A path that leads on to a system.
    [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != */ ]] || compopt -o nospace 2>/dev/null
}

# The name serves every path to the command too, but not while this file is being loaded for one.
complete -o default -F _microhv microhv ./microhv
