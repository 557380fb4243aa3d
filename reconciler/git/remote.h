// SPDX-License-Identifier: Apache-2.0
/*
 * A URL: its bare cache folder, and the two ways to talk to it, both given to libgit2 as
 * subtransports. https and http go over libcurl (net/exchange.h) and ssh over OpenSSH's ssh,
 * because libgit2's own have no timeouts, no TLS 1.3 and no RSA keys.
 */
#pragma once

#include <git2.h>
#include <git2/sys/transport.h>
#include <stdbool.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/git/handle.h"
#include "reconciler/net/exchange.h"

struct remote {
    struct repository *repository;
    char *folder;              /* the cache: "lock" and "git" in it */
    int lock;                  /* descriptor of the lock file; locked while the network is used */
    git_odb_backend *memory;   /* keeps our commit until it is pushed: never loose in the cache */
    struct exchange *exchange; /* https and http; kept from one tick to the next */

    /* Of the operation at hand. */
    struct err failure;  /* why a subtransport failed, when its message is not "" */
    bool denied;         /* the server answered that we may not do this */
    bool suspect;        /* a fetch failed, and not by the network: perhaps the cache is damaged */
    struct text said;    /* what the server told people (sideband 2) */
    const git_oid *from; /* a push: what the ref must be at; NULL: it must not exist */
    bool moved;          /* a push: the ref was elsewhere */
    bool judged;         /* a push: the server answered for the ref */
    char refusal[REPOSITORY_WORDS_MAX]; /* a push: its words, "" when it took the ref */
};

/* Subtransports; param is the struct remote. A failure is set in remote->failure. */
int web_transport(git_smart_subtransport **out, git_transport *owner, void *param);
int ssh_transport(git_smart_subtransport **out, git_transport *owner, void *param);

/* The cache folder is made or found, locked, and its repository opened into remote->repository;
 * damaged or full of packs, it is made anew. fresh: made anew in any case. */
MUST_USE int cache_open(struct remote *remote, bool fresh, struct err *err);
/* Waits for other processes; gives up after the silence of the options. */
MUST_USE int cache_lock(struct remote *remote, struct err *err);
void cache_unlock(struct remote *remote);
/* Its path, allocated. */
MUST_USE int cache_folder(const struct repository *repository, char **out, struct err *err);
/* Lets go of libgit2's handles; the folder stays. */
void cache_close(struct remote *remote);
