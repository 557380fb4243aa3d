# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# Sourced: the packages that a fresh Debian 12 needs, by purpose, and how to install missing ones.
# On a system without apt and dpkg nothing is installed: packages_install then says what is missing.

# To build and install the program with its man pages.
PACKAGES_BUILD=(
    gcc libc6-dev pkg-config meson ninja-build scdoc ca-certificates
    libgit2-dev libdeflate-dev libyaml-dev libcurl4-openssl-dev libssl-dev libjansson-dev libpcre2-dev
    libical-dev tzdata
)
# To run the examples, besides the above.
PACKAGES_EXAMPLES=(git)
# To run all tests, besides both of the above.
PACKAGES_TEST=(
    libcriterion-dev clang-14 libclang-rt-14-dev llvm-14 clang-format-14
    docker-registry skopeo nginx-light fcgiwrap openssh-server openssh-client
    gpg gpg-agent gpgv apache2-utils openssl curl python3 python3-yaml python3-ruamel.yaml jq strace procps bsdutils wrk gcovr
    zsh bash-completion man-db
)

# How to find out without dpkg that a package is there: a command, a library (as pkg-config calls
# it) or a file. Packages that are not listed are assumed to be there.
declare -A PACKAGES_PROOF=(
    [gcc]='command cc gcc clang' [libc6-dev]='file /usr/include/stdio.h'
    [pkg-config]='command pkg-config pkgconf' [meson]='command meson' [ninja-build]='command ninja ninja-build' [scdoc]='command scdoc'
    [libgit2-dev]='library libgit2' [libdeflate-dev]='library libdeflate' [libyaml-dev]='library yaml-0.1'
    [libcurl4-openssl-dev]='library libcurl' [libssl-dev]='library libcrypto'
    [libjansson-dev]='library jansson' [libpcre2-dev]='library libpcre2-8' [libical-dev]='library libical'
    [tzdata]='file /usr/share/zoneinfo/Europe/Berlin' [git]='command git'
    [libcriterion-dev]='library criterion' [clang-14]='command clang-14'
    [clang-format-14]='command clang-format-14' [llvm-14]='command llvm-symbolizer-14'
    [docker-registry]='command docker-registry' [skopeo]='command skopeo'
    [nginx-light]='command nginx' [fcgiwrap]='command fcgiwrap'
    [openssh-server]='command sshd /usr/sbin/sshd'
    [openssh-client]='command ssh' [gpg]='command gpg' [gpg-agent]='command gpg-agent' [gpgv]='command gpgv'
    [apache2-utils]='command htpasswd' [openssl]='command openssl' [curl]='command curl'
    [python3-yaml]='file /usr/lib/python3/dist-packages/yaml/__init__.py'
    [python3-ruamel.yaml]='file /usr/lib/python3/dist-packages/ruamel/yaml/__init__.py'
    [python3]='command python3' [jq]='command jq' [strace]='command strace' [procps]='command ps'
    [wrk]='command wrk' [gcovr]='command gcovr' [zsh]='command zsh' [man-db]='command man'
)

packages_have_apt() { command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; }

# True when the package is there by its proof.
packages_proved() { # PACKAGE
    local kind names name
    [[ -n ${PACKAGES_PROOF[$1]-} ]] || return 0
    read -r kind names <<<"${PACKAGES_PROOF[$1]}"
    for name in $names; do
        case $kind in
        command) command -v "$name" >/dev/null && return 0 ;;
        library) pkg-config --exists "$name" 2>/dev/null && return 0 ;;
        file) [[ -e $name ]] && return 0 ;;
        esac
    done
    return 1
}

# Prints those of the named packages that are not installed.
packages_missing() { # PACKAGE…
    local installed package
    if ! packages_have_apt; then
        for package in "$@"; do
            packages_proved "$package" || printf '%s\n' "$package"
        done
        return 0
    fi
    installed=" $(dpkg-query -W -f '${Package}/${db:Status-Status} ' "$@" 2>/dev/null || true)"
    for package in "$@"; do
        [[ $installed == *" $package/installed "* ]] || printf '%s\n' "$package"
    done
}

# Installs missing packages as root or with sudo, without questions; starts none of their services.
# Returns 0 also when nothing was missing. Without apt it only says what to install, and returns 1.
packages_install() { # PACKAGE…
    local missing as=() policy=/usr/sbin/policy-rc.d status=0 log
    mapfile -t missing < <(packages_missing "$@")
    ((${#missing[@]} > 0)) || return 0
    if ! packages_have_apt; then
        printf '%s\n' 'This system has no apt, so nothing can be installed automatically.' \
            'Please install these packages (Debian names; others may be called differently):' \
            "    ${missing[*]}" 'Then run this script again.' >&2
        return 1
    fi
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
