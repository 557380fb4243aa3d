// SPDX-License-Identifier: Apache-2.0
/* Declares the sets of options that the table of commands combines. Their options set members of
 * struct arguments. */
#pragma once

#include "reconciler/commands/option.h"

extern const struct option_set common_set, asking_set, report_set, patch_set, review_set, trust_set,
    format_set, interval_set, past_set, namespace_set, selection_set, get_set, evidence_set,
    now_set, audit_set, tag_import_set, reason_set, import_set, tag_set, rollback_set, release_set,
    promote_set, commit_set, base_set, repair_set;
