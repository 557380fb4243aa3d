// SPDX-License-Identifier: Apache-2.0
/*
 * Problems of manifests: what a person should mend, each with its place and a hint. All of a run
 * are reported, in the order of their places. An error blocks the rows that touch its object; a
 * warning and a note block nothing.
 */
#pragma once

#include <stdint.h>

#include "manifests/base/list.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* name, code word, severity, what it means: the docs repeat this table, a test compares them. */
#define PROBLEMS(X)                                                                                \
    X(SYNTAX, "syntax", ERROR, "the file is not valid YAML or JSON")                               \
    X(TEMPLATE_TEXT, "template-text", NOTE, "the file is a template, not YAML, and is skipped")    \
    X(UNREADABLE, "unreadable", ERROR, "the file can't be read")                                   \
    X(LIMIT, "limit", ERROR, "the file is larger than a limit")                                    \
    X(SPLIT, "split", WARNING, "kubectl would split the file into other documents")                \
    X(DUPLICATE_KEY, "duplicate-key", ERROR, "a map has the same key twice")                       \
    X(UNKNOWN_FIELD, "unknown-field", ERROR, "the field does not exist in this kind")              \
    X(WRONG_TYPE, "wrong-type", ERROR, "the value has the wrong type for this field")              \
    X(MISSING_FIELD, "missing-field", ERROR, "a required field is missing")                        \
    X(BAD_VALUE, "bad-value", ERROR, "the value is not allowed here")                              \
    X(BAD_REFERENCE, "bad-reference", ERROR, "the text is not a valid image reference")            \
    X(BAD_NAME, "bad-name", ERROR, "the name is not allowed")                                      \
    X(BAD_TRIGGERS, "bad-triggers", ERROR,                                                         \
      "the triggers annotation can't be decoded, so none of its triggers work")                    \
    X(TRIGGER_IGNORED, "trigger-ignored", WARNING, "this trigger never fires")                     \
    X(DUPLICATE_TAG, "duplicate-tag", ERROR,                                                       \
      "the stream has the tag twice; a cluster silently uses the last one")                        \
    X(SCHEDULED_SOURCE, "scheduled-source", ERROR, "only a DockerImage source can be scheduled")   \
    X(DUPLICATE_OBJECT, "duplicate-object", ERROR, "the object is declared twice")                 \
    X(NO_NAMESPACE, "no-namespace", ERROR, "the object's namespace is unknown")                    \
    X(SHARED_BASE, "shared-base", NOTE,                                                            \
      "several namespaces share this object, so it is never edited")                               \
    X(NO_STREAM, "no-stream", ERROR, "the stream is not declared")                                 \
    X(NO_TAG, "no-tag", WARNING, "the stream has no such tag")                                     \
    X(TWO_WRITERS, "two-writers", ERROR, "two rules move the same tag")                            \
    X(CYCLE, "cycle", ERROR, "the declarations form a cycle")                                      \
    X(NO_MATCH, "no-match", ERROR, "the pattern matches no stream")                                \
    X(NO_WINDOW, "no-window", ERROR, "weir.yaml declares no such window")                          \
    X(APPLIED, "applied", WARNING,                                                                 \
      "the object would be applied to a cluster that does not have its kind")

enum problem_code {
#define X(name, word, severity, sentence) PROBLEM_##name,
    PROBLEMS(X)
#undef X
        PROBLEM_COUNT
};

struct problem {
    enum problem_code code;
    const char *path;      /* of the file; NULL inside a part, filled in when declared */
    uint32_t line, column; /* from 1; 0 when the whole file is meant */
    const char *object;    /* "ImageStream app-dev/web", or NULL */
    const char *message;   /* one line, lower case, no full stop */
    const char *hint;      /* what to do, or NULL */
};

typedef LIST_OF(struct problem) problem_list;

enum { PROBLEMS_FILE_MAX = 1000 }; /* of one file; the rest is counted in a last one, `limit` */

const char *problem_word(enum problem_code code);
const char *problem_sentence(enum problem_code code);
enum severity problem_severity(enum problem_code code);
/* Order of reports: path, line, column, code, then the texts. For struct problem. */
int problem_compare(const void *left, const void *right);
/* "note", "warning", "error" */
const char *severity_word(enum severity severity);
