// SPDX-License-Identifier: Apache-2.0
/*
 * Answers questions about images: TAG_DIGEST, INDEX, CONFIG, EXISTS and TAG_LIST, from registries
 * over the network and from OCI image layouts in folders. One interface, two makers, and a router
 * that picks one by host.
 *
 * Costs at a registry: one HEAD a distinct question, one token a repository, at most one refused
 * first request a host; never a ping. A GET only where a HEAD can't tell, one a page of a list, and
 * two or three for a config. Connections, challenges and tokens are kept between calls, so keep one
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

/* An OCI layout folder that stands for a host; "HOST:PORT" is a host too. */
struct registry_layout {
    const char *host, *folder;
};

/* All texts and arrays must outlive the registry. Zeroed is usable except for user_agent. */
struct registry_options {
    const char *user_agent;    /* "weir/0.1.0" */
    const char *docker_config; /* folder of config.json; NULL: no credentials at all */
    struct origin_plain plain; /* hosts to be asked over http */
    const struct registry_layout *layouts;
    size_t layout_count;
    const char *const *ca_files; /* PEM, added to the system's bundle */
    size_t ca_file_count;
    unsigned jobs; /* connections a host, 1 to HTTP_JOBS_MAX; 0: HTTP_JOBS_DEFAULT */
    struct http_limits limits;
    const volatile sig_atomic_t *stop; /* see struct http_options */
    /* Called as answers arrive; NULL: not. */
    void (*progress)(void *context, size_t done, size_t total);
    void *context;
};

struct registry_counts {
    struct http_counts http;
    uint64_t tokens;  /* token requests among them */
    uint64_t refused; /* answers 401 among them */
};

struct registry;

/* -1 when the options or the credentials file can't be used; a layout is looked at when asked. */
MUST_USE int registry_open(struct registry **out, const struct registry_options *options,
                           struct err *err);
void registry_close(struct registry **registry);
#define registry_scope CLEANUP(registry_close)

/* Whether registries are asked questions of this kind. */
bool registry_answers(enum question_kind kind);

/*
 * Answers questions[i] in answers[i], texts in the arena; keys are borrowed. Cannot fail: what
 * could not be told is ANSWER_UNKNOWN with a word of the table below and one line why. Ask each
 * question once: equal ones are asked twice.
 */
void registry_ask(struct registry *registry, const struct question *questions, size_t count,
                  struct arena *arena, struct answer *answers);

struct registry_counts registry_counts(const struct registry *registry);
