// SPDX-License-Identifier: Apache-2.0
/*
 * Reports: plans, changes, problems and declared objects, printed for people and for machines.
 * Nothing is decided here: what the values don't say is not printed.
 *
 * One folder a format; each prints every kind of report. The same input gives the same bytes. Text
 * and Markdown show untrusted text disarmed, JSON keeps it as it is (broken UTF-8 replaced). What
 * the JSON documents hold is written in docs/json.md.
 *
 * A FILE that can't be written is the caller's to notice (ferror after fflush).
 */
#pragma once

#include <stdio.h>

#include "diff/audit/audit.h"
#include "diff/base/plan.h"
#include "diff/plan/change.h"
#include "diff/review/review.h"
#include "diff/review/verification.h"
#include "manifests/base/words.h"
#include "manifests/declared/declared.h"
#include "manifests/values/source.h"

/*
 * The formats: code, prefix of its printers, word on the command line, and whether it is for
 * people, who are then also told what to do next. `with` is handed on to X.
 *
 * A new format is a row here and a folder with a printer for each kind (printers.h).
 */
#define REPORT_FORMATS(X, with)                                                                    \
    X(REPORT_TEXT, text, "text", true, with)                                                       \
    X(REPORT_JSON, json, "json", false, with)                                                      \
    X(REPORT_MARKDOWN, markdown, "markdown", true, with)

enum report_format { REPORT_FORMATS(WORDS_CODE, ) REPORT_FORMAT_COUNT };

/* Finds a format by its word; false if no format has it. */
bool report_format_parse(const char *word, enum report_format *out);
bool report_format_for_people(enum report_format format);

/*
 * The kinds: code, and name of its printers. They print these members of struct report beside
 * source and now:
 *
 *   PLAN          declared, plan, change; result once something was applied (sync)
 *   PROBLEMS      declared: what lint found
 *   STREAMS       declared; plan if there is one
 *   TAGS          declared, plan
 *   PROMOTIONS    declared, plan
 *   STREAM        declared, plan; only: namespace and stream (describe)
 *   EXPLANATION   declared, plan, observed if there is one; only: all three (explain)
 *   REVIEW        review; declared and plan are those of head
 *   VERIFICATION  verification
 *   AUDIT         audit and scope
 *
 * and these also observed.journal, without which they say that there is none:
 *
 *   HISTORY       declared; only: namespace and stream, and the tag or all
 *   PAST_TAGS     declared; only: at
 *   WHERE         declared, plan; only: digest
 *   ENVIRONMENTS  declared, plan; only: as PROMOTIONS
 */
#define REPORT_KINDS(X)                                                                            \
    X(REPORT_PLAN, plan)                                                                           \
    X(REPORT_PROBLEMS, problems)                                                                   \
    X(REPORT_STREAMS, streams)                                                                     \
    X(REPORT_TAGS, tags)                                                                           \
    X(REPORT_PROMOTIONS, promotions)                                                               \
    X(REPORT_STREAM, stream)                                                                       \
    X(REPORT_EXPLANATION, explanation)                                                             \
    X(REPORT_REVIEW, review)                                                                       \
    X(REPORT_HISTORY, history)                                                                     \
    X(REPORT_TAGS_AT, tags_at)                                                                     \
    X(REPORT_WHERE, where)                                                                         \
    X(REPORT_ENVIRONMENTS, environments)                                                           \
    X(REPORT_VERIFICATION, verification)                                                           \
    X(REPORT_AUDIT, audit)

enum report_kind { REPORT_KINDS(WORDS_CODE) REPORT_KIND_COUNT };

/* What became of a change, in the report's words. */
enum result_kind {
    RESULT_PLANNED,   /* nothing was tried: `diff` */
    RESULT_NOTHING,   /* there was nothing to write */
    RESULT_EDITED,    /* files were edited in place */
    RESULT_COMMITTED, /* one commit */
    RESULT_RACE,      /* every attempt met a change that somebody else made meanwhile */
    RESULT_REFUSED,   /* it could not be written; words say why */
    RESULT_FAILED,    /* the machine or the network failed; words say why */
};

struct report_result {
    enum result_kind kind;
    size_t written;      /* files that have their new bytes */
    const char *commit;  /* hex id, COMMITTED */
    const char *words;   /* one line, or NULL */
    const char *journal; /* hex id of the journal's new tip, or NULL */
};

/* Which objects are meant; NULL is any. Of promotions those whose path has the namespace. */
struct report_only {
    const char *namespace, *stream, *tag;
    const char *promotion; /* of REPORT_PROMOTIONS and REPORT_ENVIRONMENTS */
    moment at;             /* of REPORT_TAGS_AT */
    const char *digest;    /* of REPORT_WHERE: as digest_matches takes it */
};

/* Two revisions; report.source is that of head. */
struct report_review {
    const struct review *review;
    const struct source *base;
    const char *base_name, *head_name; /* as they were asked for; NULL: files as they stand */
    bool untrusted;                    /* weir.yaml was taken from base */
    const char *const *refused;        /* hosts that were not asked */
    size_t refused_count;
    const char *doubt; /* why head's commit would not be acted upon, or NULL */
};

struct report {
    const struct source *source;             /* name, commit and branch; the files are not read */
    const struct declared *declared;         /* never NULL */
    const struct plan *plan;                 /* NULL where nothing was planned */
    const struct change *change;             /* NULL where nothing was planned */
    const struct observed *observed;         /* or NULL: then no answers and no journal are shown */
    const struct report_review *review;      /* REPORT_REVIEW */
    const struct verification *verification; /* REPORT_VERIFICATION */
    const struct audit *audit;               /* REPORT_AUDIT */
    const struct audit_scope *scope;         /* REPORT_AUDIT: what was asked for */
    struct report_result result;             /* zeroed: RESULT_PLANNED */
    struct report_only only;
    const char *writer; /* what would write a planned change; NULL: "`weir sync`" */
    moment now;
    bool color;    /* text: ANSI colors */
    bool all;      /* text: steady rows, one by one */
    bool evidence; /* history in text and Markdown: all that a record says */
    bool patch;    /* text and JSON: the changed lines; Markdown always has them */
};

/* Prints one document. */
void report_print(enum report_kind kind, enum report_format format, const struct report *report,
                  FILE *out);

/* The last line of a plan's text report by itself, without a line break: for `run` and progress. */
void report_last_line(const struct report *report, FILE *out);

/* What a repository without streams is told to do, nothing for others; needs `declared` only. */
void report_advice(const struct report *report, FILE *out);

/* Whether `only` finds anything: the promotion, or the namespace and stream, and the tag when one
 * is named. */
bool report_found(const struct report *report);
/* Whether REPORT_WHERE finds anything, now or in the journal. */
bool report_where_found(const struct report *report);
/* Whether the journal has something to say of the tags that are meant: any of them is recorded. */
bool report_has_records(const struct report *report);
/* Whether the journal of a tag that is meant can't be relied upon. */
bool report_history_trouble(const struct report *report);
