// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_tip.h"

#include <stdio.h>
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/git/clean_text.h"
#include "reconciler/git/library_error.h"

void journal_tip_doubt(struct journal_tip *tip, const struct err *err)
{
    *tip = (struct journal_tip){.state = JOURNAL_UNKNOWN};
    clean_text_copy(tip->why, sizeof tip->why, err->message, strlen(err->message));
}

/* Returns the text if a shell reads it as one word without any quoting, else the other text. */
static const char *word_or(const char *text, const char *otherwise)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/:@+-";
    return *text != '\0' && text[strspn(text, plain)] == '\0' ? text : otherwise;
}

void journal_tip_refuse_plain(struct journal_tip *tip, const char *branch, enum journal_place place,
                              const char *name)
{
    const char *in = word_or(name, "REPOSITORY"), *to = word_or(branch, "BRANCH");
    *tip = (struct journal_tip){.state = JOURNAL_UNKNOWN, .barrier = JOURNAL_BRANCH};
    if (place == JOURNAL_HERE) {
        snprintf(tip->why, sizeof tip->why,
                 "the branch \"" JOURNAL_BRANCH "\" is the journal of an earlier version: rename "
                 "it with `git -C %.400s branch -m " JOURNAL_BRANCH " " JOURNAL_PREFIX "%s`",
                 in, to);
        return;
    }
    bool origin = place == JOURNAL_AT_ORIGIN;
    const char *at = origin ? "origin" : in;
    const char *option = origin ? " -C " : "", *folder = origin ? in : "";
    snprintf(tip->why, sizeof tip->why,
             "the branch \"" JOURNAL_BRANCH "\" is the journal of an earlier version: rename it "
             "with `git%s%.150s fetch %.150s " JOURNAL_BRANCH " && git%s%.150s push %.150s "
             ":" JOURNAL_BRANCH " && git%s%.150s push %.150s FETCH_HEAD:" BRANCH_JOURNAL_PREFIX
             "%.120s`%s",
             option, folder, at, option, folder, at, option, folder, at, to,
             origin ? "" : " in any clone");
}

bool journal_tip_collides(const char *journal, const char *other)
{
    size_t length = strlen(journal), size = strlen(other);
    if (size > length)
        return other[length] == '/' && strncmp(other, journal, length) == 0;
    return size < length && journal[size] == '/' && strncmp(other, journal, size) == 0;
}

/* Looks for a branch that does not let git create this journal's branch. */
static void find_barrier(git_repository *git, const char *journal, struct journal_tip *out)
{
    git_reference_iterator *each = NULL;
    const char *ref;
    if (git_reference_iterator_glob_new(&each, git, BRANCH_JOURNAL_PREFIX "*") != 0)
        return;
    while (!*out->barrier && git_reference_next_name(&ref, each) == 0) {
        const char *other = branch_of_ref(ref);
        if (other != NULL && journal_tip_collides(journal, other))
            snprintf(out->barrier, sizeof out->barrier, "%s", other);
    }
    git_reference_iterator_free(each);
}

void journal_tip_read(git_repository *git, const char *branch, const char *place,
                      struct journal_tip *out)
{
    char ref[BRANCH_REF_MAX];
    struct err err = {0};
    git_oid plain;
    *out = (struct journal_tip){.state = JOURNAL_READ};
    int code = git_reference_name_to_id(&out->id, git, branch_journal_ref(ref, branch));
    if (code == 0 && git_oid_is_zero(&out->id)) {
        (void)err_set(&err, "the branch \"%s\" has the ID of zeros, which no commit has",
                      branch_of_ref(ref));
        journal_tip_doubt(out, &err);
    } else if (code == GIT_ENOTFOUND) {
        out->state = JOURNAL_NEW;
        if (git_reference_name_to_id(&plain, git, BRANCH_PREFIX JOURNAL_BRANCH) == 0)
            journal_tip_refuse_plain(out, branch, JOURNAL_HERE, place);
        else
            find_barrier(git, branch_of_ref(ref), out);
    } else if (code != 0) {
        (void)library_error(&err, "the branch \"%s\" can't be read", branch_of_ref(ref));
        journal_tip_doubt(out, &err);
    }
}
