// SPDX-License-Identifier: Apache-2.0
/*
 * What lives as long as the program: the repository, the registries with their connections and
 * tokens, and the decoded parts of files. And *read*, the first step of the loop.
 */
#pragma once

#include <signal.h>

#include "manifests/declared/declared.h"
#include "reconciler/config.h"
#include "reconciler/git/repository.h"
#include "reconciler/registry/registry.h"
#include "reconciler/timing.h"

struct session_options {
    const struct config *config;
    const char *repository; /* NULL: "." */
    bool asks;              /* opens the registries; without it nothing can be observed */
    bool anonymous;         /* no credentials of any kind, whatever the configuration names */
    bool accept_rewind;     /* a branch that went back is taken as it stands */
    moment now;             /* MOMENT_NEVER: the clock's */
    const volatile sig_atomic_t *stop;                          /* or NULL */
    void (*progress)(void *context, size_t done, size_t total); /* of answers; or NULL */
    void *context;
};

/* What the last source declared: the next one's, when it has the same files. */
struct declaration {
    struct arena arena;
    struct declared value;
    uint64_t version; /* of the source; 0: there is none */
};

/* Options are borrowed. */
struct session {
    struct session_options options;
    struct arena arena; /* of the session */
    struct repository *repository;
    struct registry *registry; /* NULL: nothing is asked */
    struct parts *parts;
    struct declaration declaration;
    struct timing timing; /* of the last reconcile, of its last attempt */
};

MUST_USE int session_open(struct session *session, const struct session_options *options,
                          struct err *err);
/* Takes a zeroed session. */
void session_close(struct session *session);
#define session_scope CLEANUP(session_close)

moment session_now(const struct session *session);
/* True once the program was told to stop. */
bool session_stopped(const struct session *session);

/* Fetches, of a URL, the files that the source's weir.yaml wants read and the cache lacks: itself
 * first, then all others at once. */
MUST_USE int session_need(struct session *session, const struct source *source, struct err *err);

/*
 * Switches the repository to the branch that the declared weir.yaml names, unless the configuration
 * names a branch. Returns 1 when the branch is another one than the source's, so that it must be
 * read, 0 when not, or -1.
 */
MUST_USE int session_branch(struct session *session, const struct source *source,
                            const struct declared *declared, struct err *err);

/*
 * Reads the repository and what it declares: both are good until the next call. When weir.yaml
 * names a branch and the runner does not, that branch is read instead, and from then on.
 */
MUST_USE int session_read(struct session *session, struct arena *run, struct source *source,
                          struct declared *declared, struct err *err);
