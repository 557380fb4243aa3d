// SPDX-License-Identifier: Apache-2.0
/* Makes a source of one commit's files. The source outlives the listing that it is made from. */
#pragma once

#include "manifests/values/source.h"
#include "reconciler/git/files/listing.h"

/* Appends the bytes of one file, as source.read does. */
typedef int source_at_read(void *context, const struct source_file *file, struct text *bytes,
                           struct err *err);

/*
 * Returns a source in `run` with a copy of the listing's files and notes. Their bytes come from
 * `read`, which gets `context`. `context` must live as long as `run`. The caller fills in the name,
 * the commit, the branch and `commits`.
 */
struct source source_at_make(const struct listing *listing, struct arena *run, source_at_read *read,
                             void *context);
