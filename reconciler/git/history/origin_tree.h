// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reconciler/git/history/origin_walk.h"

MUST_USE int origin_tree_compare(struct origin_walk *walk, const git_oid *was, const git_oid *is,
                                 size_t first, size_t last, size_t prefix);
