// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/journal_trailer.h"

#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/git/objects/trailer.h"

static const char of_key[] = "Weir-Journal-Of";
static const char commit_key[] = "Weir-Commit";
static const char reached_key[] = "Weir-Reached";
static const char decisions_key[] = "Weir-Decisions";
static const char accepted_key[] = "Weir-Accepted";
static const char none[] = "none";

const char *journal_trailer_add(struct arena *arena, const char *message,
                                const struct journal_trailers *trailers)
{
    const char *repository = trailers->repository != NULL ? trailers->repository : none;
    const char *of = arena_print(arena, "%s %s", trailers->branch, repository);
    message = trailer_add(arena, message, of_key, of);
    if (trailers->commit != NULL)
        message = trailer_add(arena, message, commit_key, trailers->commit);
    if (trailers->reached != NULL)
        message = trailer_add(arena, message, reached_key, trailers->reached);
    if (trailers->decisions > 0)
        message = trailer_add(arena, message, decisions_key,
                              arena_print(arena, "%zu", trailers->decisions));
    if (trailers->accepted != NULL)
        message = trailer_add(arena, message, accepted_key, trailers->accepted);
    return message;
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

const char *journal_trailer_commit(struct arena *arena, const char *message)
{
    return trailer_find(arena, message, strlen(message), commit_key);
}

const char *journal_trailer_accepted(struct arena *arena, const char *message)
{
    return trailer_find(arena, message, strlen(message), accepted_key);
}

bool journal_trailer_decides(struct arena *arena, const char *message)
{
    return trailer_find(arena, message, strlen(message), decisions_key) != NULL;
}
