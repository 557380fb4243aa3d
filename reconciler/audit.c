// SPDX-License-Identifier: Apache-2.0
#include "reconciler/audit.h"

#include "diff/audit/audit_first.h"
#include "manifests/declared/declare.h"
#include "reconciler/git/history/chronicle.h"

void audited_close(struct audited *audited)
{
    chronicle_close(audited->chronicle);
    arena_done(&audited->run);
    *audited = (struct audited){0};
}

/* The declarations at a commit. audit_step compares a commit with the one before, so two of these
 * structs are used in turn. */
struct commit_declared {
    struct arena run;
    struct parts *parts;
    struct source source;
    struct declared declared;
};

static void side_close(struct commit_declared *side)
{
    parts_close(side->parts);
    arena_done(&side->run);
}

/* Begins at the first commit that the scope can depend on. */
static int skip(struct chronicle *chronicle, struct auditor *auditor,
                struct commit_declared *before, struct err *err)
{
    size_t first = audit_first(auditor);
    if (first == 0)
        return 0;
    if (chronicle_skip(chronicle, first, &before->run, &before->source, err) < 0)
        return -1;
    declared_make(&before->run, &before->source, before->parts, &before->declared);
    audit_skip(auditor, first, &before->declared);
    return 0;
}

static bool is_incomplete(const struct auditor *auditor)
{
    return audit_needs_commits(auditor) || audit_needs_journal(auditor);
}

/* Audits each commit that chronicle_next gives: compares its declarations with those of the commit
 * that was given before. Stops if the result is incomplete. */
static int step_through(struct chronicle *chronicle, struct auditor *auditor,
                        struct commit_declared sides[2], struct err *err)
{
    for (unsigned step = 0; !is_incomplete(auditor); step++) {
        struct commit_declared *now = &sides[step % 2];
        size_t index = 0;
        arena_clear(&now->run);
        now->declared = (struct declared){0};
        int more = chronicle_next(chronicle, &now->run, &index, &now->source, err);
        if (more <= 0)
            return more;
        declared_make(&now->run, &now->source, now->parts, &now->declared);
        audit_step(auditor, index, &sides[(step + 1) % 2].declared, &now->declared);
    }
    return 0;
}

/* Makes an audit. all: begins with the first commit. */
static int step_all(struct audited *out, const struct audit_scope *scope, bool all,
                    struct auditor **made, struct err *err)
{
    size_t count = 0;
    const char *cut = NULL;
    const struct audit_commit *commits = chronicle_commits(out->chronicle, &count, &cut);
    struct auditor *auditor =
        audit_begin(&out->run, scope, chronicle_journal(out->chronicle), commits, count, cut);
    struct commit_declared sides[2] = {{.parts = parts_open()}, {.parts = parts_open()}};
    chronicle_rewind(out->chronicle);
    int result = all ? 0 : skip(out->chronicle, auditor, &sides[1], err);
    if (result == 0)
        result = step_through(out->chronicle, auditor, sides, err);
    side_close(&sides[0]);
    side_close(&sides[1]);
    if (result < 0)
        return -1;
    if (!is_incomplete(auditor))
        audit_end(auditor, &out->audit);
    *made = auditor;
    return 0;
}

/* Audits the commits that the scope can depend on. Begins again, with more of the history, if the
 * result turns out to depend on more. */
static int step_again(struct audited *out, const struct audit_scope *scope, struct err *err)
{
    struct auditor *auditor = NULL;
    bool all = false;
    for (;;) {
        if (step_all(out, scope, all, &auditor, err) < 0)
            return -1;
        if (!is_incomplete(auditor))
            return 0;
        all |= audit_needs_commits(auditor);
        if (audit_needs_journal(auditor) && chronicle_extend(out->chronicle, err) < 0)
            return -1;
    }
}

static int open_tip(struct session *session, moment since, struct audited *out, struct err *err)
{
    chronicle_close(out->chronicle);
    out->chronicle = NULL;
    if (chronicle_open(session->repository, since, &out->chronicle, err) < 0)
        return -1;
    return chronicle_tip(out->chronicle, &out->run, &out->source, err);
}

static void add_environment(struct audited *out, const char *environment)
{
    *list_add(&out->run, &out->environments) = arena_text(&out->run, environment);
}

/* Adds the environments of the journal's files, of the moves and of the findings, and sorts all. */
static void add_environments(struct audited *out)
{
    list_each (file, &chronicle_journal(out->chronicle)->files)
        add_environment(out, file->tag.environment);
    list_each (move, &out->audit.moves)
        add_environment(out, move->namespace);
    list_each (finding, &out->audit.findings)
        if (finding->namespace != NULL)
            add_environment(out, finding->namespace);
    out->environments.count = list_order_texts(out->environments.items, out->environments.count);
}

static int open_branch(struct session *session, moment since, struct audited *out, struct err *err)
{
    parts_scope struct parts *parts = parts_open();
    struct declared declared = {0};
    if (open_tip(session, since, out, err) < 0)
        return -1;
    declared_make(&out->run, &out->source, parts, &declared);
    list_each (environment, &declared.environments)
        add_environment(out, *environment);
    int other = session_branch(session, &out->source, &declared, err);
    return other > 0 ? open_tip(session, since, out, err) : other;
}

int audit_history(struct session *session, const struct audit_scope *scope, struct audited *out,
                  struct err *err)
{
    if (open_branch(session, scope->since, out, err) < 0)
        return -1;
    if (step_again(out, scope, err) < 0)
        return -1;
    add_environments(out);
    return 0;
}
