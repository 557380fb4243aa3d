// SPDX-License-Identifier: Apache-2.0
/* Joins the CA certificates that servers are verified with into one bundle in memory: the system's
 * bundle and the CA files of the runner configuration. The joined bundle has a path, because
 * libcurl keeps parsed certificates only for a bundle with a path. It would parse a CA folder or a
 * block of memory again for each connection. */
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
