// SPDX-License-Identifier: Apache-2.0
/*
 * Moves a ref of a repository of this machine by compare-and-swap, with git's own lock file, so
 * that git and we exclude each other, and so that a lock that a killed weir left is known as ours:
 * it is a hard link to `weir.ref` of the repository, made complete before it is linked, and `flock`
 * on `weir.lock` says that no other weir is at work. git knows no such thing and needs a person.
 */
#pragma once

#include <git2.h>

#include "reconciler/git/repository.h"

/*
 * Moves `name` ("refs/heads/main") from `from` (NULL: it must not exist) to `to`. out->result is
 * WRITE_DONE, WRITE_RACE (the ref stood elsewhere) or WRITE_REFUSED with words: the lock is held by
 * somebody else for longer than git holds one, or nothing can be written here. A kill leaves the
 * ref at from or at to; the reflog, which bare repositories don't keep by default, is not written.
 */
void ref_move(struct repository *repository, const char *name, const git_oid *from,
              const git_oid *to, struct write_outcome *out);
