// SPDX-License-Identifier: Apache-2.0
/*
 * A scalar in a file that may be edited, or the place where it would be inserted. It does not name
 * its file, because files with equal bytes share their decoded objects.
 */
#pragma once

#include "manifests/yaml/document.h"

struct scalar {
    struct node_path path;
    const char *text;      /* the scalar's value; NULL if it is absent */
    uint32_t line, column; /* from 1; place of the nearest enclosing node if it is absent */
};
