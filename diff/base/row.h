// SPDX-License-Identifier: Apache-2.0
/*
 * Declares a plan's row: what a tag or a consumer has now, what is wanted, the action and the
 * reason. A row is complete: reports print its fields and decide nothing.
 */
#pragma once

#include "diff/base/evidence.h"
#include "diff/base/question.h"
#include "diff/base/reasons.h"
#include "manifests/declared/declared.h"
#include "manifests/edit/edit.h"

enum row_kind { ROW_TAG, ROW_HOP, ROW_CONSUMER, ROW_KINDS };

/* The action of a writing row. */
enum action {
    ACTION_NONE,
    ACTION_PIN,     /* writes the digest of a followed or imported tag */
    ACTION_COPY,    /* points the tag to the digest that another stream's tag has now */
    ACTION_PROMOTE, /* points the tag to a digest of the previous environment */
    ACTION_ROLL,    /* writes a consumer's image */
    ACTION_SET,     /* does what a person asked for */
    ACTIONS,
};

const char *row_kind_word(enum row_kind kind); /* "tag", "hop", "consumer" */
const char *
row_action_word(enum action action); /* "none", "pin", "copy", "promote", "roll", "set" */

/* One edit of a file. */
struct row_edit {
    struct edit edit;
    const char *file;
    const char *key; /* the key of the SITE_REFUSED answer if the edit is refused */
};

struct arrival;

struct row {
    enum row_kind kind;
    enum reason reason;
    enum action action; /* ACTION_NONE unless the reason's state is ROW_WRITES */
    /* The row's tag; for a consumer, the tag that its image comes from. */
    const char *environment, *stream, *tag;
    const struct hop *hop;
    const struct consumer *consumer;
    const char *object; /* "app-dev/web:latest"; "app-dev Deployment/web container web" */

    const char *current, *wanted; /* the file's text now and as wanted; NULL: there is none */
    const char *current_digest, *wanted_digest;
    const char *detail;       /* which image, gate, time or object the reason is about; or NULL */
    const char *hint;         /* what a person can do, or NULL */
    const char *const *trail; /* lines for people that say how the row was decided, in order */
    size_t trail_count;
    const struct evidence *evidence; /* what let the row write: open gates, settle times, platforms,
                                        rules that a person overrode */
    size_t evidence_count;
    moment next;    /* when the row could change without new input; MOMENT_NEVER: never */
    moment allowed; /* a writing row: since when it was allowed to write; 0: always */

    /* The next fields are for journal_due(), which makes the tag's records from them. */
    const char *live_digest;       /* the tag's digest upstream now; NULL: not asked, or unknown */
    const char *live_reference;    /* the source of live_digest, if weir.dev/follow chose its tag */
    const char *current_reference; /* the tag's source now, without digest; or NULL */
    const char *reference;         /* the tag's source after this run, without digest; or NULL */
    const struct arrival *arrival; /* how a pin without a record came to the branch; or NULL */
    bool was_released; /* a person's commit released the tag, and no record says so yet */
    const struct pin_origin *release; /* that commit, if it is known; or NULL */
    /* The tag of the same stream that the tag follows before and after this run; NULL: then it is
     * not an alias. */
    const char *followed, *follows;
    const char *gives; /* an alias: the digest that it gives to others after this run; or NULL */
    bool empty;        /* an alias: it is known that it gives no digest after this run */
    bool uncited;      /* the last record cites a commit that the branch does not have */
    bool same_image;   /* a writing row: it changes no image that runs */
    bool found;        /* a writing row: it writes the digest of the image that is there already */
    bool deletes;      /* the tag has no entry after this run */

    const char *file; /* where the tag or image is declared; NULL: not in the repository */
    uint32_t line, column;
    const char *site;             /* "spec.tags[0].from.name" */
    const struct row_edit *edits; /* a writing row has them; either all are made, or none */
    size_t edit_count;
};

static inline enum row_state row_state(const struct row *row)
{
    return reason_state(row->reason);
}
