# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced: a scratch folder and things to do at the end, whichever way a script ends.
#
#   $SCRATCH           an empty folder of this run, removed at the end (kept when KEEP_SCRATCH=1)
#   at_end COMMAND…    runs COMMAND when the script ends; the last one registered runs first
#
# Works for a normal end, for `exit`, and for SIGINT, SIGTERM and SIGHUP. A script that is killed by
# SIGKILL leaves its scratch folder, but no server: see server_launch in servers.sh.

[[ -n ${SCRATCH_READY-} ]] && return
SCRATCH_READY=1
# Short on purpose: paths of unix sockets end at 107 bytes.
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/weir.XXXXXX") || exit 1
AT_END=()

at_end() {
    AT_END=("$(printf '%q ' "$@")" "${AT_END[@]}")
}

scratch_end() {
    local status=$? command
    set +eu
    trap '' INT TERM HUP
    for command in "${AT_END[@]}"; do
        SCRIPT_STATUS=$status
        eval "$command"
        status=$SCRIPT_STATUS
    done
    if [[ -n ${KEEP_SCRATCH-} ]]; then
        echo "# kept: $SCRATCH" >&2
    else
        chmod -R u+rwX "$SCRATCH" 2>/dev/null
        rm -rf "$SCRATCH"
    fi
    exit "$status"
}

trap scratch_end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
