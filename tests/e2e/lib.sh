# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced: assertions that print TAP, for scripts in tests/e2e.
#
#   ok NAME · not_ok NAME [FILE|TEXT…] · skip NAME WHY
#   expect NAME COMMAND…                   the command succeeds
#   expect_not NAME COMMAND…               the command fails
#   expect_status NAME STATUS COMMAND…     runs it: its output is in the files $OUT and $ERR
#   expect_contains NAME FILE TEXT         FILE contains TEXT; expect_lacks: it does not
#   expect_same NAME WANTED GOT            two files are equal byte by byte
#   expect_equal NAME WANTED GOT           two texts are equal
#   run COMMAND…                           as expect_status without an assertion; sets $STATUS
#   kill_at_every_effect, fail_at_every_effect: see below
#   finish                                 the last line of every script: prints the plan
#
# A NAME states a fact. A failed assertion does not end the script. The script fails when an
# assertion failed, when `finish` was not reached, and when nothing was asserted.
#
# $WEIR is the program under test ($WEIR_PREFIX/bin/weir when that is there), $WEIR_KILL the library
# of kill.c.

# shellcheck source=scratch.sh
. "$(dirname "${BASH_SOURCE[0]}")/scratch.sh"

set -u -o pipefail
export LC_ALL=C.UTF-8 TZ=UTC0
# The environment of a test does not depend on the user who runs it.
export HOME=$SCRATCH/home XDG_CONFIG_HOME=$SCRATCH/home/.config XDG_CACHE_HOME=$SCRATCH/home/.cache
export GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org
export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
unset http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY all_proxy ALL_PROXY \
    DOCKER_CONFIG REGISTRY_AUTH_FILE XDG_RUNTIME_DIR SSH_AUTH_SOCK GIT_SSL_CAINFO \
    GIT_SSH_COMMAND GIT_DIR GIT_CONFIG_COUNT SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE
mkdir -p "$HOME"
git config --global init.defaultBranch main
# The installed program, if there is one.
[[ -x ${WEIR_PREFIX-}/bin/weir ]] && export WEIR=$WEIR_PREFIX/bin/weir
OUT=$SCRATCH/out ERR=$SCRATCH/err STATUS=0
TESTS=0 FAILURES=0 FINISHED=

