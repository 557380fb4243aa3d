#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two simulated weeks, or with --long a quarter, of a repository with real Git and a real registry:
# quarter/quarter.py lives through them, looks at what must always hold, and compares what
# `weir audit` finds with what it planted. $QUARTER_SEED repeats a life.
# shellcheck disable=SC2154
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"

mkdir -p "$SCRATCH/git" "$SCRATCH/registry"
git_http_start web "$SCRATCH/git"
server_options ''
port_pick # the simulation starts and stops the registry by itself
registry_configure registry "$server_port"
driver() {
    exec python3 "$SERVERS_HERE/quarter/quarter.py" --scratch "$SCRATCH" --git-folder "$SCRATCH/git" \
        --git-url "$web_url" --weir "$WEIR" --kill "$WEIR_KILL" --registry-port "$server_port" \
        --seed "${QUARTER_SEED:-1}" ${1:+"$1"} -- "${server_command[@]}"
}
while IFS= read -r line; do
    case $line in
    'ok '*) ok "${line#ok }" ;;
    'not ok '*) not_ok "${line#not ok }" ;;
    *) printf '%s\n' "$line" ;;
    esac
done < <(driver "$@" 2>&1)
wait $! || not_ok 'the simulation reaches its end' "status $?"
finish
