// SPDX-License-Identifier: Apache-2.0
/*
 * Linking: what single files hold becomes what the repository declares. The steps of declared_make;
 * each needs those before it.
 */
#pragma once

#include "manifests/declared/declared.h"
#include "manifests/declared/part.h"
#include "manifests/kinds/kustomization.h"

struct linked_file {
    const struct part *part; /* NULL: not read */
    const char *path;        /* in the run's arena */
    struct reach reach;
    const char *namespace; /* of its `paths` entry, or NULL */
};

/* A workload in one environment. */
struct placed {
    const struct workload *workload;
    const char *environment;
    const char *file;
    bool shared;
    const struct problem *problem;
};

/* One object of any kind that may not be declared twice. */
struct object_identity {
    const char *kind, *namespace, *name, *file;
    uint32_t line, column;
    const struct problem **problem; /* set when it is a duplicate and has none; may be NULL */
};

struct link {
    struct arena *run;
    const struct source *source;
    struct declared *out;
    struct linked_file *files;
    bool kustomized; /* the repository has a kustomization */
    LIST_OF(struct placed) workloads;
    LIST_OF(struct object_identity) identities;
};

/* Where a problem lies. */
struct problem_place {
    const char *file;
    uint32_t line, column;
    const char *object;
};

/* Adds a problem; the result lives in the run's arena and stays where it is. */
PRINTF_LIKE(5, 6)
const struct problem *link_problem(struct link *link, enum problem_code code,
                                   struct problem_place place, const char *hint, const char *format,
                                   ...);
/* A part's problem with the path of the file; NULL gives NULL. It is not added again. */
const struct problem *link_part_problem(struct link *link, const char *file,
                                        const struct problem *problem);

void link_objects(struct link *link);    /* streams, promotions, workloads, producers */
void link_duplicates(struct link *link); /* needs their lists to be final */
void link_hops(struct link *link);
void link_consumers(struct link *link);
void link_tags(struct link *link);
