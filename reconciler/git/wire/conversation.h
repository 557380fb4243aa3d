// SPDX-License-Identifier: Apache-2.0
/* A conversation with a server of version 2: what its requests and their answers share. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/text.h"
#include "reconciler/git/wire/capabilities.h"
#include "reconciler/git/wire/wire.h"

struct conversation {
    struct wire *wire;
    struct capabilities capabilities; /* of the server */
    struct text said;   /* what the server tells people (sideband 2), cut at the text's maximum */
    struct arena arena; /* of the answers' values */
};
