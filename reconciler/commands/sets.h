// SPDX-License-Identifier: Apache-2.0
/* Options with one heading each; the table of commands puts them together. Their fields are those
 * of struct arguments. */
#pragma once

#include "reconciler/commands/option.h"

extern const struct option_set common_set, asking_set, report_set, patch_set, review_set, trust_set,
    format_set, interval_set, past_set, namespace_set, selection_set, get_set, evidence_set,
    now_set, audit_set, word_set, said_set, import_set, tag_set, rollback_set, release_set,
    promote_set;
