// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_tip.h"

#include <string.h>

#include "reconciler/git/clean_text.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/refs/branch.h"

void journal_tip_read(git_repository *git, struct journal_tip *out)
{
    *out = (struct journal_tip){.state = JOURNAL_READ};
    int code = git_reference_name_to_id(&out->id, git, BRANCH_JOURNAL_REF);
    if (code == GIT_ENOTFOUND) {
        out->state = JOURNAL_NEW;
    } else if (code != 0) {
        struct err err = {0};
        (void)library_error(&err, "the journal's branch can't be read");
        journal_tip_doubt(out, &err);
    }
}

void journal_tip_doubt(struct journal_tip *tip, const struct err *err)
{
    *tip = (struct journal_tip){.state = JOURNAL_UNKNOWN};
    clean_text_copy(tip->why, sizeof tip->why, err->message, strlen(err->message));
}
