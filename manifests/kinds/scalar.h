// SPDX-License-Identifier: Apache-2.0
/*
 * Defines the place of a scalar that an edit may change or insert. The struct does not name the
 * file, because files with equal bytes share their decoded objects.
 */
#pragma once

#include "manifests/yaml/document.h"

struct scalar {
    struct node_path path;
    const char *text;      /* the scalar's value; NULL if it is absent */
    uint32_t line, column; /* from 1; of an enclosing node if the scalar is absent; 0: not set */
};
