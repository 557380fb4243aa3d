#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Help, man pages and completions say the same as the table of options; mistakes end with 2.
. "$(dirname "$0")/lib.sh"
docs=$(cd "$(dirname "$0")/../../docs" && pwd)
commands=$("$WEIR" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p')

expect_equal 'the commands are listed' \
    'diff sync run lint verify get describe history where audit explain import-image tag promote rollback release'\
' journal init completion help version' \
    "$(tr '\n' ' ' <<<"$commands" | sed 's/ $//')"

# Options as the help of a command has them: "-o --output=FORMAT", sorted.
help_options() { # COMMAND
    "$WEIR" "$1" --help |
        sed -nE 's/^  (-(.), |    )(--[a-z-]+)( ([^ ]+))?( .*)?$/-\2 \3=\5/p' | sed \
    's/^- //; s/=$//' | sort
}

# Options below the headings of a man page that match REGEX, in the same form.
page_options() { # REGEX
    awk -v wanted="$1" '/^#/ { on = $0 ~ wanted } on && /^\*-[^.]*$/' "$docs/weir.1.scd" |
        sed -E 's/\*(-.)\*, /\1 /; s/\*(--[a-z-]+)\*( (.*))?$/\1=\3/; s/_//g; s/=$//' | sort
}

bad=
for command in $commands; do
    run "$WEIR" "$command" --help
    ((STATUS == 0)) && [[ ! -s $ERR ]] || bad+=" $command"
    [[ $(awk '{ gsub(/…/, "."); if (length($0) > 80) print }' "$OUT") == '' ]] || \
    bad+=" $command:long"
    grep -q '^Exit status:$' "$OUT" || bad+=" $command:exit"
    "$WEIR" help "$command" | cmp -s - "$OUT" || bad+=" $command:help"
    "$WEIR" "$command" -h | cmp -s - "$OUT" || bad+=" $command:-h"
done
expect_equal 'each command has its help, on standard output, within 80 columns' '' "$bad"

# The man page names what several commands share once; here is which headings belong to whom.
everyone='^# OPTIONS OF EVERY COMMAND'
asking='^# OPTIONS OF COMMANDS THAT ASK'
reading='^# OPTIONS OF COMMANDS THAT READ THE JOURNAL'
word='^## Options of import-image and tag'
named='^## Options of import-image, tag, rollback and release'
said='^## Options of import-image, tag, promote, rollback and release'
bad=
for command in $commands; do
    pattern="$everyone|^## weir $command[^a-z-]|^## weir $command\$"
    case $command in
    diff | sync | run | verify | get | describe | explain | import-image | tag | promote | rollback | release | journal)
        pattern+="|$asking"
        ;;
    esac
    case $command in
    sync | run | verify | get | describe | history | where | audit | explain | import-image | tag | promote | rollback | release | journal)
        pattern+="|$reading"
        ;;
    esac
    case $command in
    import-image | tag) pattern+="|$word|$named|$said" ;;
    rollback | release) pattern+="|$named|$said" ;;
    promote) pattern+="|$said" ;;
    esac
    page_options "$pattern" >"$SCRATCH/page"
    # "Takes --output": described elsewhere.
    awk -v wanted="^## weir $command( |\$)" '/^#/ { on = $0 ~ wanted } on && !/^\*-[^.]*$/' \
        "$docs/weir.1.scd" | tr '\n' ' ' | grep -o 'Takes [^.]*' | grep -oE -e '--[a-z-]+' |
        while read -r name; do
            for other in diff explain tag; do
                help_options $other | grep -E -- "$name(=|\$)" && break
            done
        done >>"$SCRATCH/page"
    help_options "$command" >"$SCRATCH/help"
    if ! diff <(sort -u "$SCRATCH/page") "$SCRATCH/help" >"$SCRATCH/differs"; then
        bad+="$command: man page (<) and help (>) differ: $(grep '^[<>]' "$SCRATCH/differs" | tr '\n' ' ')
"
    fi
done
expect_equal 'the man page has every option of every command, and no other' '' "$bad"

