#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# guides.test.sh FILE.md: every command of the guide or README prints what the file says.
# WEIR_ACCEPT=1 rewrites it.
set -u
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
export ROOT
[[ -x ${WEIR_PREFIX-}/bin/weir ]] && WEIR=$WEIR_PREFIX/bin/weir
PATH=$(dirname "$WEIR"):$PATH exec python3 "$ROOT/tests/e2e/guide.py" "$ROOT/$1"
