// SPDX-License-Identifier: Apache-2.0
/*
 * Makes edits inside texts that contain YAML or JSON: inline patches of kustomize, `values: |` of
 * Helm and Argo CD, JSON patches. The edits inside one text are applied to the text as to a file of
 * its own, with the same proof. Then the text is rewritten in the file by EDIT_REWRITE, which
 * proves that nothing else changed there. Places of refusals are those of the file.
 */
#pragma once

#include "manifests/edit/edit.h"

/* Does the same as edit_apply(), which calls it when an edit has an inner path. */
void nested_apply(struct arena *arena, const char *path, const char *bytes, size_t length,
                  const struct edit *edits, size_t count, struct edit_result *result);
