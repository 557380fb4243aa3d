// SPDX-License-Identifier: Apache-2.0
/* Reads the text values of an object. */
#pragma once

#include "manifests/kinds/decoding.h"

/* Returns a copy of a scalar's text. Adds a problem and returns NULL if Kubernetes would not read
 * the node as a string (but see loose_text), or if the text contains a NUL byte or is longer than
 * TEXT_VALUE_MAX bytes. */
const char *text_read(struct decoding *decoding, const struct node *node);
/* Reads a list of texts. Returns the texts and sets *count. Adds a problem for an item that is not
 * a text, and leaves the item out. For a list of more than `most` items, adds a problem and returns
 * NULL. */
const char *const *texts_read(struct decoding *decoding, const struct node *list, size_t most,
                              size_t *count);
/* True if the text contains a variable that another tool fills in: "${" (Templates, Flux), "$("
 * (kustomize) or "{{" (Helm, Jinja). False for NULL. */
bool text_has_variable(const char *text);
/* Returns true if the text contains a variable, and adds a note about `what`, such as "the tag",
 * unless the object is in a Template, whose parameters are expected. `text` may be NULL. */
bool text_note_variable(struct decoding *decoding, const struct node *at, const char *text,
                        const char *what);
