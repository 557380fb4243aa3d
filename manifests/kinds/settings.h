// SPDX-License-Identifier: Apache-2.0
/*
 * Decodes weir.yaml (kind Reconciler) at the root of the repository; everything in it is optional.
 * These settings never extend the hosts that the runner contacts, or the hosts that get a
 * credential.
 */
#pragma once

#include "manifests/base/moment.h"
#include "manifests/kinds/problem.h"
#include "manifests/kinds/scalar.h"
#include "manifests/values/window.h"

#define SETTINGS_FILE "weir.yaml"
#define FREEZE_FILE "weir.freeze" /* in the same folder: while it exists, a freeze is active */
#define INTEGRATED_REGISTRY_DEFAULT "image-registry.openshift-image-registry.svc:5000"

enum { SETTINGS_PATHS_MAX = 1000, FREEZE_REASON_MAX = 200 };

enum write_mode { WRITE_BY_COMMIT, WRITE_BY_PULL_REQUEST };
enum triggers_owner { TRIGGERS_UNSET, TRIGGERS_WEIR, TRIGGERS_CLUSTER };

struct settings_path {
    const char *path;           /* a folder, or a glob for glob_below() */
    const char *namespace;      /* or NULL */
    const char *const *ignores; /* globs for paths relative to `path` */
    size_t ignore_count;
    uint32_t line, column;
};

struct settings_window {
    const char *name;
    const char *text;            /* the window's rules as one line */
    const struct window *window; /* NULL if the window has a problem; weir.yaml is then broken */
    uint32_t line, column;
};

/* A freeze: while all given conditions are true, only changes requested by a person are written. */
struct settings_freeze {
    moment from, until;                    /* 0 and MOMENT_NEVER if not given */
    const char *reason;                    /* NULL if none is given */
    const char *window_name, *window_text; /* name of the window, or its rules; NULL if not given */
    const struct window *window;   /* must be open for the freeze; NULL: none given, or broken */
    const char *const *namespaces; /* globs; if none is given, all namespaces */
    size_t namespace_count;
    const char *file; /* SETTINGS_FILE or FREEZE_FILE */
    uint32_t line, column;
};

/* spec.clusters: the cluster of each namespace. Namespaces without an entry share one cluster. */
struct settings_cluster {
    const char *name;
    const char *const *namespaces; /* globs */
    size_t namespace_count;
};

struct settings {
    bool present;
    uint32_t line, column;
    const char *branch; /* or NULL: the repository's default branch */
    enum write_mode write;
    uint32_t write_line, write_column;
    enum triggers_owner triggers;
    int64_t settle; /* seconds, -1: none */
    const struct settings_freeze *freezes;
    size_t freeze_count;
    struct {
        int64_t max;  /* rows that one run may write; -1: no limit */
        bool percent; /* max is a percentage of all rows that have a file */
        uint32_t line, column;
    } guard;
    const struct settings_path *paths; /* if none is given, the whole repository is read */
    size_t path_count;
    const char *const *ignores;
    size_t ignore_count;
    const struct settings_window *windows;
    size_t window_count;
    const struct settings_cluster *clusters;
    size_t cluster_count;
    struct window_reading reading;   /* used only while weir.yaml is decoded */
    const char *integrated_registry; /* names.integratedRegistry; never NULL */
    bool broken;                     /* there is a problem of severity error: nothing is written */
    const struct problem *problem;   /* the first such problem */
};

/* True for the paths of weir.yaml and weir.freeze. */
bool settings_named(const char *path);
/* Returns the settings of a repository without a weir.yaml. */
struct settings settings_default(void);
/* Decodes the object; never NULL. */
const struct settings *settings_decode(struct arena *part, size_t document,
                                       const struct node *object, problem_list *problems);
