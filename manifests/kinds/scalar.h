// SPDX-License-Identifier: Apache-2.0
/*
 * A scalar in a file that may be edited, or the place where it would be inserted. It holds no file
 * name, because files with equal bytes share their decoded objects.
 */
#pragma once

#include "manifests/yaml/document.h"

struct scalar {
    struct node_path path;
    const char *text;      /* the scalar's value; NULL when it is absent */
    uint32_t line, column; /* from 1; of the nearest enclosing node when it is absent */
};
