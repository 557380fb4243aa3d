// SPDX-License-Identifier: Apache-2.0
/*
 * Declares a move that a commit's message claims: its trailer Weir-Move, and the trailers that
 * follow it up to the next commit's. Anybody can write a message, so a claim says who moved a tag
 * and why. It never proves that a rule was kept.
 */
#pragma once

struct claimed_move {
    const char *kind;      /* "pinned", "promoted", "copied", or the command of a request */
    const char *object;    /* "ENVIRONMENT/STREAM:TAG" */
    const char *from, *to; /* digests; an alias: the tag that it follows; NULL: none */
    const char *reason;    /* the person's reason; NULL: none was given */
    const char *source;    /* hex ID of the commit that was planned for; NULL: none */
    const char *branch;    /* the branch whose journal records the move, or NULL */
};