bad=
for command in $commands; do
    grep -qE "^## (.*, )?weir $command( |,|\$)" "$docs/weir.1.scd" || bad+=" $command"
done
expect_equal 'the man page has every command' '' "$bad"

bad=
for variable in $(grep -hoE 'getenv\("[A-Z_]+"\)|(variable|person)\("[A-Z_]+"' \
    "$docs"/../reconciler/*.c "$docs"/../reconciler/commands/*.c | grep -oE '[A-Z_]{3,}' | sort \
    -u); do
    case $variable in HOME | TERM) continue ;; esac
    grep -q "\*$variable\*" "$docs/weir.1.scd" || bad+=" $variable"
done
expect_equal 'the man page has every variable of the environment that is read' '' "$bad"

bad=
for key in $(sed -nE '/FIELD_MAP/d; s/^    \{"([a-zA-Z]+)", FIELD_.*/\1/p' \
    "$docs"/../reconciler/config_*.c); do
    grep -qE "^\*.*$key\*" "$docs/weir-config.5.scd" || bad+=" $key"
done
expect_equal 'weir-config(5) has every key' '' "$bad"

"$WEIR" completion bash >"$SCRATCH/weir.bash"
complete_words() { # WORD…: what bash offers for the last one
    bash -c 'source "$1"; shift; COMP_WORDS=(weir "$@"); COMP_CWORD=$#; COMPREPLY=(); _weir
        printf "%s\n" "${COMPREPLY[@]}"' _ "$SCRATCH/weir.bash" "$@" | sort
}
expect 'the completion for bash is a script' bash -n "$SCRATCH/weir.bash"
expect_equal 'bash completes commands' 'diff' "$(complete_words di)"
expect_equal 'and values' 'json' "$(complete_words diff -o j)"
expect_equal 'after an equals sign too' 'markdown' "$(complete_words diff --output = m)"
expect_equal 'and kinds' 'streams' "$(complete_words -C . get s)"
bad=
for command in $commands; do
    wanted=$(help_options "$command" | grep -oE -e '--[a-z-]+' | grep -v -e --insecure | sort)
    got=$(complete_words "$command" -- | sed 's/=$//' | sort)
    [[ $wanted == "$got" ]] || bad+=" $command"
done
expect_equal 'bash completes every option of every command' '' "$bad"
if command -v zsh >/dev/null; then
    "$WEIR" completion zsh >"$SCRATCH/_weir"
    expect 'the completion for zsh is a script' zsh -n "$SCRATCH/_weir"
else
    skip 'the completion for zsh is a script' 'no zsh here'
fi
expect_status 'completion for another shell is an error' 2 "$WEIR" completion fish

expect_status 'a missing command is an error' 2 "$WEIR"
expect_contains 'with a hint' "$ERR" 'weir diff'
expect_status 'an unknown command is an error too' 2 "$WEIR" dif
expect_contains 'and the nearest one is suggested' "$ERR" 'did you mean `weir diff`?'
expect_status 'in help of an unknown command too' 2 "$WEIR" help dif
bad=
for command in $commands; do
    run "$WEIR" "$command" --no-such-option
    ((STATUS == 2)) && [[ ! -s $OUT ]] && grep -q "weir $command --help" "$ERR" || bad+=" $command"
done
expect_equal 'an unknown option is an error for every command' '' "$bad"
for words in 'diff a b' 'diff -C a b' 'get' 'get things' 'get streams a b c' 'describe' 'explain' \
    'explain a b' 'tag a' 'tag a b c' 'import-image' 'version x' 'diff -o yaml' 'diff --jobs 0' \
    'diff --now today' 'run --interval 10' 'diff --oci-layout x' 'diff --plain-http http://x' \
    'tag --insecure a b' 'import-image --insecure a' 'get tags -A -n x' 'diff --branch'; do
    # shellcheck disable=SC2086
    expect_status "an error: weir $words" 2 "$WEIR" $words
done
expect_status 'the version is printed' 0 "$WEIR" --version
expect_same 'by the command too' "$OUT" <("$WEIR" version)
finish
