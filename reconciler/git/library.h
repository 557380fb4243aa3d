// SPDX-License-Identifier: Apache-2.0
/*
 * Sets up libgit2 for this process. Git's settings of the machine and of the person
 * (/etc/gitconfig, ~/.gitconfig) have no effect. A repository may belong to another user, because
 * nothing in it is ever run. libgit2 checks the hash of each object that it reads, except in
 * library_read_unverified(), whose caller checks it. It writes
 * with fsync. Only library.c changes these settings.
 */
#pragma once

#include <git2.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

/* Opens libgit2 for the process. Each call that succeeded needs a call of library_close. */
MUST_USE int library_open(struct err *err);
void library_close(void);

/* Reads an object without libgit2's check of the hash. That check takes three times as long as a
 * plain SHA-1, because it also searches for crafted collisions. The caller must check the hash.
 * Switches a setting of the process off and on, so only one thread may read objects. Returns
 * libgit2's code. */
MUST_USE int library_read_unverified(git_odb_object **out, git_odb *odb, const git_oid *id);
