// SPDX-License-Identifier: Apache-2.0
/*
 * Linking joins the objects of single files into the declarations of the repository. This file has
 * the state and the tools that all steps of linking share. The steps are in link_*.h, and
 * declared_make calls them in the right order.
 */
#pragma once

#include "manifests/declared/declared.h"
#include "manifests/declared/part.h"
#include "manifests/declared/reach.h"

struct linked_file {
    const struct part *part; /* NULL: not read */
    const char *path;        /* in the run's arena */
    struct reach reach;
    const char *namespace; /* namespace of its `paths` entry in weir.yaml, or NULL */
};

/* A workload in one environment. */
struct placed {
    const struct workload *workload;
    const char *environment;
    const char *file;
    bool shared;
    const struct problem *problem;
};

/* An object that may not be declared twice. */
struct object_identity {
    const char *kind, *namespace, *name, *file;
    uint32_t line, column;
    const struct problem **problem; /* where to store the problem of a duplicate; may be NULL */
};

struct link {
    struct arena *run;
    const struct source *source;
    struct declared *out;
    struct linked_file *files;
    bool kustomized;                               /* the repository has a kustomization */
    LIST_OF(const struct stream *) streams_by_end; /* see link_globs.h; made when it is needed */
    LIST_OF(struct placed) workloads;
    LIST_OF(struct object_identity) identities;
};

/* The place of a problem. */
struct problem_place {
    const char *file;
    uint32_t line, column;
    const char *object;
};

/* Adds a problem and returns it, in the run's arena. */
PRINTF_LIKE(5, 6)
const struct problem *link_problem(struct link *link, enum problem_code code,
                                   struct problem_place place, const char *hint, const char *format,
                                   ...);
/* Returns a copy of a part's problem with the file's path, or NULL for NULL. Does not add the copy
 * to the list of problems. */
const struct problem *link_part_problem(struct link *link, const char *file,
                                        const struct problem *problem);

/* Returns "KIND NAMESPACE/NAME" in the run's arena, or "KIND NAME" if the namespace is "". */
const char *link_label(struct link *link, const char *kind, const char *namespace,
                       const char *name);
/* Adds an object that may not be declared twice. Does nothing if its namespace is "". If the object
 * is a duplicate and *problem is NULL, link_duplicates() sets *problem; `problem` may be NULL. */
void link_identity(struct link *link, const char *kind, const char *namespace, const char *name,
                   struct problem_place place, const struct problem **problem);
/* Returns the first of `count` comparison results that is not 0, or 0 if all are 0. */
int link_order(const int *orders, size_t count);
/* Compares two line numbers. */
int link_order_lines(uint32_t a, uint32_t b);
