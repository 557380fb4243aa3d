// SPDX-License-Identifier: Apache-2.0
/* The events that move commits between branches, or a branch to another commit. */
#pragma once

#include "tests/explore/events.h"

enum outcome merges_branch(struct world *world, const struct event *event);
/* Merges main into side. */
enum outcome merges_update(struct world *world, const struct event *event);
/* Each of the next five brings side to main; side is gone afterwards. */
enum outcome merges_merge(struct world *world, const struct event *event);
/* By a merge commit, and then reverts the merge. */
enum outcome merges_undone(struct world *world, const struct event *event);
/* argument: whether the texts of the commits are kept. */
enum outcome merges_squash(struct world *world, const struct event *event);
enum outcome merges_rebase(struct world *world, const struct event *event);
enum outcome merges_forward(struct world *world, const struct event *event);
/* Sets main back by `argument` commits. */
enum outcome merges_reset(struct world *world, const struct event *event);
/* Picks the newest commit of weir on main that can be applied again. */
enum outcome merges_pick(struct world *world, const struct event *event);
