// SPDX-License-Identifier: Apache-2.0
/*
 * Writes the two files of a pack into a repository on this machine, under temporary names, and then
 * names them. Git reads a repository at any moment of this: it ignores temporary files, and a pack
 * without an index.
 *
 * weir's packs are named pack-77656972 and 32 more hex digits of the pack's trailer. ("weir" in
 * ASCII is 77 65 69 72; Git does not care which hex digits a name has.) So weir knows its own
 * packs, and never touches another one. The files are locked while they are written, so that
 * another process can tell the files of a running process from those of a killed one.
 */
#pragma once

#include <git2.h>

#include "manifests/base/file.h"

enum { PACK_NAME_MAX = 64 }; /* bytes of the name of a pack's file with its NUL */

struct pack_draft {
    struct file_draft pack, index;
};

#define PACK_DRAFT_NONE                                                                            \
    {                                                                                              \
        FILE_DRAFT_NONE, FILE_DRAFT_NONE                                                           \
    }

/* Opens the repository's folder of packs; makes it if there is none. Returns a descriptor, or -1.
 */
MUST_USE int pack_draft_folder(git_repository *git, struct err *err);

/* Begins both files in the folder. Returns -1 with errno. */
MUST_USE int pack_draft_open(struct pack_draft *draft, int folder);
/* Makes the written files durable and gives them their names. digest: the pack's trailer. Returns
 * -1 with errno. */
MUST_USE int pack_draft_name(struct pack_draft *draft, const git_oid *digest);
/* Closes both files, and removes them unless they have their names. */
void pack_draft_close(struct pack_draft *draft);
#define pack_draft_scope CLEANUP(pack_draft_close)

/* Writes the name of weir's pack with this trailer, for the file of this kind: "pack" or "idx". */
void pack_draft_file(char out[PACK_NAME_MAX], const git_oid *digest, const char *kind);
/* Returns true if this is the name of a file of this kind of one of weir's packs. */
bool pack_draft_owns(const char *name, const char *kind);
/* Returns true if this is a temporary name of pack_draft_open. */
bool pack_draft_is_temporary(const char *name);
