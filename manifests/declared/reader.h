// SPDX-License-Identifier: Apache-2.0
/* Reads the files of a source and sets their parts in struct link. */
#pragma once

#include "manifests/declared/link.h"
#include "manifests/declared/parts.h"

struct reader {
    struct link *link;
    struct parts *parts;
    struct arena scratch; /* for the document tree of one file */
    struct text bytes;    /* the bytes of one file */
};

void reader_close(struct reader *reader);
/* Reads weir.yaml. Settings that cannot be read are marked as broken, which stops all writing. */
void reader_settings(struct reader *reader);
/* Adds the freeze of weir.freeze to the settings if there is something of this name. */
void reader_freeze(struct reader *reader);
/* Reads all other files that the settings select. */
void reader_files(struct reader *reader);
/* True if the settings select the file. If an entry of `paths` selects it, sets *namespace to the
 * namespace of that entry, which may be NULL. */
bool reader_wants(const struct settings *settings, const char *path, const char **namespace);
