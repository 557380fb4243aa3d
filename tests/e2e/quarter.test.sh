#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two simulated weeks, or with --long a quarter, of a repository with real Git and a real registry:
# quarter/quarter.py lives through them, looks at what must always hold, and compares what
# `weir audit` finds with what it planted. A second, shorter life is signed. $QUARTER_SEED repeats both.
# shellcheck disable=SC2154
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"

mkdir -p "$SCRATCH/git/open" "$SCRATCH/git/signed" "$SCRATCH/open" "$SCRATCH/signed"
git_http_start web "$SCRATCH/git"
driver() { # PART [OPTION…]
    exec python3 "$SERVERS_HERE/quarter/quarter.py" --scratch "$SCRATCH/$1" --git-folder "$SCRATCH/git/$1" \
        --git-url "$web_url/$1" --weir "$WEIR" --kill "$WEIR_KILL" --registry-port "$server_port" \
        --seed "${QUARTER_SEED:-1}" "${@:2}" -- "${server_command[@]}"
}
live() { # PART [OPTION…]
    local line
    registry_start "registry_$1" || return
    server_stop "registry_$1" # its port is free, and the simulation starts and stops it by itself
    while IFS= read -r line; do
        case $line in
        'ok '*) ok "$1: ${line#ok }" ;;
        'not ok '*) not_ok "$1: ${line#not ok }" ;;
        *) printf '%s\n' "$line" ;;
        esac
    done < <(driver "$@" 2>&1)
    wait $! || not_ok "$1: the simulation reaches its end" "status $?"
}
live open "$@"
live signed --signed "$@"
finish
