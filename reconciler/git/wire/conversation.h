// SPDX-License-Identifier: Apache-2.0
/* Defines the state of a conversation with a version 2 server, which its requests and answers
 * share. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/text.h"
#include "reconciler/git/wire/capabilities.h"
#include "reconciler/git/wire/wire.h"

struct conversation {
    struct wire *wire;
    struct capabilities capabilities; /* the server's */
    struct text said;   /* the server's messages for people (sideband 2), cut at the text's
                         * maximum */
    struct arena arena; /* memory of the answers' values */
};
