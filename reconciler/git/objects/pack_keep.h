// SPDX-License-Identifier: Apache-2.0
/*
 * Protects a new pack from a `git repack -a -d` that runs while no ref leads to the pack's objects
 * yet, by the file pack-….keep, as git-receive-pack does. The file is locked while its process
 * runs, and says "weir", so that pack_cleanup knows the file of a killed run.
 */
#pragma once

#include <git2.h>

#include "manifests/base/attribute.h"
#include "reconciler/git/objects/pack_draft.h"

struct pack_keep {
    int folder, file; /* descriptors; -1: nothing is protected */
    char name[PACK_NAME_MAX];
};

#define PACK_KEEP_NONE                                                                             \
    {                                                                                              \
        .folder = -1, .file = -1                                                                   \
    }

/* Protects weir's pack with this trailer, which need not exist yet. Does nothing if the file
 * exists. Returns -1 with errno. folder: of pack_draft_folder. */
MUST_USE int pack_keep_begin(struct pack_keep *keep, int folder, const git_oid *digest);
/* Ends the protection. Accepts PACK_KEEP_NONE. */
void pack_keep_end(struct pack_keep *keep);
/* Returns true if weir made this file. */
bool pack_keep_is_own(int file);
