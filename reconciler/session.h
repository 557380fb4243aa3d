// SPDX-License-Identifier: Apache-2.0
/* Opens a session: the repository, the registries with their connections and tokens, and the
 * decoded files. A session usually lives as long as the program. session_read() is the first step
 * of the loop in sync.h. */
#pragma once

#include <signal.h>

#include "manifests/declared/declared.h"
#include "reconciler/config.h"
#include "reconciler/git/repository.h"
#include "reconciler/registry/registry.h"
#include "reconciler/timing.h"

struct session_options {
    const struct config *config;
    const char *repository; /* NULL: the one that root_find finds */
    bool asks;              /* open the registries; otherwise no image can be looked up */
    bool anonymous;         /* use no credentials, whatever the configuration names */
    bool commit;            /* in a work tree, commit what is edited */
    const char *base;   /* the branch whose journal is read while the branch has none; or NULL */
    bool accept_rewind; /* accept a branch or a journal that was rewound */
    moment now;         /* MOMENT_NEVER: use the clock */
    const volatile sig_atomic_t *stop; /* or NULL */
    /* Gets the number of answers so far and the number of questions; or NULL. */
    void (*progress)(void *context, size_t done, size_t total);
    void *context;
};

/* The declarations of the last source. They are used again for a source with the same files. */
struct declaration {
    struct arena arena;
    struct declared value;
    uint64_t version; /* version of the source; 0: no declarations are kept */
};

/* The values to which the options point are borrowed. */
struct session {
    struct session_options options;
    struct arena arena; /* for texts of the session */
    struct repository *repository;
    struct registry *registry; /* NULL: no image can be looked up */
    struct parts *parts;
    struct declaration declaration;
    char completed[REPOSITORY_COMMIT_MAX]; /* the commit of a killed run that this session completed
                                            * in a work tree; "": none */
    struct timing timing;                  /* times of the last attempt of the last reconcile */
};

MUST_USE int session_open(struct session *session, const struct session_options *options,
                          struct err *err);
/* Also accepts a zeroed session. */
void session_close(struct session *session);
#define session_scope CLEANUP(session_close)

moment session_now(const struct session *session);
/* True once a signal has asked the program to stop. */
bool session_stopped(const struct session *session);

/* For a repository by URL, fetches the files that the source's weir.yaml selects and the cache
 * lacks: weir.yaml first, then all others together. */
MUST_USE int session_need(struct session *session, const struct source *source, struct err *err);

/*
 * Switches the repository to the branch that the declared weir.yaml names, unless the configuration
 * names a branch. A work tree or folder only learns the branch's name. Returns 1 if the source
 * belongs to another branch: then the caller must read the source again. Returns 0 if not, or -1 on
 * error.
 */
MUST_USE int session_branch(struct session *session, const struct source *source,
                            const struct declared *declared, struct err *err);

/* Reads the repository and its declarations; both are valid until the next call or the end of
 * `run`. If weir.yaml names another branch (see session_branch), reads that branch instead, and so
 * do later calls. */
MUST_USE int session_read(struct session *session, struct arena *run, struct source *source,
                          struct declared *declared, struct err *err);
