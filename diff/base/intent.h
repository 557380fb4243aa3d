// SPDX-License-Identifier: Apache-2.0
/*
 * A request on the command line by a person: one tag, or several, that must move. Only these tags,
 * the aliases that follow them and their consumers are planned; their rows are ordinary rows.
 *
 * A request passes over freeze, settle, windows and the guard, and the trail says which of them. A
 * hold and a denied digest stop it; but a rollback renews the hold, and allow_denied allows the
 * digest.
 */
#pragma once

#include "manifests/base/moment.h"
#include "manifests/base/words.h"
#include "manifests/kinds/image_stream.h"
#include "manifests/values/reference.h"
#include "manifests/values/tag_name.h"

/*
 * The kinds of intents: code, name of the command.
 *
 *     IMPORT_IMAGE  resolve the tag's source now; source: --from, or none
 *     TAG           point the tag to source
 *     PROMOTE       take the image of the environment before, or the one with `digest`
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
    SOURCE_DOCKER_IMAGE, /* image */
    SOURCE_STREAM_TAG,   /* environment, stream, name: a tag */
    SOURCE_STREAM_IMAGE, /* environment, stream, name: a digest */
};

struct intent {
    enum intent_kind kind;
    /* The tag that moves. ROLLBACK, RELEASE: all tags of the environment, if stream is NULL. */
    const char *environment, *stream, *tag;
    const struct tag_name *more; /* DELETE_TAG: other tags that are deleted in the same change */
    size_t more_count;
    struct {
        enum source_kind kind;
        struct reference image;
        const char *environment, *stream, *name;
    } source;
    bool alias;          /* keep following a tag of the same stream */
    bool reference_only; /* --reference */
    bool scheduled;
    enum import_mode import_mode; /* DEFAULT: not given */
    bool reference_policy_said;
    enum reference_policy reference_policy;
    bool allow_denied;
    bool override_gates; /* PROMOTE */

    /* ROLLBACK: one of the three; if none is given, to the image before the present one. */
    unsigned steps;       /* that many images back */
    const char *digest;   /* to this image; PROMOTE: takes this image */
    moment at;            /* to the image at that time; MOMENT_NEVER: not given */
    moment until;         /* the hold's end; MOMENT_NEVER: open */
    bool resume_on_newer; /* deny the images that are backed out of, but do not hold the tag */

    const char *reason; /* one line for the record, or NULL */
};

/* Returns the name of the command: "import-image", "tag", … */
const char *intent_word(enum intent_kind kind);
