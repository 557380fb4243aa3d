// SPDX-License-Identifier: Apache-2.0
/*
 * The policy of a repository is everything that it declares about how images may move, without the
 * pins. Two declarations are compared, and each difference is a row, because it changes what will
 * be allowed later even if no image moves today. Writing a default value into a file makes no row.
 *
 * The code is pure.
 */
#pragma once

#include <stdio.h>

#include "manifests/base/words.h"
#include "manifests/declared/declared.h"

/* The columns are: code, word, meaning. policy_compare() lists an object's rows in this order. */
#define POLICIES(X)                                                                                \
    X(POLICY_BRANCH, "branch", "the branch that weir reads and writes")                            \
    X(POLICY_WRITE, "write", "how changes are written")                                            \
    X(POLICY_TRIGGERS, "triggers", "who writes the images of triggered workloads")                 \
    X(POLICY_FREEZE, "freeze", "a time during which only requests are written")                    \
    X(POLICY_GUARD, "guard", "how many rows one run may change")                                   \
    X(POLICY_PATH, "path", "a folder that is read, and its namespace")                             \
    X(POLICY_IGNORE, "ignore", "files that are not read")                                          \
    X(POLICY_WINDOW, "window", "when gates with this window are open")                             \
    X(POLICY_CLUSTER, "cluster", "which namespaces share a cluster")                               \
    X(POLICY_REGISTRY_NAME, "integrated-registry", "the integrated registry's name")               \
    X(POLICY_HOST, "host", "a registry that a tag's source names")                                 \
    X(POLICY_ENVIRONMENTS, "environments", "the path of a promotion")                              \
    X(POLICY_STREAMS, "streams", "the streams that a promotion moves")                             \
    X(POLICY_TAG, "tag", "the tag that a promotion moves")                                         \
    X(POLICY_TOGETHER, "together", "whether the streams move as one set")                          \
    X(POLICY_FROM, "from", "where an environment gets its images from")                            \
    X(POLICY_BY, "by", "how images get into an environment")                                       \
    X(POLICY_JOIN, "join", "whether all previous environments must have the same image")           \
    X(POLICY_GATE, "gate", "what an image must pass to get into an environment")                   \
    X(POLICY_COPY_TO, "copy-to", "where an environment's images are copied to")                    \
    X(POLICY_LOOKUP, "lookup", "whether short names in workloads refer to the stream")             \
    X(POLICY_SOURCE, "source", "a tag's source, without its digest")                               \
    X(POLICY_SCHEDULED, "scheduled", "whether a tag is followed")                                  \
    X(POLICY_FOLLOW, "follow", "by which rule a tag is followed")                                  \
    X(POLICY_REFERENCE, "reference", "whether a tag is never resolved")                            \
    X(POLICY_SETTLE, "settle", "how long a tag must point to a digest before it is pinned")        \
    X(POLICY_PLATFORMS, "platforms", "which platforms an image must have")                         \
    X(POLICY_HOLD, "hold", "a tag that does not move")                                             \
    X(POLICY_DENY, "deny", "a digest that the tag must not get")                                   \
    X(POLICY_IMPORT_MODE, "import-mode",                                                           \
      "whether a cluster keeps one platform or the whole index")                                   \
    X(POLICY_REFERENCE_POLICY, "reference-policy", "where a cluster pulls the image from")         \
    X(POLICY_INSECURE, "insecure", "whether a cluster may import without TLS")                     \
    X(POLICY_BINDING, "binding", "which tag a workload's image comes from")                        \
    X(POLICY_PAUSED, "paused", "whether a workload's trigger is paused")

enum policy { POLICIES(WORDS_CODE) POLICY_COUNT };

const char *policy_word(enum policy what);
const char *policy_meaning(enum policy what);

struct policy_row {
    enum policy what;
    const char *object; /* "weir.yaml", "Promotion shop to app-prod", "app-dev/web:latest", … */
    const char *before, *after; /* one line; NULL if that side has no such fact */
    const char *file;           /* in head, or in base if of_base; NULL: no file */
    uint32_t line, column;
    bool of_base; /* head does not have the fact, so the place is in base */
};
typedef LIST_OF(struct policy_row) policy_rows;

/*
 * Lists the differences between the policies of base and head: weir.yaml first, then hosts,
 * promotions, streams and workloads, each by object. Texts live in the arena or in the
 * declarations.
 */
void policy_compare(struct arena *arena, const struct declared *base, const struct declared *head,
                    policy_rows *out);

/* Prints one line for each row, for golden files. */
void policy_print(const policy_rows *rows, FILE *out);
