// SPDX-License-Identifier: Apache-2.0
/*
 * Edits tried at every place of a file and checked in another way than by proof.c: the
 * result is parsed, the one intended difference is taken back in its tree, and what is left must
 * equal the original.
 */
#pragma once

#include "manifests/edit/edit.h"

struct edit_tally {
    unsigned long parsed, made, removed, restored, same;
    unsigned long refused[EDIT_REFUSAL_COUNT];
    const char *wrong;    /* what was wrong first, or NULL; in the arena */
    const char *unproved; /* the first proof that failed, or NULL; in the arena */
};

/* Replaces every scalar and puts it back; removes every key; adds to every map and list. */
void edit_check_all(struct arena *arena, const char *path, const char *bytes, size_t length,
                    struct edit_tally *tally);
/* Makes up to `tries` edits, at random places and several at once, chosen by the seed. */
void edit_check_some(struct arena *arena, const char *path, const char *bytes, size_t length,
                     uint64_t seed, unsigned tries, struct edit_tally *tally);

/* splitmix64: the next number of a deterministic sequence. */
uint64_t edit_check_random(uint64_t *state);
