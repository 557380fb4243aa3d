// SPDX-License-Identifier: Apache-2.0
/*
 * A person's word: what was asked for on the command line. Its rows are ordinary rows; only the tag
 * that is meant, the aliases that follow it and their consumers are planned.
 *
 * It passes freeze, settle, windows and the guard, and the trail says which were passed over. A
 * hold (but for a rollback, which renews it) and a denied digest stop it; allow_denied lets a
 * denied digest through.
 */
#pragma once

#include "manifests/base/moment.h"
#include "manifests/kinds/image_stream.h"
#include "manifests/values/reference.h"
#include "manifests/values/tag_name.h"

enum intent_kind {
    INTENT_NONE,
    INTENT_IMPORT_IMAGE, /* resolve the tag's source now; source: --from, or none */
    INTENT_TAG,          /* make the tag mean source */
    INTENT_PROMOTE,      /* take what the environment before has, or source's digest */
    INTENT_ROLLBACK,     /* go back to what the tag meant before */
    INTENT_RELEASE,      /* let the tag move again */
    INTENT_DELETE_TAG,   /* the stream has the tag no more; its history stays */
};

enum source_kind {
    SOURCE_NONE,
    SOURCE_DOCKER_IMAGE, /* image */
    SOURCE_STREAM_TAG,   /* environment, stream, name: a tag */
    SOURCE_STREAM_IMAGE, /* environment, stream, name: a digest */
};

struct intent {
    enum intent_kind kind;
    /* The tag that moves. ROLLBACK, RELEASE: stream and tag NULL mean every tag of the environment.
     */
    const char *environment, *stream, *tag;
    const struct tag_name *more; /* DELETE_TAG: others that go in the same change */
    size_t more_count;
    struct {
        enum source_kind kind;
        struct reference image;
        const char *environment, *stream, *name;
    } source;
    bool alias;          /* keep following a tag of the same stream */
    bool reference_only; /* --reference */
    bool scheduled;
    enum import_mode import_mode; /* DEFAULT: not said */
    bool reference_policy_said;
    enum reference_policy reference_policy;
    bool allow_denied;
    bool override_gates; /* PROMOTE */

    /* ROLLBACK: one of the three; none: to what stood before what stands now. */
    unsigned steps;       /* so many images back */
    const char *digest;   /* to this one; PROMOTE: this one */
    moment at;            /* to what stood then; MOMENT_NEVER: not said */
    moment until;         /* the hold's end; MOMENT_NEVER: open */
    bool resume_on_newer; /* deny what was backed out of, hold nothing */

    const char *reason; /* for the record, one line; or NULL */
};

/* "import-image", "tag", …: the command. */
const char *intent_word(enum intent_kind kind);
