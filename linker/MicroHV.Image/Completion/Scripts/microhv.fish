# Completion of microhv in fish: asks the command that was typed what may stand at the cursor.

function __microhv_answers
    set -l command (string replace -r '^~/' "$HOME/" -- (commandline -opc)[1])
    set -l line (commandline -p | string collect)
    set -l before (commandline -cp | string collect)
    set -l answers ($command "[suggest:"(string length -- "$before")"]" "$line" 2>/dev/null </dev/null)
    if set -q answers[1]
        printf '%s\n' $answers
    else
        __fish_complete_path (commandline -ct)
    end
end

complete -c microhv -f -a '(__microhv_answers)'
