// SPDX-License-Identifier: Apache-2.0
/*
 * What was decoded, kept from one run of the program to the next: a file in the repository's cache
 * folder, for bare repositories and URLs, whose identities of files are those of their bytes. Of a
 * work tree nothing is kept: its identities are dates and numbers of one file system, which a
 * process may trust while it runs, but which a restored disk or a clock that was set back can give
 * to other bytes.
 *
 * The file is disposable. Whatever is wrong with it (damage, another build of the program, another
 * owner, others may write it), it is as if it weren't there; and when it can't be written, the next
 * run decodes everything, as this one did.
 */
#pragma once

#include "manifests/declared/declared.h"
#include "reconciler/git/repository.h"

void kept_read(const struct repository *repository, struct parts *parts);
void kept_write(const struct repository *repository, const struct parts *parts);
