// SPDX-License-Identifier: Apache-2.0
/*
 * Collects the problems of manifests that a person must fix, each with its place and a hint. All
 * problems of a run are reported, in the order of their places. An error blocks the rows of the
 * plan that use its object; a warning and a note block nothing.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "manifests/base/attribute.h"
#include "manifests/base/list.h"
#include "manifests/base/words.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* code, word, severity, sentence. The docs repeat this table; a test compares them. */
#define PROBLEMS(X)                                                                                \
    X(PROBLEM_SYNTAX, "syntax", SEVERITY_ERROR, "the file is not valid YAML or JSON")              \
    X(PROBLEM_TEMPLATE_TEXT, "template-text", SEVERITY_NOTE,                                       \
      "the file is a template, not YAML, and is skipped")                                          \
    X(PROBLEM_VARIABLE, "variable", SEVERITY_NOTE,                                                 \
      "another tool fills in a variable here, so weir leaves it alone")                            \
    X(PROBLEM_UNREADABLE, "unreadable", SEVERITY_ERROR, "the file can't be read")                  \
    X(PROBLEM_NOT_READ, "not-read", SEVERITY_NOTE, "the file or folder is not read")               \
    X(PROBLEM_NO_FILE, "no-file", SEVERITY_WARNING, "no manifest is in a path of weir.yaml")       \
    X(PROBLEM_NOT_SUPPORTED, "not-supported", SEVERITY_ERROR,                                      \
      "this version does not carry out the declaration")                                           \
    X(PROBLEM_LIMIT, "limit", SEVERITY_ERROR, "a file, list or text exceeds a limit")              \
    X(PROBLEM_SPLIT, "split", SEVERITY_WARNING,                                                    \
      "kubectl would split the file into other documents")                                         \
    X(PROBLEM_DUPLICATE_KEY, "duplicate-key", SEVERITY_ERROR, "a map has the same key twice")      \
    X(PROBLEM_UNKNOWN_FIELD, "unknown-field", SEVERITY_ERROR,                                      \
      "the field, gate or annotation is unknown here")                                             \
    X(PROBLEM_WRONG_TYPE, "wrong-type", SEVERITY_ERROR,                                            \
      "the value has the wrong type for this field")                                               \
    X(PROBLEM_MISSING_FIELD, "missing-field", SEVERITY_ERROR,                                      \
      "a required field, value or object is missing")                                              \
    X(PROBLEM_BAD_VALUE, "bad-value", SEVERITY_ERROR, "the value is not allowed here")             \
    X(PROBLEM_BAD_REFERENCE, "bad-reference", SEVERITY_ERROR,                                      \
      "the text is not a valid image reference")                                                   \
    X(PROBLEM_BAD_NAME, "bad-name", SEVERITY_ERROR, "the name is not allowed")                     \
    X(PROBLEM_BAD_TRIGGERS, "bad-triggers", SEVERITY_ERROR,                                        \
      "the triggers annotation is not valid, so none of its triggers work")                        \
    X(PROBLEM_TRIGGER_IGNORED, "trigger-ignored", SEVERITY_WARNING,                                \
      "the trigger never fires, or OpenShift reads it in another way")                             \
    X(PROBLEM_DUPLICATE_TAG, "duplicate-tag", SEVERITY_ERROR,                                      \
      "the stream has the tag twice; a cluster silently uses the last one")                        \
    X(PROBLEM_SCHEDULED_SOURCE, "scheduled-source", SEVERITY_ERROR,                                \
      "only a DockerImage source can be scheduled")                                                \
    X(PROBLEM_DUPLICATE_OBJECT, "duplicate-object", SEVERITY_ERROR,                                \
      "the object is declared twice")                                                              \
    X(PROBLEM_NO_NAMESPACE, "no-namespace", SEVERITY_ERROR, "the object's namespace is unknown")   \
    X(PROBLEM_SHARED_BASE, "shared-base", SEVERITY_NOTE,                                           \
      "several namespaces share this object, so it is never edited")                               \
    X(PROBLEM_NO_STREAM, "no-stream", SEVERITY_ERROR, "the stream is not declared")                \
    X(PROBLEM_NO_TAG, "no-tag", SEVERITY_WARNING, "the stream has no such tag")                    \
    X(PROBLEM_TWO_WRITERS, "two-writers", SEVERITY_ERROR, "two declarations move the same tag")    \
    X(PROBLEM_CYCLE, "cycle", SEVERITY_ERROR, "the declarations form a cycle")                     \
    X(PROBLEM_NO_MATCH, "no-match", SEVERITY_ERROR,                                                \
      "no stream of the promotion has this name or matches this pattern")                          \
    X(PROBLEM_NO_WINDOW, "no-window", SEVERITY_ERROR,                                              \
      "weir.yaml declares no window with this name")                                               \
    X(PROBLEM_APPLIED, "applied", SEVERITY_WARNING,                                                \
      "the object would be applied to a cluster that does not need it or does not have its kind")

enum problem_code { PROBLEMS(WORDS_CODE) PROBLEM_COUNT };

struct problem {
    enum problem_code code;
    const char *path;      /* path of the file; NULL in a part (declared_make sets it in a copy) */
    uint32_t line, column; /* from 1; 0 for the whole file */
    const char *object;    /* "ImageStream app-dev/web", or NULL */
    const char *message;   /* one line, lower case, no full stop */
    const char *hint;      /* how to fix it, or NULL */
};

typedef LIST_OF(struct problem) problem_list;

enum { PROBLEMS_FILE_MAX = 1000 }; /* of one file; if it has more, a problem `limit` follows */

const char *problem_word(enum problem_code code);
const char *problem_sentence(enum problem_code code);
enum severity problem_severity(enum problem_code code);
/* Compares two struct problem in the order of reports: path, line, column, code, then the texts. */
int problem_compare(const void *left, const void *right);
/* Returns "note", "warning" or "error". */
const char *severity_word(enum severity severity);

struct decoding; /* decoding.h */
struct node;

/* Adds a problem at a node. Node and hint may be NULL. The message and the hint are copied. */
PRINTF_LIKE(5, 6)
void problem_add(struct decoding *decoding, enum problem_code code, const struct node *at,
                 const char *hint, const char *format, ...);
/* Returns the path of a node as messages show it, such as "spec.tags[0].name". */
const char *problem_place(struct arena *scratch, const struct node *node);
/* Adds the problem that a node does not have the wanted type, such as "a map". */
void problem_wrong_type(struct decoding *decoding, const struct node *node, const char *wanted,
                        const char *hint);
/* Returns true, and adds a problem such as "more than 50 gates", if the count exceeds the limit. */
bool problem_too_many(struct decoding *decoding, const struct node *at, size_t count, size_t most,
                      const char *what, const char *hint);
/* Adds a problem if the map has a key twice. */
void problem_duplicate_key(struct decoding *decoding, const struct node *map);
