#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tests of kill.c and of the helpers of lib.sh that use it, on victim.c. $VICTIM is that program.
# shellcheck disable=SC2153,SC2317
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
FILE=$SCRATCH/file
printf old >"$SCRATCH/wanted-old"
printf newer >"$SCRATCH/wanted-new"

prepare() {
    rm -f "$FILE" "$FILE".*
    printf old >"$FILE"
}

# The state right after effect n - 1, for each n.
state() {
    local got
    got=$(cat "$FILE")$([[ -e $FILE.new ]] && echo "+new=$(cat "$FILE.new")")
    got+=$([[ -e $FILE.log ]] && echo "+log=$(tr '\n' ';' <"$FILE.log")")
    echo "$got"
}
STATES=('old' 'old+new=' 'old+new=newer' 'old+new=newer' 'newer' 'newer+log='
    'newer+log=began newer;' 'newer+log=began newer;ended newer;'
    'newer+log=began newer;ended newer;')
check() { [[ $(state) == "${STATES[$1 - 1]}" ]] || { state; false; }; }

prepare
expect 'a program runs as ever when nothing is asked for' \
    with_kill WEIR_KILL_COUNT="$SCRATCH/count" WEIR_KILL_TRACE="$SCRATCH/trace" \
    "$VICTIM" "$FILE" newer
expect_equal 'every effect is counted' 8 "$(cat "$SCRATCH/count")"
sed "s|$SCRATCH/||g; s|open64|open|" "$SCRATCH/trace" >"$SCRATCH/got"
cat >"$SCRATCH/wanted" <<'END'
1 open file.new
2 write file.new
3 fsync file.new
4 rename file.new file
5 fopen file.log ae
6 fflush file.log
7 fclose file.log
8 unlink file.old
END
sed -i 's/fopen64/fopen/' "$SCRATCH/got"
expect_same 'the trace names every effect' "$SCRATCH/wanted" "$SCRATCH/got"

kill_at_every_effect 'each kill leaves what the effects before it made' prepare check \
    "$VICTIM" "$FILE" newer
expect_equal 'there is one kill for each effect' 8 "$KILLS"

STATES[1]='old+new='
torn() {
    [[ $1 == 2 ]] && { [[ $(state) == 'old+new=ne' ]] || { state; false; }; return; }
    check "$1"
}
KILL_MODE=torn kill_at_every_effect 'a torn write leaves its first half' prepare torn \
    "$VICTIM" "$FILE" newer

full() {
    # Nothing that needs room works, and the program says so; the unlink still works.
    (($1 > 7)) || { grep -q 'No space left on device' "$ERR" && ((STATUS == 1)); } || return 1
    [[ $(cat "$FILE") == old || $(cat "$FILE") == newer ]]
}
fail_at_every_effect 'a full disk fails every call that needs room' ENOSPC prepare full \
    "$VICTIM" "$FILE" newer
prepare
run with_kill WEIR_FAIL_AT=1 WEIR_FAIL_ERRNO=EROFS "$VICTIM" "$FILE" newer
expect_contains 'the error of a fault can be chosen' "$ERR" 'Read-only file system'

prepare
cp "$VICTIM" "$SCRATCH/other"
expect 'a program of another name is left alone' \
    env WEIR_KILL_PROGRAM=victim WEIR_KILL_AT=1 LD_PRELOAD="$WEIR_KILL" \
    ASAN_OPTIONS=verify_asan_link_order=0 "$SCRATCH/other" "$FILE" newer

# The helpers must be able to fail: each of these prints "not ok" and returns 1.
refuse() { false; }
helper_fails() { # NAME HELPER…
    local output name=$1
    shift
    if output=$("$@"); then
        not_ok "$name" "$output"
    else
        expect_contains "$name" <(printf '%s' "$output") 'not ok'
    fi
}
helper_fails 'a failed check fails the helper' kill_at_every_effect x prepare refuse \
    "$VICTIM" "$FILE" newer
helper_fails 'a command without effects fails the helper' kill_at_every_effect x : : true
helper_fails 'a command that ends in failure fails the helper' kill_at_every_effect x prepare : \
    "$VICTIM" "$SCRATCH/none/file" newer
finish
