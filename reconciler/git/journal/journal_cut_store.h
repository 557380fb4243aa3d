// SPDX-License-Identifier: Apache-2.0
/*
 * Keeps the last cut of a branch from one run of the program to the next, in the file cut.HASH
 * beside the kept journal (ledger_store.h). HASH is of the branch. The cut has the commits for
 * which it is true, so the file is right for any state of the repository;
 * manifests/base/kept_file.h says when it is ignored.
 */
#pragma once

#include "reconciler/git/handle.h"

/* Sets repository->cut to the kept one if this process has made none. Reads the file once. */
void journal_cut_recall(struct repository *repository);
/* Writes the file with repository->cut. */
void journal_cut_keep(struct repository *repository);
