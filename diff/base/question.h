// SPDX-License-Identifier: Apache-2.0
/*
 * Declares questions to registries, programs and the branch's history, and their answers. A
 * question is a kind and a key; it is asked once, even if many rows need its answer. Planning is
 * pure: a plan lists its questions, reconciler/observe.c gets the answers, and the plan is made
 * again.
 *
 * "None" and "unknown" are different answers. None is a fact, for example that the registry has no
 * such tag. After "unknown" the pin stays and the run is incomplete.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "diff/base/claimed_move.h"
#include "diff/base/evidence.h"
#include "manifests/base/moment.h"
#include "manifests/base/words.h"

/* code, word in golden files and JSON, form of the key (and what is asked) */
#define QUESTION_KINDS(X)                                                                          \
    X(QUESTION_TAG_DIGEST, "tag-digest", "host/path:tag")                                          \
    X(QUESTION_INDEX, "index",                                                                     \
      "host/path@digest: the form of the manifest, and the children of an index")                  \
    X(QUESTION_SITE_REFUSED, "site-refused",                                                       \
      "file#document/path: never asked; its answer says why an edit was refused")                  \
    X(QUESTION_TAG_LIST, "tag-list", "host/path")                                                  \
    X(QUESTION_CONFIG, "config", "host/path@digest: the image's platform, time and labels")        \
    X(QUESTION_EXISTS, "exists",                                                                   \
      "host/path@digest: whether the manifest exists; the cheapest question about a digest")       \
    X(QUESTION_SIGNATURE, "signature", "host/path@digest, a space, a key; not asked yet")          \
    X(QUESTION_CHECK, "check",                                                                     \
      "the check's name in the runner configuration, a space, its input as one line of JSON")      \
    X(QUESTION_COMMIT, "commit", "hex id: whether the branch has this commit")                     \
    X(QUESTION_ORIGIN, "origin",                                                                   \
      "file#namespace/stream:tag@digest: how the pin came to the branch; with !digest instead of " \
      "@digest: how that digest was released; with ! alone: how the tag's hold was removed; with " \
      "?: "                                                                                        \
      "how the tag was deleted")                                                                   \
    X(QUESTION_MOVES, "moves",                                                                     \
      "file#namespace/stream:tag@digest^digest^hex id: how the tag, whose last record has the "    \
      "second digest, came to the first one, through all commits of the branch since that "        \
      "commit; without ^hex id: since the newest commit at which it had the second one")           \
    X(QUESTION_CHANGED, "changed",                                                                 \
      "hex id: which manifests the commits of the branch changed since this one")

enum question_kind { QUESTION_KINDS(WORDS_CODE) QUESTION_KIND_COUNT };

const char *question_word(enum question_kind kind);

struct question {
    enum question_kind kind;
    const char *key; /* references are normalized: docker.io/library/nginx:latest */
};

enum answer_state {
    ANSWER_FOUND,
    ANSWER_NONE,    /* a fact: the tag, repository, manifest, commit or pin does not exist */
    ANSWER_UNKNOWN, /* there is no usable answer; `why` says why */
};

/* The form of a manifest, by its media type. */
enum image_form {
    IMAGE_FORM_UNKNOWN,
    IMAGE_FORM_SINGLE, /* one platform's manifest */
    IMAGE_FORM_INDEX,  /* OCI index or Docker manifest list */
};

struct platform_image {
    const char *platform; /* os/architecture[/variant]; "" if the index does not name it */
    const char *digest;
};

/*
 * One label in the answer to QUESTION_CONFIG. An image has the labels of its config, then the
 * annotations of its manifest. An index has the labels of one of its images, then its own
 * annotations; that image is the first for linux/amd64, else the first with a platform, else the
 * first. If two labels have the same name, the first counts. An artifact has no image config, so it
 * has only annotations, no platform, and no time of creation.
 */
struct image_label {
    const char *name, *value;
};

/*
 * How a pin came to the branch: the answer to QUESTION_ORIGIN and QUESTION_MOVES. The change was
 * made by the commit of the branch that brought the pin or, if that one is a merge, by a commit
 * that it merged.
 */
struct pin_origin {
    const char *commit;    /* hex ID of the commit of the branch that brought the pin */
    moment time;           /* its committer's time */
    moment parent;         /* the committer's time of its first parent; 0: none, or out of reach */
    const char *before;    /* the digest that the tag had before that commit; NULL: none */
    const char *who, *why; /* author and subject of the commit that made the change */
    const char *merger;    /* author of `commit` if it merged the change; or NULL */
    /* The claim of the change, if its FROM and TO are exactly what the change did; or NULL. */
    const struct claimed_move *claim;
    bool here;                       /* weir made `commit`, for this branch: nothing was merged */
    const struct evidence *evidence; /* the items of Weir-Evidence for the claim */
    size_t evidence_count;
    bool was_held;           /* the tag had a hold before the change */
    bool holds;              /* the change put a hold on the tag, ... */
    const char *hold_reason; /* ... for this reason; or NULL */
    bool releases;           /* the change removed a hold, or released the digest */
    /* The answer to QUESTION_MOVES also has: */
    const char *digest; /* the tag's image after the commit; an alias: the image of the tag that it
                           follows; NULL: the repository does not name it */
    const char *reference; /* the source of the image, without digest; or NULL */
    const char *alias; /* the tag of the same stream that the tag follows from then on; or NULL */
    const struct pin_origin *earlier; /* the move before this one; NULL: it needs no record, or it
                                         is out of reach */
};

struct answer {
    struct question question;
    enum answer_state state;
    const char *digest;   /* found by a registry: "sha256:…", the digest of the manifest */
    enum image_form form; /* found by a registry: the form of that manifest */
    const struct platform_image *children; /* INDEX found: the images of an index */
    size_t child_count;
    const struct image_label *labels; /* CONFIG found: sorted by name, each once */
    size_t label_count;
    const char *platform;    /* CONFIG found: os/architecture[/variant]; NULL: not given */
    moment created;          /* CONFIG found; MOMENT_NEVER: not given */
    const char *const *tags; /* TAG_LIST found: bytewise sorted, each once */
    size_t tag_count;
    bool passed;                     /* CHECK found: the program allows the image */
    const struct pin_origin *origin; /* ORIGIN found; MOVES found: the newest move */
    const char *const *files;        /* CHANGED found: bytewise sorted, each once */
    size_t file_count;
    const char *word; /* UNKNOWN: the error's class, "unauthorized"; SITE_REFUSED: the code word */
    const char *why;  /* NONE, UNKNOWN, SITE_REFUSED, CHECK: one line for people, without secrets */
};

/* Orders questions by kind, then bytewise by key. */
int question_compare(const struct question *a, const struct question *b);
