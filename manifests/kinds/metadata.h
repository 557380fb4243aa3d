// SPDX-License-Identifier: Apache-2.0
/* Reads the metadata of objects. */
#pragma once

#include "manifests/kinds/decoding.h"

struct metadata {
    const char *name, *namespace;
    const struct node *annotations; /* a map, or NULL */
    const struct node *node;        /* the metadata map, or NULL */
    bool local_config;              /* config.kubernetes.io/local-config: "true" */
};

/*
 * Begins to decode an object: reads its metadata, and names the object in all problems that are
 * added later. False if the object must be skipped: it has no name, which is a problem; its
 * namespace has a variable, which is a note; or it is in a Template and has a parameter in its name
 * or namespace.
 */
bool metadata_read(struct decoding *decoding, const struct node *object, const char *kind,
                   struct metadata *metadata);
