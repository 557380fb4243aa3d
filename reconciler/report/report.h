// SPDX-License-Identifier: Apache-2.0
/*
 * Prints plans, changes, problems and declared objects, for people and for machines. Reports decide
 * nothing: they print only what the values contain.
 *
 * Each format has a folder and prints every kind of report. The same input gives the same bytes.
 * Text and Markdown replace characters of untrusted text that could do harm. JSON keeps untrusted
 * text and replaces only broken UTF-8; docs/json.md describes the JSON documents.
 *
 * Printers do not report write errors: the caller must check ferror after fflush.
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
 * The formats: code, prefix of the printers, word on the command line, and whether the format is
 * for people. Reports for people also say what to do next. X gets `with` as its last argument.
 *
 * To add a format, add a row here and a folder with a printer for each kind (printers.h).
 */
#define REPORT_FORMATS(X, with)                                                                    \
    X(REPORT_TEXT, text, "text", true, with)                                                       \
    X(REPORT_JSON, json, "json", false, with)                                                      \
    X(REPORT_MARKDOWN, markdown, "markdown", true, with)

enum report_format { REPORT_FORMATS(WORDS_CODE, ) REPORT_FORMAT_COUNT };

/* Finds a format by its word on the command line. Returns false if no format has this word. */
bool report_format_parse(const char *word, enum report_format *out);
bool report_format_for_people(enum report_format format);

/*
 * The kinds: code, and the name that their printers end with. The printers read source, now, and
 * these members of struct report:
 *
 *   PLAN          declared, plan, change; result after a sync
 *   PROBLEMS      declared, with its problems
 *   STREAMS       declared; plan or NULL
 *   TAGS          declared, plan
 *   PROMOTIONS    declared, plan; only: promotion, namespace
 *   STREAM        declared, plan; observed or NULL; only: namespace, stream, tag (describe)
 *   EXPLANATION   declared, plan; observed or NULL; only: namespace, stream, tag (explain)
 *   REVIEW        review; declared and plan are those of head
 *   VERIFICATION  verification
 *   AUDIT         audit and scope
 *
 * The printers of these kinds also read the journal in observed, and say so if it is missing:
 *
 *   HISTORY       declared; only: namespace, stream, tag
 *   TAGS_AT       declared; only: at
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

/* The outcome of a change. */
enum result_kind {
    RESULT_PLANNED,   /* the command does not write: `diff` */
    RESULT_NOTHING,   /* nothing had to be written */
    RESULT_EDITED,    /* files were edited in place */
    RESULT_COMMITTED, /* one commit was made */
    RESULT_RACE,      /* somebody else changed the repository during every attempt */
    RESULT_REFUSED,   /* the change could not be written; `words` says why */
    RESULT_FAILED,    /* the machine or the network failed; `words` says why */
};

struct report_result {
    enum result_kind kind;
    size_t written;      /* files that were written */
    const char *commit;  /* hex id; only for RESULT_COMMITTED */
    const char *words;   /* one line about the outcome; NULL: none */
    const char *message; /* in a work tree without --commit: the message for the commit, or NULL */
    const char *journal; /* hex id of the journal's new tip; NULL if it was not written */
};

/* The objects to show; NULL selects all. A namespace selects the promotions whose path contains it.
 */
struct report_only {
    const char *namespace, *stream, *tag;
    const char *promotion; /* for REPORT_PROMOTIONS and REPORT_ENVIRONMENTS */
    moment at;             /* for REPORT_TAGS_AT */
    const char *digest; /* for REPORT_WHERE: a digest or its beginning, as for digest_search_add */
};

/* The two revisions of a review; report.source is the source of head. */
struct report_review {
    const struct review *review;
    const struct source *base;
    const char *base_name, *head_name; /* as the user gave them; head_name NULL: not given */
    bool untrusted;                    /* head was planned with base's weir.yaml and weir.freeze */
    const char *const *refused;        /* hosts that were not contacted */
    size_t refused_count;
    const char *doubt; /* why a sync would refuse head's commit, or NULL */
};

struct report {
    const struct source *source;             /* name, commit and branch; reports read no files */
    const struct declared *declared;         /* never NULL */
    const struct plan *plan;                 /* NULL if nothing was planned */
    const struct change *change;             /* NULL if nothing was planned */
    const struct observed *observed;         /* answers and journal; NULL: show neither */
    const struct report_review *review;      /* REPORT_REVIEW */
    const struct verification *verification; /* REPORT_VERIFICATION */
    const struct audit *audit;               /* REPORT_AUDIT */
    const struct audit_scope *scope;         /* REPORT_AUDIT: the requested range and namespace */
    struct report_result result;             /* zeroed: RESULT_PLANNED */
    struct report_only only;
    const char
        *writer; /* the command that would write the change, in backquotes; NULL: `weir sync` */
    moment now;
    bool color;    /* text: ANSI colors */
    size_t width;  /* text: columns of the terminal; 0: lines are not wrapped */
    bool all;      /* text: also list rows that are up to date */
    bool evidence; /* history in text and Markdown: show records in full */
    bool patch;    /* text and JSON: show the changed lines; Markdown always does */
};

/* Prints one report. */
void report_print(enum report_kind kind, enum report_format format, const struct report *report,
                  FILE *out);

/* Prints only the last line of a plan's text report, without a line break. */
void report_last_line(const struct report *report, FILE *out);

/* Prints what to do next in a repository without streams; prints nothing if it has streams. Reads
 * only `declared` and `source`. */
void report_advice(const struct report *report, FILE *out);

/* If `only` names a promotion, returns true if a promotion is selected. Otherwise returns true if a
 * stream is selected, or, if `only` names a tag, a tag. */
bool report_found(const struct report *report);
/* True if REPORT_WHERE finds the image, now or in the journal. */
bool report_where_found(const struct report *report);
/* Returns the digests, in one line, if REPORT_WHERE finds several; else NULL. */
const char *report_where_ambiguous(struct arena *arena, const struct report *report);
/* True if the journal has a file for any of the selected tags. */
bool report_has_records(const struct report *report);
/* True if the journal file of any selected tag can't be trusted. */
bool report_history_trouble(const struct report *report);
