#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# upward.sh UPWARD UPPER CC…: a layer (library UPWARD) that calls a higher one (UPPER) doesn't link
# in the way in which meson.build links the layers here, and does once the higher one is added.
set -u
export LC_ALL=C
upward=$1 upper=$2
shift 2
here=$(dirname "$0")
program=$(mktemp) || exit 1
trap 'rm -f "$program"' EXIT
# shellcheck disable=SC2054
whole=(-Wl,--whole-archive "$upward" -Wl,--no-whole-archive)

echo 1..2
if output=$("$@" -o "$program" "$here/empty.c" "${whole[@]}" 2>&1); then
    echo 'not ok 1 - an upward call fails to link'
elif [[ $output == *"undefined reference to "*upper_answer* ]]; then
    echo 'ok 1 - an upward call fails to link'
else
    printf 'not ok 1 - an upward call fails to link\n%s\n' "${output//#/}" | sed '2,$s/^/# /'
fi
if output=$("$@" -o "$program" "$here/empty.c" "${whole[@]}" "$upper" 2>&1); then
    echo 'ok 2 - and links once it is no upward call'
else
    printf 'not ok 2 - and links once it is no upward call\n%s\n' "$output" | sed '2,$s/^/# /'
fi
