// SPDX-License-Identifier: Apache-2.0
/* Prints a verification as JSON. docs/json.md describes each key. */
#include "reconciler/report/json/json_value.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/view_verification.h"

static json_t *verified_json(const struct verify_image *image)
{
    json_t *object = value_object(), *pins = value_array();
    list_each (pin, &image->pins) {
        json_t *item = value_object();
        value_set(item, "kind", value_text(verification_kind_word(pin->kind)));
        value_set(item, "object", value_text(pin->object));
        value_set(item, "back", value_number(pin->back));
        value_set(item, "place", value_place(pin->file, pin->line, pin->column, NULL));
        value_add(pins, item);
    }
    value_set(object, "image", value_text(image->key));
    value_set(object, "digest", value_text(image->digest));
    value_set(object, "state", value_text(view_verified_state(image)));
    value_set(object, "word", value_text(image->answer != NULL ? image->answer->word : NULL));
    value_set(object, "why", value_text(image->answer != NULL ? image->answer->why : NULL));
    value_set(object, "pins", pins);
    return object;
}

static json_t *previous_json(const struct verify_tag *tag)
{
    json_t *object = value_object(), *previous = value_array();
    list_each (item, &tag->previous) {
        json_t *one = value_object();
        value_set(one, "digest", value_text(item->digest));
        value_set(one, "since", value_when(item->since));
        value_set(one, "state", value_text(view_verified_state(item->image)));
        value_add(previous, one);
    }
    value_set(object, "namespace", value_text(tag->namespace));
    value_set(object, "stream", value_text(tag->stream));
    value_set(object, "tag", value_text(tag->tag));
    value_set(object, "there", value_number(verification_reach(tag)));
    value_set(object, "past", previous);
    return object;
}

void json_verification(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    const struct verification *made = report->verification;
    json_t *document = value_document(report, "Verification"), *counts = value_object();
    json_t *images = value_array(), *previous = value_array(), *notes = value_array();
    value_set(counts, "there", value_number(made->there));
    value_set(counts, "gone", value_number(made->gone));
    value_set(counts, "unknown", value_number(made->unknown));
    value_set(counts, "integrated", value_number(made->integrated));
    list_each (image, &made->images)
        value_add(images, verified_json(image));
    list_each (tag, &made->tags)
        value_add(previous, previous_json(tag));
    const char *note = NULL;
    for (size_t i = 0; (note = view_verified_note(&arena, made, i)) != NULL; i++)
        value_add(notes, value_text(note));
    value_set(document, "counts", counts);
    value_set(document, "images", images);
    value_set(document, "rollbacks", previous);
    value_set(document, "notes", notes);
    value_print(document, out);
}
