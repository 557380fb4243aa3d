// SPDX-License-Identifier: Apache-2.0
/* A file with one secret, such as a token. It is read again when it changes, because mounted
 * secrets are replaced while the program runs. */
#pragma once

#include <stdbool.h>

#include "manifests/base/err.h"
#include "reconciler/net/file_stamp.h"

enum { SECRET_FILE_MAX = 64 << 10 }; /* bytes */

struct secret_file {
    const char *path; /* NULL: there is no file, and the functions do nothing */
    char *secret;     /* NULL until the file was read; allocated */
    struct file_stamp stamp;
    struct err trouble; /* why the file could not be read the last time */
};

/* Sets *secret to the content of the file, which the caller passes to credential_free. Ignores line
 * breaks at the end of the file, because editors add one. Returns -1 if the file can't be read, is
 * too long, is empty or has a zero byte in it. */
MUST_USE int secret_file_read(const char *path, char **secret, struct err *err);

/* Reads the file if it has changed, or in any case if `always` is set. Returns true if the secret
 * is another one than before. If the file can't be read, keeps the earlier secret. */
bool secret_file_refresh(struct secret_file *file, bool always);
/* Overwrites and frees the secret. */
void secret_file_done(struct secret_file *file);
