// SPDX-License-Identifier: Apache-2.0
/* The events in which a person edits a file on main without weir. */
#pragma once

#include "tests/explore/events.h"

/* Returns the name of the tag that the alias does not follow in this commit. */
const char *edits_other_end(const struct world *world, const struct commit *tip, int alias);

/* Reverts the newest commit that changed the tag's file. */
enum outcome edits_revert(struct world *world, const struct event *event);
/* Types the digest of an image that no build pushed. */
enum outcome edits_hotfix(struct world *world, const struct event *event);
/* Types the image that is upstream, or in the previous environment. */
enum outcome edits_hand(struct world *world, const struct event *event);

/* Makes an alias follow the other tag. */
enum outcome edits_point(struct world *world, const struct event *event);
/* Adds a hold with an end to an alias. */
enum outcome edits_hold(struct world *world, const struct event *event);
/* Lets an alias deny the image that its tag gets next or, if there is none, the current one. */
enum outcome edits_deny(struct world *world, const struct event *event);
/* Deletes an alias's hold and its list of denied images. */
enum outcome edits_lift(struct world *world, const struct event *event);
