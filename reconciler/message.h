// SPDX-License-Identifier: Apache-2.0
/* Makes the message of a commit, which says what changes and why. The message depends only on the
 * plan, on the commit that the plan was made for and on the request, so the same change gives the
 * same message. */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/plan.h"

enum {
    MESSAGE_ROWS_MAX = 500,
    MESSAGE_MOVES_MAX = 24 << 20,    /* bytes of all Weir-Move trailers, about 120,000 */
    MESSAGE_EVIDENCE_MAX = 12 << 20, /* bytes of all evidence */
};

/* Returns a message with a subject (see subject_make), an entry for each row that writes (at most
 * MESSAGE_ROWS_MAX), and trailers. If the trailers are more than the maxima, the first ones are
 * printed, and one more trailer counts the others. A release that changes no file has an entry,
 * too. Control bytes in texts of manifests and registries are replaced. No line begins with such a
 * text, so git never reads one as a trailer. If a run is killed after it wrote the commit, the next
 * run reads the evidence from the message. intent may be NULL. */
const char *message_make(struct arena *run, const struct source *source, const struct plan *plan,
                         const struct intent *intent);
/* Returns the tags that the plan writes, such as "app-dev/web:latest, app-staging/web:latest and 3
 * more". If it writes no tag, returns the workloads that it writes; "" if no row writes. The text
 * has at most `maximum` bytes. */
const char *message_objects(struct arena *run, const struct plan *plan, size_t maximum);
