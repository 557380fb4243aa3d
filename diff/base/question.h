// SPDX-License-Identifier: Apache-2.0
/*
 * Questions that a plan needs answered, and the answers. A question is a kind and a key; the same
 * question is asked once however many rows need it. The plan is pure: it asks by listing questions,
 * `reconciler/observe` gets the answers, and the plan is made again.
 *
 * *None* and *could not tell* are different answers: none is a fact (the registry says that there
 * is no such tag), could-not-tell keeps what is pinned and makes the run incomplete.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/moment.h"

/* kind, word in golden files and JSON, what the key is */
#define QUESTION_KINDS(X)                                                                          \
    X(TAG_DIGEST, "tag-digest", "host/path:tag")                                                   \
    X(INDEX, "index", "host/path@digest: what the document is and which children an index has")    \
    X(SITE_REFUSED, "site-refused", "file#document/path: an edit that was refused")                \
    X(TAG_LIST, "tag-list", "host/path")                                                           \
    X(CONFIG, "config", "host/path@digest: what the image says of itself, see below")              \
    X(EXISTS, "exists", "host/path@digest: is it there? The cheapest question about a digest")     \
    X(SIGNATURE, "signature", "host/path@digest key")                                              \
    X(CHECK, "check", "name of a program of the runner, a blank, its input as one line of JSON")   \
    X(COMMIT, "commit", "hex id: whether the branch has this commit")                              \
    X(ORIGIN, "origin", "file#namespace/stream:tag@digest: the commit that brought the pin")

enum question_kind {
#define X(name, word, key) QUESTION_##name,
    QUESTION_KINDS(X)
#undef X
        QUESTION_KIND_COUNT
};

const char *question_word(enum question_kind kind);

struct question {
    enum question_kind kind;
    const char *key; /* references are normalized: docker.io/library/nginx:latest */
};

enum answer_state {
    ANSWER_FOUND,
    ANSWER_NONE,    /* the registry says: no such tag, no such manifest */
    ANSWER_UNKNOWN, /* could not tell; why says why */
};

/* What a manifest is; decided by its media type. */
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
 * What CONFIG finds: of an image the labels of its config, then the annotations of its manifest; of
 * an index those of its first image for linux/amd64, else of the first whose platform is named,
 * else of the first at all, then the annotations of the index. What stands first counts where a
 * name stands twice. An artifact, whose config is that of no image, has annotations only, no
 * platform and no instant.
 */
struct image_label {
    const char *name, *value;
};

/* How a pin came to stand on the branch: the answer to QUESTION_ORIGIN. */
struct pin_origin {
    const char *commit; /* hex id of the commit that brought it */
    moment time;
    const char *who, *why; /* its author, its subject */
    bool own; /* made by weir: its trailer names its parent as the commit it was made for */
    const char *asked_for;       /* own: "rollback", … of Weir-Asked-For for this tag, or NULL */
    const char *const *evidence; /* own: lines of Weir-Evidence for this tag */
    size_t evidence_count;
};
/* Why something could not be told; classes of registry errors have one word each. */
struct answer {
    struct question question;
    enum answer_state state;
    const char *digest;   /* found, of a registry: "sha256:…" of the top document */
    enum image_form form; /* the same */
    const struct platform_image *children; /* INDEX found */
    size_t child_count;
    const struct image_label *labels; /* CONFIG found: by name, each once */
    size_t label_count;
    const char *platform;    /* CONFIG found: os/architecture[/variant]; NULL: not said */
    moment created;          /* CONFIG found; MOMENT_NEVER: not said */
    const char *const *tags; /* TAG_LIST found: bytewise sorted, each once */
    size_t tag_count;
    bool passed;                     /* CHECK found: the program said yes */
    const struct pin_origin *origin; /* ORIGIN found */
    const char
        *word;       /* UNKNOWN: class, e.g. "unauthorized"; SITE_REFUSED: an edit refusal's word */
    const char *why; /* NONE, UNKNOWN, SITE_REFUSED, CHECK: one line for people, secrets removed */
};

/* Order of questions: kind, then key bytewise; for sorting and searching. */
int question_compare(const struct question *a, const struct question *b);
