// SPDX-License-Identifier: Apache-2.0
/*
 * Answers questions about images: TAG_DIGEST, INDEX, CONFIG, EXISTS and TAG_LIST. The answers come
 * from registries over the network, or from OCI image layouts in folders; the image's host decides
 * which.
 *
 * Requests to a registry: one HEAD for a TAG_DIGEST or EXISTS question, and a GET only if that HEAD
 * is not enough; one GET for an INDEX question, one for each page of a list, and two or three for
 * most CONFIG questions. In addition, a repository may need a request for a token until that token
 * expires, and usually the first request to a host is refused once. There is never a separate
 * request to /v2/ (a ping). Connections, challenges and tokens are kept between calls, so keep one
 * registry for the life of the program.
 */
#pragma once

#include <signal.h>
#include <stdint.h>

#include "diff/base/question.h"
#include "manifests/base/arena.h"
#include "manifests/base/err.h"
#include "reconciler/net/http.h"
#include "reconciler/registry/registry_class.h"

/* A folder with OCI image layouts that answers for a host, given as HOST or HOST:PORT. */
struct registry_layout {
    const char *host, *folder;
};

/* Token servers on other hosts that get the credentials of a registry. */
struct registry_realm {
    const char *registry;     /* HOST or HOST:PORT, as in references */
    const char *const *hosts; /* HOST for all its ports, or HOST:PORT */
    size_t host_count;
};

/* All texts and arrays must outlive the registry. Only user_agent must be set. */
struct registry_options {
    const char *user_agent;              /* "weir/0.1.0" */
    const char *const *credential_files; /* see credentials.h; none: use no credentials */
    size_t credential_file_count;
    const struct registry_realm *realms;
    size_t realm_count;
    struct origin_plain plain; /* hosts that are contacted by plain http */
    const struct registry_layout *layouts;
    size_t layout_count;
    const char *const *ca_files; /* PEM, added to the system's bundle */
    size_t ca_file_count;
    unsigned jobs; /* connections to each host, 1 to HTTP_JOBS_MAX; 0: HTTP_JOBS_DEFAULT */
    const char *large_lists_file; /* see large_lists.h; NULL: none */
    struct http_limits limits;
    const volatile sig_atomic_t *stop; /* see struct http_options */
    /* Called after each answer; or NULL. */
    void (*progress)(void *context, size_t done, size_t total);
    void *context;
};

struct registry_counts {
    struct http_counts http;
    uint64_t tokens;  /* requests to token servers */
    uint64_t refused; /* answers with status 401 */
};

struct registry;

/* Returns -1 if an option or the credentials file can't be used. Layouts are read only when a
 * question needs them. */
MUST_USE int registry_open(struct registry **out, const struct registry_options *options,
                           struct err *err);
void registry_close(struct registry **registry);
#define registry_scope CLEANUP(registry_close)

/* True if registries answer questions of this kind. */
bool registry_answers(enum question_kind kind);

/* Answers questions[i] in answers[i], with texts in the arena; the questions' keys are not copied.
 * Cannot fail: if there is no usable answer, sets ANSWER_UNKNOWN with the word of a registry_class
 * and a reason of one line. The caller should pass each question only once, because equal questions
 * are not merged. */
void registry_ask(struct registry *registry, const struct question *questions, size_t count,
                  struct arena *arena, struct answer *answers);

struct registry_counts registry_counts(const struct registry *registry);
