// SPDX-License-Identifier: Apache-2.0
/* What a Git server says that it can do. Pure (gitprotocol-v2(5), gitprotocol-capabilities(5)). */
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

/* One line of a version 2 server's advertisement ("fetch=shallow filter"). */
void capabilities_line(struct capabilities *capabilities, struct pkt line);
/* Lines that say the same, each with its newline. */
const char *capabilities_print(struct arena *arena, const struct capabilities *capabilities);
/* The list behind the NUL of the first ref of versions 0 and 1. */
void capabilities_list(struct capabilities *capabilities, struct pkt list);
