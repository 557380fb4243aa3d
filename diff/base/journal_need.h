// SPDX-License-Identifier: Apache-2.0
/* Names the tags of which a plan needs more of the journal. */
#pragma once

#include <stdbool.h>

#include "manifests/base/list.h"

struct tag_journal;

/* A tag of which the plan needs more records than were read. */
struct journal_need {
    const struct tag_journal *tag;
    bool late;          /* its last JOURNAL_LATE records are enough; else all are needed */
    const char *digest; /* it is enough to know that no earlier record has this digest; or NULL */
};
typedef LIST_OF(struct journal_need) journal_needs;
