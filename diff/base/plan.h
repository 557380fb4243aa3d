// SPDX-License-Identifier: Apache-2.0
/*
 * The plan: one row for every stream tag, every hop (the row of its target's tag) and every
 * consumer, saying what stands there, what is wanted and why. Planning is pure: no I/O, no clock,
 * and it can't fail; what can't be done is a row that says why.
 *
 * A plan may list questions. It is final when it lists none; until then its rows are provisional.
 */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/observed.h"
#include "diff/base/reasons.h"
#include "manifests/declared/declared.h"
#include "manifests/edit/edit.h"

enum row_kind { ROW_TAG, ROW_HOP, ROW_CONSUMER };

/* What a writing row does. */
enum action {
    ACTION_NONE,
    ACTION_PIN,     /* puts the digest behind a followed or imported tag */
    ACTION_COPY,    /* freezes a tag of another stream */
    ACTION_PROMOTE, /* freezes the image of the environment before */
    ACTION_ROLL,    /* writes a consumer's image */
    ACTION_SET,     /* does what a person asked for */
};

const char *row_kind_word(enum row_kind kind); /* "tag", "hop", "consumer" */
const char *action_word(enum action action);   /* "none", "pin", "copy", "promote", "roll", "set" */

/* One edit of a row's file; key is its SITE_REFUSED question. */
struct row_edit {
    struct edit edit;
    const char *key;
};

struct row {
    enum row_kind kind;
    enum reason reason;
    enum action action; /* ACTION_NONE unless the reason's state is ROW_WRITES */
    /* The tag: of a tag or hop row itself, of a consumer what it is bound to. */
    const char *namespace, *stream, *tag;
    const struct hop *hop;
    const struct consumer *consumer;
    const char *object; /* "app-dev/web:latest"; "app-dev Deployment/web container web" */

    const char *current,
        *wanted; /* texts of the site: now, and as wanted; NULL when there is none */
    const char *current_digest, *wanted_digest;
    const char *detail;       /* what the reason's sentence leaves open, or NULL */
    const char *hint;         /* what a person can do, or NULL */
    const char *const *trail; /* rules in the order they were applied */
    size_t trail_count;
    const char *const *evidence; /* what let it pass: gates, clocks, what a person passed over */
    size_t evidence_count;
    moment next;    /* when the row could change without new input; MOMENT_NEVER */
    moment allowed; /* a writing row: the recorded instant since when it may; 0: none needed */

    /* What the journal is to learn of a tag: journal_due. */
    const char *live_digest;       /* what the tag means upstream now; NULL: not asked, not told */
    const char *live_reference;    /* the source that means it, where a rule chose its tag */
    const char *current_reference; /* the source that stands there, without digest; or NULL */
    const char *reference;         /* that after this run */
    const struct pin_origin *origin; /* of a pin that is not recorded; or NULL */
    bool uncited; /* the last record cites a commit that the branch does not have */
    bool deletes; /* a person's word: the tag has no entry after this run */

    const char *file; /* NULL when the object is not in the repository */
    uint32_t line, column;
    const char *site;             /* "spec.tags[0].from.name" */
    const struct row_edit *edits; /* only when the row writes */
    size_t edit_count;
};

struct plan {
    LIST_OF(struct row)
    rows; /* tags by namespace, stream, tag; hops by promotion, stream, path;
             consumers by namespace, kind, name, container */
    LIST_OF(struct question) questions; /* sorted, each once, unanswered */
    LIST_OF(const char *) notes;        /* what concerns no single row */
    moment next;                        /* the earliest `next` of all rows */
    moment allowed; /* the latest `allowed` of the writing rows; without a journal: now */
};

/* intent may be NULL. Everything lives in the run's arena or in declared. */
void plan_make(struct arena *run, const struct declared *declared, const struct observed *observed,
               const struct intent *intent, struct plan *out);

struct plan_count {
    size_t states[ROW_UNKNOWN + 1]; /* rows by state */
    size_t trouble;                 /* rows that make sync exit with 1 */
};
struct plan_count plan_counted(const struct plan *plan);

static inline enum row_state row_state(const struct row *row)
{
    return reason_state(row->reason);
}

/* Every field, for golden files and --debug; reports for people are made elsewhere. */
void plan_print(const struct plan *plan, FILE *out);
