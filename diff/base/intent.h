// SPDX-License-Identifier: Apache-2.0
/*
 * An intent is a person's request on the command line: what to do with one tag, or with several.
 * The plan has rows only for these tags, the aliases that follow them, and their consumers.
 *
 * A request passes over freezes, settle times, windows and the guard; the trails and notes of the
 * plan say which of them would have stopped it. A hold stops a request, except a rollback, which
 * renews the hold, and a release, which removes it. A denied digest stops a request, except with
 * allow_denied.
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
 *     PROMOTE       take the previous environment's image, or its earlier image with `digest`
 *     ROLLBACK      go back to an image that the tag had before
 *     RELEASE       let the tag move again
 *     DELETE_TAG    remove the tag from its stream; its history stays
 */
#define INTENTS(X)                                                                                 \
    X(INTENT_NONE, "none")                                                                         \
    X(INTENT_IMPORT_IMAGE, "import-image")                                                         \
    X(INTENT_TAG, "tag")                                                                           \
    X(INTENT_PROMOTE, "promote")                                                                   \
    X(INTENT_ROLLBACK, "rollback")                                                                 \
    X(INTENT_RELEASE, "release")                                                                   \
    X(INTENT_DELETE_TAG, "tag")

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
    const char *digest;   /* the image to go back to, or a part of its digest; PROMOTE: to take */
    moment at;            /* the time whose image comes back; MOMENT_NEVER: not given */
    moment until;         /* the end of the hold; MOMENT_NEVER: when a person releases the tag */
    bool resume_on_newer; /* deny the images that are rolled back, but do not hold the tag */

    const char *reason; /* one line for the journal's record; NULL: not given */
};

/* Returns the name of the command: "import-image", "tag", … */
const char *intent_word(enum intent_kind kind);
