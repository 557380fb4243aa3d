// SPDX-License-Identifier: Apache-2.0
/*
 * Questions that a plan needs answered, and the answers. A question is a kind and a key; it is
 * asked once, however many rows need it. The plan is pure: it lists its questions,
 * reconciler/observe.c gets the answers, and the plan is made again.
 *
 * "None" and "unknown" are different answers. None is a fact: the registry says that the tag does
 * not exist. Unknown keeps the pin and makes the run incomplete.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/moment.h"
#include "manifests/base/words.h"

/* code, word in golden files and JSON, the key */
#define QUESTION_KINDS(X)                                                                          \
    X(QUESTION_TAG_DIGEST, "tag-digest", "host/path:tag")                                          \
    X(QUESTION_INDEX, "index",                                                                     \
      "host/path@digest: what the document is and which children an index has")                    \
    X(QUESTION_SITE_REFUSED, "site-refused", "file#document/path: an edit that was refused")       \
    X(QUESTION_TAG_LIST, "tag-list", "host/path")                                                  \
    X(QUESTION_CONFIG, "config", "host/path@digest: what the image says of itself, see below")     \
    X(QUESTION_EXISTS, "exists",                                                                   \
      "host/path@digest: is it there? The cheapest question about a digest")                       \
    X(QUESTION_SIGNATURE, "signature", "host/path@digest key")                                     \
    X(QUESTION_CHECK, "check",                                                                     \
      "name of a program of the runner, a space, its input as one line of JSON")                   \
    X(QUESTION_COMMIT, "commit", "hex id: whether the branch has this commit")                     \
    X(QUESTION_ORIGIN, "origin",                                                                   \
      "file#namespace/stream:tag@digest: the commit that brought the pin")

enum question_kind { QUESTION_KINDS(WORDS_CODE) QUESTION_KIND_COUNT };

const char *question_word(enum question_kind kind);

struct question {
    enum question_kind kind;
    const char *key; /* references are normalized: docker.io/library/nginx:latest */
};

enum answer_state {
    ANSWER_FOUND,
    ANSWER_NONE,    /* the registry says that the tag or manifest does not exist */
    ANSWER_UNKNOWN, /* no usable answer; `why` says why */
};

/* The form of a manifest, by its media type. */
enum image_form {
    IMAGE_FORM_UNKNOWN,
    IMAGE_FORM_SINGLE, /* one platform's manifest */
    IMAGE_FORM_INDEX,  /* OCI index or Docker manifest list */
};

struct platform_image {
    const char *platform; /* os/architecture[/variant]; "" when the index does not say */
    const char *digest;
};

/*
 * One label of an image, found by QUESTION_CONFIG. The labels of an image are those of its config,
 * then the annotations of its manifest. The labels of an index are those of one image, then the
 * annotations of the index; the image is the first one for linux/amd64, else the first one with a
 * platform, else the first one. Of two labels with one name the first counts. An artifact, which
 * has no image config, has annotations only, and neither platform nor time of creation.
 */
struct image_label {
    const char *name, *value;
};

/* Which commit brought a pin to the branch: the answer to QUESTION_ORIGIN. */
struct pin_origin {
    const char *commit; /* hex id of the commit that brought it */
    moment time;
    const char *who, *why; /* its author, its subject */
    bool own; /* made by weir: its trailer names its parent as the commit it was made for */
    const char *asked_for;       /* own: "rollback", … of Weir-Asked-For for this tag, or NULL */
    const char *const *evidence; /* own: lines of Weir-Evidence for this tag */
    size_t evidence_count;
};

struct answer {
    struct question question;
    enum answer_state state;
    const char *digest;   /* found, of a registry: "sha256:…" of the top document */
    enum image_form form; /* the same */
    const struct platform_image *children; /* INDEX found */
    size_t child_count;
    const struct image_label *labels; /* CONFIG found: by name, each once */
    size_t label_count;
    const char *platform;    /* CONFIG found: os/architecture[/variant]; NULL: not given */
    moment created;          /* CONFIG found; MOMENT_NEVER: not given */
    const char *const *tags; /* TAG_LIST found: bytewise sorted, each once */
    size_t tag_count;
    bool passed;                     /* CHECK found: the program said yes */
    const struct pin_origin *origin; /* ORIGIN found */
    const char *word; /* UNKNOWN: class of the error, "unauthorized"; SITE_REFUSED: the refusal's */
    const char *why;  /* NONE, UNKNOWN, SITE_REFUSED, CHECK: one line for people, secrets removed */
};

/* The order of questions: by kind, then by key, bytewise. */
int question_compare(const struct question *a, const struct question *b);
