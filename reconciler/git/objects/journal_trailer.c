// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/journal_trailer.h"

#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/git/objects/trailer.h"

static const char of_key[] = "Weir-Journal-Of";
static const char commit_key[] = "Weir-Commit";
static const char reached_key[] = "Weir-Reached";
static const char none[] = "none";

const char *journal_trailer_add(struct arena *arena, const char *message, const char *branch,
                                const char *repository, const char *commit, const char *reached)
{
    const char *of = arena_print(arena, "%s %s", branch, repository != NULL ? repository : none);
    message = trailer_add(arena, message, of_key, of);
    if (commit != NULL)
        message = trailer_add(arena, message, commit_key, commit);
    return reached != NULL ? trailer_add(arena, message, reached_key, reached) : message;
}

bool journal_trailer_read(struct arena *arena, const char *message, struct journal_claim *out)
{
    const char *value = trailer_find(arena, message, strlen(message), of_key);
    const char *space = value != NULL ? strrchr(value, ' ') : NULL;
    if (space == NULL)
        return false;
    out->branch = arena_copy(arena, value, (size_t)(space - value));
    out->repository = text_equal(space + 1, none) ? NULL : space + 1;
    return true;
}

const char *journal_trailer_reached(struct arena *arena, const char *message)
{
    return trailer_find(arena, message, strlen(message), reached_key);
}
