// SPDX-License-Identifier: Apache-2.0
/* The capabilities of a Git server. Pure (gitprotocol-v2(5), gitprotocol-capabilities(5)). */
#pragma once

#include <stdbool.h>

#include "manifests/base/arena.h"
#include "reconciler/git/wire/pkt.h"

struct capabilities {
    unsigned version; /* 2, or 0 (and 1, which is 0 with a line before it) */

    /* Version 2. */
    bool ls_refs, unborn; /* unborn: HEAD's branch is told although it has no commit */
    bool fetch, shallow, filter, sideband_all;

    /* Versions 0 and 1, of a push. */
    bool report_status, side_band_64k, atomic, push_options, delete_refs, ofs_delta;

    bool object_format; /* the server names its hash, and wants to hear ours */
    bool sha256;        /* its hash is not SHA-1 */
};

/* Takes one line of a version 2 server's advertisement ("fetch=shallow filter"). */
void capabilities_line(struct capabilities *capabilities, struct pkt line);
/* Returns lines with the same capabilities, each with its newline. */
const char *capabilities_print(struct arena *arena, const struct capabilities *capabilities);
/* Takes the list after the NUL of the first ref of versions 0 and 1. */
void capabilities_list(struct capabilities *capabilities, struct pkt list);
