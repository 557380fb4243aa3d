#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [--long]: builds everything and runs all tests, on a fresh Debian 12 too.
#
# Works from any folder, asks nothing, and builds below $WEIR_BUILD (`build` in the checkout). The
# last line is "N passed, N failed"; the status is not 0 when anything failed. --long adds fuzzing
# ($FUZZ_SECONDS for each entry, 60), full-length simulations, the end-to-end tests under sanitizers,
# and the benchmarks.
set -u
export LC_ALL=C.UTF-8
unset CFLAGS CPPFLAGS LDFLAGS DESTDIR LD_PRELOAD
exec </dev/null

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
cd "$ROOT" || exit 1
BUILD=${WEIR_BUILD:-$ROOT/build}
mkdir -p "$BUILD" && BUILD=$(cd "$BUILD" && pwd) || exit 1
LONG=
case ${1-} in
--long) LONG=1 ;;
'') ;;
*)
    echo "usage: ${0##*/} [--long]" >&2
    exit 2
    ;;
esac
FAILED=0 LOGS=()

heading() {
    printf '\n== %s (%d:%02d)\n' "$1" $((SECONDS / 60)) $((SECONDS % 60))
}

# A step that is not a test counts only when it fails.
step() { # NAME COMMAND…
    local name=$1 log=$BUILD/step.log
    shift
    "$@" >"$log" 2>&1 && return
    FAILED=$((FAILED + 1))
    tail -n 60 "$log"
    echo "failed: $name"
    return 1
}

build() { # FOLDER COMPILER MESON-OPTION…
    local folder=$BUILD/$1 again=() setup
    export CC=$2
    [[ ! -e $folder/build.ninja ]] || again=(--reconfigure)
    setup=(meson setup "${again[@]}" "$folder" "$ROOT" -Dwerror=true "${@:3}")
    step "configuring $1" "${setup[@]}" || return
    step "building $1" meson compile -C "$folder"
}

run_tests() { # FOLDER LABEL MESON-TEST-OPTION…
    local log=$BUILD/log-$2.json
    rm -f "$BUILD/$1/meson-logs/testlog.json" "$log"
    meson test -C "$BUILD/$1" --no-rebuild --print-errorlogs "${@:3}" || true
    if [[ -s $BUILD/$1/meson-logs/testlog.json ]]; then
        cp "$BUILD/$1/meson-logs/testlog.json" "$log"
        LOGS+=("$log")
    fi
}

heading 'packages'
# shellcheck source=../examples/packages.sh
. examples/packages.sh
if packages_install "${PACKAGES_BUILD[@]}" "${PACKAGES_EXAMPLES[@]}" "${PACKAGES_TEST[@]}"; then
    echo 'all there'
else
    echo 'some packages are missing'
    command -v meson >/dev/null || exit 2
fi

heading 'build with gcc'
if build plain gcc --prefix "$BUILD/installed" --buildtype debugoptimized; then
    step 'installing' meson install -C "$BUILD/plain" --quiet --no-rebuild
    heading 'tests'
    WEIR_PREFIX=$BUILD/installed run_tests plain plain --no-suite long --no-suite fuzz
fi

heading 'build with clang and sanitizers'
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1:print_summary=1
export UBSAN_OPTIONS=halt_on_error=1:abort_on_error=1:print_stacktrace=1
export LSAN_OPTIONS=suppressions=$ROOT/tests/leaks.txt:print_suppressions=0
if build sanitize clang-14 --buildtype debug -Doptimization=1 -Db_lundef=false \
    -Db_sanitize=address,undefined; then
    heading 'tests under sanitizers'
    run_tests sanitize sanitize -t 4 --suite unit --suite plans --suite fuzz
    if [[ -n $LONG ]]; then
        heading 'end-to-end tests under sanitizers'
        run_tests sanitize sanitize-long -t 4 --suite e2e
    fi
fi
if [[ -n $LONG ]]; then
    heading 'fuzzing'
    if build fuzz clang-14 -Dfuzz=true -Db_lundef=false -Db_sanitize=address,undefined; then
        run_tests fuzz fuzzing --suite fuzzing
    fi
fi
unset ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS

if [[ -n $LONG ]]; then
    heading 'long tests'
    run_tests plain long --suite long
    heading 'benchmarks'
    # Some warnings of gcc are wrong at -O3; the builds above are the ones that judge.
    if build release gcc --buildtype release -Dwerror=false; then
        run_tests release bench --benchmark --verbose
    fi
fi

heading 'result'
read -r passed failed skipped < <(python3 tests/count.py "${LOGS[@]}" 2>"$BUILD/failures") || true
cat "$BUILD/failures"
FAILED=$((FAILED + ${failed:-1}))
((${passed:-0} > 0 || FAILED > 0)) || FAILED=1
((${skipped:-0} == 0)) || echo "$skipped skipped"
echo "${passed:-0} passed, $FAILED failed"
((FAILED == 0))
