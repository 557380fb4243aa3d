// SPDX-License-Identifier: Apache-2.0
/* Verifies that the images that the repository pins, and those that it could roll back to, still
 * exist. */
#pragma once

#include "diff/review/verification.h"
#include "reconciler/session.h"

enum { VERIFY_HISTORY_DEFAULT = 3 };

struct verify {
    struct arena run;
    struct source source;
    struct declared declared;
    struct observed observed;
    struct verification made;
};

/* Also accepts a zeroed struct. */
void verify_close(struct verify *verify);
#define verify_scope CLEANUP(verify_close)

/* Reads the repository, asks one question for each image, and judges the answers. `history` is the
 * number of earlier images of each tag to ask for. Returns -1 if the repository can't be read. */
MUST_USE int verify_images(struct session *session, unsigned history, struct verify *verify,
                           struct err *err);
