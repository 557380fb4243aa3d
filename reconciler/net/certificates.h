// SPDX-License-Identifier: Apache-2.0
/* Joins, in memory, the certificate authorities that vouch for servers: the system's bundle and the
 * files of the configuration. The joined bundle has a path, because libcurl keeps a parsed store
 * only for a bundle with a path; given a CA folder or a block of memory, it would parse all of it
 * again for each connection. */
#pragma once

#include <stddef.h>

#include "manifests/base/err.h"

struct certificates {
    int fd;
    char path[64];
};

/* Returns -1 if one of the files can't be read or is too long, or if the memory file can't be made
 * or written. A system without a bundle is allowed. */
MUST_USE int certificates_open(struct certificates *out, const char *const *files, size_t count,
                               struct err *err);
void certificates_close(struct certificates *certificates);
