// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/chronicle_commit.h"

#include "reconciler/git/history/chronicle_claims.h"
#include "reconciler/git/history/commit_text.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/commit_parse.h"
#include "reconciler/git/objects/journal_trailer.h"
#include "reconciler/git/objects/own_commit.h"

static void take_trailer(struct chronicle *chronicle, const git_commit *commit,
                         struct audit_commit *out)
{
    const char *branch = chronicle->repository->tip.branch;
    out->own = commit_text_own(commit, branch);
    if (out->own)
        out->journal = own_commit_journal(&chronicle->arena, git_commit_message(commit), branch);
}

static void take_trailers(struct chronicle *chronicle, const git_commit *commit,
                          struct audit_commit *out)
{
    take_trailer(chronicle, commit, out);
    chronicle_claims_read(chronicle, commit, out);
    if (!out->own)
        return;
    out->moves = out->claims;
    out->move_count = out->claim_count;
}

static int judge_signature(struct chronicle *chronicle, const git_oid *id, struct audit_commit *out,
                           struct err *err)
{
    const struct repository_options *options = &chronicle->repository->options;
    odb_object_scope git_odb_object *object = NULL;
    struct verdict verdict;
    if (!trust_asked(&options->trust))
        return 0;
    if (history_read(&chronicle->history, id, GIT_OBJECT_COMMIT, COMMIT_BYTES_MAX, &object, err) <
            0 ||
        trust_judge(&options->trust, git_odb_object_data(object), git_odb_object_size(object),
                    options->stop, &verdict, err) < 0)
        return err_wrap(err, "the signature of commit %s", out->id);
    if (!verdict.trusted) {
        out->doubt = arena_text(&chronicle->arena, verdict.why);
        out->bare = verdict.bare;
    }
    return 0;
}

int chronicle_commit_trailer(struct chronicle *chronicle, const git_oid *id,
                             struct audit_commit *out, struct err *err)
{
    commit_scope git_commit *commit = NULL;
    if (history_commit(&chronicle->history, id, 0, &commit, err) < 0)
        return -1;
    take_trailer(chronicle, commit, out);
    return 0;
}

int chronicle_commit_describe(struct chronicle *chronicle, const git_oid *id, bool trailers,
                              struct audit_commit *out, struct err *err)
{
    commit_scope git_commit *commit = NULL;
    if (history_commit(&chronicle->history, id, 0, &commit, err) < 0)
        return -1;
    out->who = commit_text_author(&chronicle->arena, commit);
    out->why = commit_text_subject(&chronicle->arena, commit);
    if (trailers)
        take_trailers(chronicle, commit, out);
    else
        out->accepts = journal_trailer_accepted(&chronicle->arena, git_commit_message(commit));
    return judge_signature(chronicle, id, out, err);
}
