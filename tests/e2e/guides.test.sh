#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every command of the guides prints what they say. WEIR_ACCEPT=1 rewrites them.
set -u
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
export ROOT
[[ -x ${WEIR_PREFIX-}/bin/weir ]] && WEIR=$WEIR_PREFIX/bin/weir
PATH=$(dirname "$WEIR"):$PATH exec python3 "$ROOT/tests/e2e/guide.py" "$ROOT/docs/$1"