tap_diagnostic() { # FILE|TEXT…
    local item
    for item in "$@"; do
        if [[ $item == /* && -f $item ]]; then
            printf '#   %s:\n' "${item##*/}"
            head -c 20000 "$item" | sed 's/^/#     /'
            tail -c 1 "$item" | grep -q . && echo
        else
            printf '%s\n' "$item" | sed 's/^/#   /'
        fi
    done
}

ok() { # NAME
    TESTS=$((TESTS + 1))
    printf 'ok %d - %s\n' "$TESTS" "${1//#/\\#}"
}

not_ok() { # NAME [FILE|TEXT…]
    TESTS=$((TESTS + 1)) FAILURES=$((FAILURES + 1))
    printf 'not ok %d - %s\n' "$TESTS" "${1//#/\\#}"
    tap_diagnostic "at ${BASH_SOURCE[-1]##*/}:${BASH_LINENO[-2]}" "${@:2}"
    return 1
}

skip() { # NAME WHY
    TESTS=$((TESTS + 1))
    printf 'ok %d - %s # SKIP %s\n' "$TESTS" "${1//#/\\#}" "$2"
}

run() { # COMMAND…
    STATUS=0
    "$@" </dev/null >"$OUT" 2>"$ERR" || STATUS=$?
}

expect() { # NAME COMMAND…
    run "${@:2}"
    if ((STATUS == 0)); then
        ok "$1"
    else
        not_ok "$1" "status $STATUS of: ${*:2}" "$OUT" "$ERR"
    fi
}

expect_not() { # NAME COMMAND…
    run "${@:2}"
    if ((STATUS != 0)); then
        ok "$1"
    else
        not_ok "$1" "succeeded: ${*:2}" "$OUT" "$ERR"
    fi
}

expect_status() { # NAME STATUS COMMAND…
    run "${@:3}"
    if ((STATUS == $2)); then
        ok "$1"
    else
        not_ok "$1" "status $STATUS, not $2, of: ${*:3}" "$OUT" "$ERR"
    fi
}

expect_contains() { # NAME FILE TEXT
    if grep -qF -e "$3" "$2"; then
        ok "$1"
    else
        not_ok "$1" "no such text: $3" "$2"
    fi
}

expect_lacks() { # NAME FILE TEXT
    if [[ ! -f $2 ]]; then
        not_ok "$1" "no such file: $2"
    elif grep -qF -e "$3" "$2"; then
        not_ok "$1" "this text is there: $3" "$2"
    else
        ok "$1"
    fi
}

expect_same() { # NAME WANTED GOT
    if cmp -s "$2" "$3"; then
        ok "$1"
    else
        diff -u --label wanted --label got "$2" "$3" >"$SCRATCH/diff"
        not_ok "$1" "$SCRATCH/diff"
    fi
}

expect_equal() { # NAME WANTED GOT
    if [[ $2 == "$3" ]]; then
        ok "$1"
    else
        not_ok "$1" "wanted: $2" "got:    $3"
    fi
}

# Runs a command with kill.c loaded and VARIABLE=VALUE… for it.
with_kill() { # VARIABLE=VALUE… COMMAND…
    local variables=()
    while [[ $1 == [A-Z]*=* ]]; do
        variables+=("$1")
        shift
    done
    env "${variables[@]}" WEIR_KILL_PROGRAM="$(basename "$1")" LD_PRELOAD="$WEIR_KILL" \
        ASAN_OPTIONS="verify_asan_link_order=0:fast_unwind_on_malloc=0:${ASAN_OPTIONS-}" "$@"
}

# Runs COMMAND once for every effect it has (a file written, a ref renamed, bytes sent: see kill.c)
# and kills it right before that effect: n = 1, 2, … until it survives. Before each run
# `PREPARE n` makes the starting state, after each `CHECK n` says by its status whether what is
# left is in order (what it prints is shown when it is not); `:` does nothing. One assertion: every
# check passed, at least one kill took place, and the last run succeeded. Sets KILLS.
#
# KILL_MODE=torn writes half of the bytes first when the effect is a write.
# KILL_STEP=3 takes every third effect only; KILL_MAX=2000 is where it gives up.
kill_at_every_effect() { # NAME PREPARE CHECK COMMAND…
    local name=$1 prepare=$2 check=$3 n step=${KILL_STEP:-1}
    shift 3
    KILLS=0
    for ((n = 1; n <= ${KILL_MAX:-2000}; n += step)); do
        "$prepare" "$n" || { not_ok "$name" "the preparation of kill $n failed"; return; }
        rm -f "$SCRATCH/effects"
        run with_kill WEIR_KILL_AT="$n" WEIR_KILL_MODE="${KILL_MODE:-before}" \
            WEIR_KILL_TRACE="$SCRATCH/effects" "$@"
        if ! "$check" "$n" >"$SCRATCH/check" 2>&1; then
            not_ok "$name" "after kill $n (status $STATUS)" "$SCRATCH/check" "$SCRATCH/effects" \
                "$OUT" "$ERR"
            return
        fi
        if ((STATUS != 137)); then
            if ((KILLS == 0)); then
                not_ok "$name" "the command had no effect to be killed at" "$OUT" "$ERR"
            elif ((STATUS != 0)); then
                not_ok "$name" "status $STATUS of the run that was not killed" "$OUT" "$ERR"
            else
                ok "$name ($KILLS kills)"
            fi
            return
        fi
        KILLS=$((KILLS + 1))
    done
    not_ok "$name" "still killed after $KILLS kills"
}

# The same with a full disk: from effect n on, everything that needs room fails with ERRNO
# (ENOSPC, EIO, EROFS, EDQUOT). The command must not be killed by a signal; CHECK judges the rest
# and finds the status in $STATUS. Ends with the first n after the command's last effect.
fail_at_every_effect() { # NAME ERRNO PREPARE CHECK COMMAND…
    local name=$1 errno=$2 prepare=$3 check=$4 n effects failures=0 step=${KILL_STEP:-1}
    shift 4
    for ((n = 1; n <= ${KILL_MAX:-2000}; n += step)); do
        "$prepare" "$n" || { not_ok "$name" "the preparation of fault $n failed"; return; }
        rm -f "$SCRATCH/effects" "$SCRATCH/count"
        run with_kill WEIR_FAIL_AT="$n" WEIR_FAIL_ERRNO="$errno" \
            WEIR_KILL_TRACE="$SCRATCH/effects" WEIR_KILL_COUNT="$SCRATCH/count" "$@"
        if ((STATUS >= 128)) || ! "$check" "$n" >"$SCRATCH/check" 2>&1; then
            not_ok "$name" "with $errno from effect $n on (status $STATUS)" "$SCRATCH/check" \
                "$SCRATCH/effects" "$OUT" "$ERR"
            return
        fi
        effects=$(cat "$SCRATCH/count" 2>/dev/null || echo 0)
        if ((effects < n)); then
            if ((failures == 0)); then
                not_ok "$name" "the command had no effect to fail" "$OUT" "$ERR"
            else
                ok "$name ($failures faults)"
            fi
            return
        fi
        failures=$((failures + 1))
    done
    not_ok "$name" "still failing after $failures faults"
}

finish() {
    FINISHED=1
    printf '1..%d\n' "$TESTS"
    ((FAILURES == 0 && TESTS > 0))
    exit
}

tap_end() {
    [[ -n $FINISHED ]] && return
    SCRIPT_STATUS=$((SCRIPT_STATUS ? SCRIPT_STATUS : 1))
    not_ok 'the script reaches its end' "ended with status $SCRIPT_STATUS"
    printf '1..%d\n' "$TESTS"
}
at_end tap_end
