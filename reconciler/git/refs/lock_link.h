// SPDX-License-Identifier: Apache-2.0
/*
 * Takes git's lock files, so that git and weir exclude each other. A lock is a hard link to a file
 * of weir, so that a lock that a killed weir left is recognized. A `flock` on a third file, the
 * guard, shows that no other weir is writing.
 */
#pragma once

#include <signal.h>

#include "reconciler/git/repository.h"

/* Creates and locks the guard. Waits at most 5 seconds, or until `stop` is set. Returns its
 * descriptor, which the caller closes to unlock it, or -1 with out set to a refusal. */
int lock_link_guard(const char *path, const volatile sig_atomic_t *stop, struct write_outcome *out);
/* Removes weir's file `own`, and the lock if it is a link to that file. The caller must hold the
 * guard. */
void lock_link_clear(const char *own, const char *lock);
/* Links the lock to weir's file `own`. Waits as lock_link_guard does. Creates missing folders.
 * Returns -1 with errno on failure. */
MUST_USE int lock_link_take(const char *own, const char *lock, const volatile sig_atomic_t *stop);
/* Sets out to a refusal with these words and errno's. */
void lock_link_refuse(struct write_outcome *out, const char *words);
