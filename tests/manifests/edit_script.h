// SPDX-License-Identifier: Apache-2.0
/*
 * Edits as tests write them, one a line: "replace WAY VALUE", "insert WAY KEY: VALUE", "append WAY
 * VALUE", "rewrite WAY VALUE", "remove WAY [EXPECTED]", and "prune" for a removal that takes an
 * emptied map with it. WAY is a path like `spec/tags/0/name`, "." a root, "1:a" in the second
 * document, "patch|spec/replicas" a path inside the text at `patch`; VALUE is flow YAML, where a
 * plain number or boolean is a literal.
 */
#pragma once

#include "manifests/edit/edit.h"

struct edit_script {
    struct edit *items;
    size_t count;
};

struct edit_script edit_script_read(struct arena *arena, const char *text);
/* The value that a node says. */
struct value edit_script_value(struct arena *arena, const struct node *node);
