// SPDX-License-Identifier: Apache-2.0
/*
 * A site: a place in a file that names an image, or would. What was decoded from a file says where
 * it stood by sites; they know no file name, because equal files share what was decoded.
 */
#pragma once

#include "manifests/yaml/document.h"

struct site {
    struct node_path path;
    const char *text;      /* the scalar's value; NULL when nothing stands there */
    uint32_t line, column; /* from 1; of the nearest place above when nothing stands there */
};
