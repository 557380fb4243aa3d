// SPDX-License-Identifier: Apache-2.0
/*
 * Sets up libgit2 so that no setting of the machine or of the person has an effect: no
 * ~/.gitconfig, no /etc/gitconfig, no owner check (nothing of a repository is ever run), objects
 * verified and made durable. The settings are those of the process, and library.c is the only file
 * that changes them.
 */
#pragma once

#include <git2.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

/* Opens libgit2 for the process. Each call that succeeded needs a call of library_close. */
MUST_USE int library_open(struct err *err);
void library_close(void);

/* Reads an object without libgit2's check of the hash, which takes three times as long because it
 * also searches for crafted SHA-1 collisions. The caller must check the hash. Switches a setting of
 * the process off and on: only one thread may read objects. Returns libgit2's code. */
MUST_USE int library_read_unverified(git_odb_object **out, git_odb *odb, const git_oid *id);
