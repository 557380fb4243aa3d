// SPDX-License-Identifier: Apache-2.0
/* Declares the small repositories that are explored: their tags, files and images. */
#pragma once

#include <stdbool.h>

#include "manifests/base/moment.h"

enum {
    PLACES_MAX = 6, /* tags */
    FILES_MAX = 6,  /* files that runs and persons edit */
    SLOTS_MAX = 3,  /* tags of one file */
    UPSTREAMS_MAX = 2,
    PUSHED_MAX = 5, /* images that builds push: 1, 2, … */
    LABELS = 2,
    IMAGE_HOTFIX = 15, /* an image that no build pushed */
    HOUR = 3600,
    SETTLE = HOUR,
    SOAK = 2 * HOUR,
    HOLD = 2 * HOUR,
};

enum {
    SOURCE_UPSTREAM = -1, /* the tag follows a tag of the registry */
    SOURCE_ALIAS = -2,    /* the tag is an alias of one of the first two places */
};

/* One tag. */
struct place {
    const char *environment, *stream, *tag;
    int file, slot; /* the slot is the tag's number in its file */
    int source;     /* the place in the previous environment, or one of the next */
    int upstream;
};

struct scenario {
    const char *name;
    const char *promotion; /* the file shop.yaml, which nobody edits */
    const char *paths[FILES_MAX], *texts[FILES_MAX];
    int file_count;
    struct place places[PLACES_MAX];
    int place_count;
    const char *upstreams[UPSTREAMS_MAX]; /* references of the followed tags */
    int upstream_count;
    bool labels; /* prod has a gate for each label */
};

/* The labels of the gates in prod, as NAME=VALUE. */
extern const char *const label_texts[LABELS];

/* Returns the scenario with this name; NULL: there is none. */
const struct scenario *scenario_find(const char *name);
/* Returns the scenario's place with this name, or -1. */
int scenario_place(const struct scenario *scenario, const char *environment, const char *stream,
                   const char *tag);

/* Returns the place of the alias, or -1. */
int scenario_alias(const struct scenario *scenario);

/* True if the image has this label: images 1, 2 and 5 have both, 3 has the first, others none. */
bool image_has_label(int image, int label);
/* Returns the digest of an image; NULL for 0. */
const char *image_digest(int image);
/* Returns the image with this digest; 0: NULL or another text. */
int image_of(const char *digest);
