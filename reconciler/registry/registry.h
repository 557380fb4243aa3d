// SPDX-License-Identifier: Apache-2.0
/*
 * Answers questions about images: TAG_DIGEST, INDEX, CONFIG, EXISTS and TAG_LIST. The answers come
 * from registries over the network, or from OCI image layouts in folders; the host decides which.
 *
 * Costs at a registry: one HEAD for each question, one token for each repository, at most one
 * refused first request for each host, and never a ping. A GET is sent only if a HEAD is not
 * enough, once for each page of a list, and two or three times for a config. Connections,
 * challenges and tokens are kept between calls, so keep one registry for the life of the program.
 */
#pragma once

#include <signal.h>
#include <stdint.h>

#include "diff/base/question.h"
#include "manifests/base/arena.h"
#include "manifests/base/err.h"
#include "reconciler/net/http.h"
#include "reconciler/registry/registry_class.h"

/* A folder with OCI image layouts that answers for a host, which may be "HOST:PORT". */
struct registry_layout {
    const char *host, *folder;
};

/* All texts and arrays must outlive the registry. Zeroed is usable except for user_agent. */
struct registry_options {
    const char *user_agent;    /* "weir/0.1.0" */
    const char *docker_config; /* folder of config.json; NULL: use no credentials */
    struct origin_plain plain; /* hosts that are contacted by plain http */
    const struct registry_layout *layouts;
    size_t layout_count;
    const char *const *ca_files; /* PEM, added to the system's bundle */
    size_t ca_file_count;
    unsigned jobs; /* connections a host, 1 to HTTP_JOBS_MAX; 0: HTTP_JOBS_DEFAULT */
    struct http_limits limits;
    const volatile sig_atomic_t *stop; /* see struct http_options */
    /* Called as answers arrive, or NULL. */
    void (*progress)(void *context, size_t done, size_t total);
    void *context;
};

struct registry_counts {
    struct http_counts http;
    uint64_t tokens;  /* token requests */
    uint64_t refused; /* answers 401 */
};

struct registry;

/* -1 when an option or the credentials file can't be used. Layouts are read only when a question
 * needs them. */
MUST_USE int registry_open(struct registry **out, const struct registry_options *options,
                           struct err *err);
void registry_close(struct registry **registry);
#define registry_scope CLEANUP(registry_close)

/* True when registries answer questions of this kind. */
bool registry_answers(enum question_kind kind);

/* Answers questions[i] in answers[i], with texts in the arena; keys are borrowed. It cannot fail:
 * an unknown answer is ANSWER_UNKNOWN with the word of a registry_class and one line of reason.
 * Pass each question once: equal questions are not merged. */
void registry_ask(struct registry *registry, const struct question *questions, size_t count,
                  struct arena *arena, struct answer *answers);

struct registry_counts registry_counts(const struct registry *registry);
