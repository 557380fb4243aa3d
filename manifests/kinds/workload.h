// SPDX-License-Identifier: Apache-2.0
/*
 * Decodes workloads, which are objects with containers and may use images of streams, and builds,
 * which push to streams. The stream of an image is found later, when all streams are known
 * (link_consumers.h).
 */
#pragma once

#include "manifests/base/words.h"
#include "manifests/kinds/container.h"
#include "manifests/kinds/problem.h"

enum { WORKLOAD_CONTAINERS_MAX = 1000, WORKLOAD_TRIGGERS_MAX = 1000 };

/* The kinds of workloads: code, kind, path of the pod spec, and up to four API versions. */
#define WORKLOADS(X)                                                                               \
    X(WORKLOAD_DEPLOYMENT, "Deployment", "spec.template.spec", "apps/v1", "apps/v1beta1",          \
      "apps/v1beta2", "extensions/v1beta1")                                                        \
    X(WORKLOAD_STATEFUL_SET, "StatefulSet", "spec.template.spec", "apps/v1", "apps/v1beta1",       \
      "apps/v1beta2")                                                                              \
    X(WORKLOAD_DAEMON_SET, "DaemonSet", "spec.template.spec", "apps/v1", "apps/v1beta2",           \
      "extensions/v1beta1")                                                                        \
    X(WORKLOAD_CRON_JOB, "CronJob", "spec.jobTemplate.spec.template.spec", "batch/v1",             \
      "batch/v1beta1")

enum workload_kind { WORKLOADS(WORDS_CODE) WORKLOAD_KINDS };
const char *workload_kind_word(enum workload_kind kind);

/* One entry of the annotation image.openshift.io/triggers. */
struct trigger {
    const char *namespace; /* NULL: the object's own */
    const char *stream, *tag;
    bool paused;
    const struct container *container;
};

struct workload {
    enum workload_kind kind;
    const char *name;
    const char *namespace; /* metadata.namespace, or NULL */
    struct node_path path;
    uint32_t line, column;
    bool in_template;
    const struct container *containers; /* containers, then init containers, in the file's order */
    size_t container_count;
    const struct trigger *triggers;
    size_t trigger_count;
    bool triggers_broken; /* the triggers annotation is not valid; it has no effect */
    bool resolve_names;   /* alpha.image.policy.openshift.io/resolve-names: "*", also on the pod */
    bool broken;          /* the object has a problem of severity error */
    const struct problem *problem; /* the first such problem; its path is NULL */
};

/* Decodes one object, as image_stream_decode does. */
const struct workload *workload_decode(struct arena *part, size_t document, enum workload_kind kind,
                                       const struct node *object, problem_list *problems);

/* A BuildConfig. If it pushes to a stream's tag, only its pushes move that tag. */
struct build {
    const char *name, *namespace;
    const char *to_namespace;       /* NULL: the build's own */
    const char *to_stream, *to_tag; /* NULL: the build does not push to a stream */
    struct node_path path;
    uint32_t line, column;
    bool in_template;
    bool broken;
    const struct problem *problem;
};

/* Decodes one object, as image_stream_decode does. */
const struct build *build_decode(struct arena *part, size_t document, const struct node *object,
                                 problem_list *problems);
