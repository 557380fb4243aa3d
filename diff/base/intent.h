// SPDX-License-Identifier: Apache-2.0
/*
 * An intent is a person's request on the command line: what to do with one tag, or with several.
 * The plan has rows only for these tags, the aliases that follow them, and their consumers.
 *
 * A request passes over freezes, settle times, windows and the guard; the trails and notes of the
 * plan say which of them would have stopped the request. (After a release, a freeze still stops the
 * consumers.) A hold stops every request except a rollback and a release. A denied digest stops a
 * request that would pin it, unless allow_denied is set.
 */
#pragma once

#include "manifests/base/moment.h"
#include "manifests/base/words.h"
#include "manifests/kinds/image_stream.h"
#include "manifests/values/reference.h"
#include "manifests/values/tag_name.h"

/*
 * The kinds of intents: code, the command's name.
 *
 *     IMPORT_IMAGE  resolve the tag's source now; `source` is the image of --from, or SOURCE_NONE
 *     TAG           point the tag to `source`
 *     PROMOTE       take the newest image of the previous environment, or the one in `digest`
 *     ROLLBACK      go back to an image that the tag had before
 *     RELEASE       let the tag move again
 *     DELETE_TAG    remove the tag from its stream; the tag's records stay in the journal
 *     REPAIR        record the images of all tags again whose records have wrong times; the plan
 *                   has rows only for these tags
 */
#define INTENTS(X)                                                                                 \
    X(INTENT_NONE, "none")                                                                         \
    X(INTENT_IMPORT_IMAGE, "import-image")                                                         \
    X(INTENT_TAG, "tag")                                                                           \
    X(INTENT_PROMOTE, "promote")                                                                   \
    X(INTENT_ROLLBACK, "rollback")                                                                 \
    X(INTENT_RELEASE, "release")                                                                   \
    X(INTENT_DELETE_TAG, "tag")                                                                    \
    X(INTENT_REPAIR, "repair")

enum intent_kind { INTENTS(WORDS_CODE) INTENT_KINDS };

enum source_kind {
    SOURCE_NONE,
    SOURCE_DOCKER_IMAGE, /* `image` is set */
    SOURCE_STREAM_TAG,   /* environment and stream are set; name is a tag */
    SOURCE_STREAM_IMAGE, /* environment and stream are set; name is a digest */
};

struct intent {
    enum intent_kind kind;
    /* The requested tag. stream NULL (ROLLBACK, RELEASE): all tags of the environment
     * that have an image as their source. */
    const char *environment, *stream, *tag;
    const struct tag_name *more; /* DELETE_TAG: other tags that are deleted in the same change */
    size_t more_count;
    struct {
        enum source_kind kind;
        struct reference image;
        const char *environment, *stream, *name;
    } source;
    bool alias;          /* --alias: the tag keeps following `source`, a tag of its stream */
    bool reference_only; /* --reference */
    bool scheduled;
    enum import_mode import_mode; /* DEFAULT: not given */
    bool reference_policy_said;
    enum reference_policy reference_policy;
    bool allow_denied;
    bool override_gates; /* PROMOTE */

    /* ROLLBACK: at most one of the next three is set; without any, `steps` counts as 1. */
    unsigned steps;       /* the number of images to go back */
    const char *digest;   /* the digest, or its beginning, of the image to go back to; PROMOTE: of
                             the image to take */
    moment at;            /* go back to the image that the tag had then; MOMENT_NEVER: not given */
    moment until;         /* the end of the hold; MOMENT_NEVER: when a person releases the tag */
    bool resume_on_newer; /* deny the images that are rolled back, but do not hold the tag */

    const char *reason; /* one line for the journal's record; NULL: not given */
};

/* Returns the name of the command: "import-image", "tag", … */
const char *intent_word(enum intent_kind kind);
