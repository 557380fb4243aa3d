# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# Sourced: what a fresh Debian 12 needs, by purpose, and how to install what is missing.

# To build and install the program with its man pages.
PACKAGES_BUILD=(
    gcc libc6-dev pkg-config meson ninja-build scdoc ca-certificates
    libgit2-dev libdeflate-dev libyaml-dev libcurl4-openssl-dev libssl-dev libjansson-dev libpcre2-dev
    libical-dev tzdata
)
# To run the examples, besides the above.
PACKAGES_EXAMPLES=(git)
# To run all tests, besides the above.
PACKAGES_TEST=(
    libcriterion-dev clang-14 libclang-rt-14-dev llvm-14 clang-format-14
    git docker-registry skopeo nginx-light fcgiwrap openssh-server openssh-client
    gpg gpg-agent gpgv apache2-utils openssl curl python3 jq strace procps wrk gcovr
    zsh bash-completion man-db
)

# Prints those of the named packages that are not installed.
packages_missing() { # PACKAGE…
    local installed package
    installed=" $(dpkg-query -W -f '${Package}/${db:Status-Status} ' "$@" 2>/dev/null || true)"
    for package in "$@"; do
        [[ $installed == *" $package/installed "* ]] || printf '%s\n' "$package"
    done
}

# Installs what is missing, as root or by sudo, without questions; starts none of the services.
# 0 also when nothing was missing.
packages_install() { # PACKAGE…
    local missing as=() policy=/usr/sbin/policy-rc.d status=0 log
    mapfile -t missing < <(packages_missing "$@")
    ((${#missing[@]} > 0)) || return 0
    echo "installing: ${missing[*]}"
    if ((EUID)); then
        if ! sudo -n true 2>/dev/null; then
            echo "not root and no sudo: please install ${missing[*]}" >&2
            return 1
        fi
        as=(sudo -n)
    fi
    as+=(env DEBIAN_FRONTEND=noninteractive)
    [[ -e $policy ]] && policy=
    log=$(mktemp)
    [[ -z $policy ]] || printf '#!/bin/sh\nexit 101\n' |
        "${as[@]}" install -m 755 /dev/stdin "$policy"
    {
        "${as[@]}" apt-get -qq -o Acquire::Retries=3 update &&
            "${as[@]}" apt-get -qq -y --no-install-recommends -o Acquire::Retries=3 \
                -o Dpkg::Use-Pty=0 install "${missing[@]}"
    } </dev/null >"$log" 2>&1 || status=$?
    ((status == 0)) || tail -n 20 "$log" >&2
    rm -f "$log"
    [[ -z $policy ]] || "${as[@]}" rm -f "$policy"
    return "$status"
}
