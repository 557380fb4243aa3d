// SPDX-License-Identifier: Apache-2.0
/* A question while it is answered: the image that it names, and where its answer goes. */
#pragma once

#include "reconciler/registry/image.h"
#include "reconciler/registry/registry.h"

struct inquiry {
    struct image image;
    enum question_kind kind;
    bool answered;
    struct answer *answer;
    struct arena *arena; /* of the answer's texts */
};

/* Sets the answer: the image has this digest. */
void inquiry_found(struct inquiry *inquiry, const char *digest, enum image_form form);
/* Sets the answer: it does not exist. `what` is "repository", "tag" or "manifest". */
void inquiry_none(struct inquiry *inquiry, const char *what);
/* Sets the answer: unknown, with the word and the sentence of the class. `detail` is appended to
 * the sentence, or NULL; control bytes in it are replaced. */
void inquiry_unknown(struct inquiry *inquiry, enum registry_class class, const char *detail);
