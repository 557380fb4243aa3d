// SPDX-License-Identifier: Apache-2.0
/* Parses and prints the capabilities of a Git server; does no input or output (gitprotocol-v2(5),
 * gitprotocol-capabilities(5)). */
#pragma once

#include <stdbool.h>

#include "manifests/base/arena.h"
#include "reconciler/git/wire/pkt.h"

struct capabilities {
    unsigned version; /* 2, or 0 for versions 0 and 1, which differ only in one line before the
                       * refs */

    /* Version 2. */
    bool ls_refs, unborn; /* unborn: the server names HEAD's branch even if it has no commit */
    bool fetch, shallow, filter, sideband_all;

    /* Versions 0 and 1: the capabilities of a push. */
    bool report_status, side_band_64k, atomic, push_options, delete_refs, ofs_delta;

    bool object_format; /* the server names its hash algorithm, so requests name SHA-1 */
    bool sha256;        /* the server's hash algorithm is SHA-256 */
};

/* Adds the capabilities in one line of a version 2 server's advertisement ("fetch=shallow
 * filter"). */
void capabilities_line(struct capabilities *capabilities, struct pkt line);
/* Returns lines that capabilities_line() reads back as the same version 2 capabilities; each ends
 * with a newline. */
const char *capabilities_print(struct arena *arena, const struct capabilities *capabilities);
/* Adds the capabilities in the list that follows the first ref and a NUL in versions 0 and 1. */
void capabilities_list(struct capabilities *capabilities, struct pkt list);
