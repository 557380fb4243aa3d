// SPDX-License-Identifier: Apache-2.0
/*
 * Remembers for a day which repositories have a list of tags above the maximum, so that their
 * thousands of tags are not transferred again in each run.
 *
 * The lists are remembered as long as the program runs and, if a file is given, also there, one in
 * a line: "TIME HOST/PATH", with the time in seconds since 1970. The file is disposable: lines that
 * can't be read are ignored, and if it can't be written, the list is requested again by the next
 * run.
 */
#pragma once

#include "manifests/base/list.h"
#include "manifests/base/moment.h"

enum {
    LARGE_LISTS_MAX = 1000, /* lists; if there are more, the oldest are forgotten */
    LARGE_LISTS_SECONDS = 86400,
};

struct large_list {
    const char *repository; /* HOST/PATH */
    moment since;           /* when it was requested */
};

struct large_lists {
    struct arena arena;
    const char *file;                /* NULL: none */
    LIST_OF(struct large_list) list; /* oldest first */
};

/* Reads the file, which may be NULL. Its name is copied. */
void large_lists_open(struct large_lists *lists, const char *file, moment now);
void large_lists_close(struct large_lists *lists);
/* Returns the list if it was found to be too large in the last LARGE_LISTS_SECONDS, else NULL. */
const struct large_list *large_lists_find(const struct large_lists *lists, const char *repository,
                                          moment now);
/* Remembers a list that is too large, and writes the file. */
void large_lists_add(struct large_lists *lists, const char *repository, moment now);
