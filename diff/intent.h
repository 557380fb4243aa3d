// SPDX-License-Identifier: Apache-2.0
/*
 * A person's word: what was asked for on the command line. Its rows are ordinary rows; only the tag
 * that is meant, the aliases that follow it and their consumers are planned.
 *
 * It passes freeze, settle, windows and the guard, and the trail says which were passed over. A
 * hold and a denied digest stop it; allow_denied lets a denied digest through.
 */
#pragma once

#include "manifests/image_stream.h"
#include "manifests/reference.h"

enum intent_kind {
    INTENT_NONE,
    INTENT_IMPORT_IMAGE, /* resolve the tag's source now; source: --from, or none */
    INTENT_TAG,          /* make the tag mean source */
};

enum source_kind {
    SOURCE_NONE,
    SOURCE_DOCKER_IMAGE, /* image */
    SOURCE_STREAM_TAG,   /* namespace, stream, name: a tag */
    SOURCE_STREAM_IMAGE, /* namespace, stream, name: a digest */
};

struct intent {
    enum intent_kind kind;
    const char *namespace, *stream, *tag; /* the tag that moves */
    struct {
        enum source_kind kind;
        struct reference image;
        const char *namespace, *stream, *name;
    } source;
    bool alias;          /* keep following a tag of the same stream */
    bool reference_only; /* --reference */
    bool scheduled;
    enum import_mode import_mode; /* DEFAULT: not said */
    bool reference_policy_said;
    enum reference_policy reference_policy;
    bool allow_denied;
};
