// SPDX-License-Identifier: Apache-2.0
/* Defines the state of one object while it is decoded. */
#pragma once

#include "manifests/kinds/problem.h"
#include "manifests/yaml/document.h"

struct decoding {
    struct arena *part; /* the decoded object lives here */
    size_t document;
    problem_list *problems;
    const char *object;           /* "ImageStream app-dev/web", or NULL */
    const struct problem *broken; /* the first error, or `limit`, since a caller set this to NULL */
    bool in_template;             /* texts may contain parameters, "${…}" */
    bool ours;                    /* one of weir's own formats: unknown keys are errors */
    bool loose_text;              /* text_read also accepts bare numbers and booleans */
};
