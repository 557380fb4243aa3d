// SPDX-License-Identifier: Apache-2.0
/* The JSON format: a verification. docs/json.md describes each key. */
#include "reconciler/report/json/json_value.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/view_verification.h"

static json_t *verified_json(const struct verify_image *image)
{
    json_t *object = object_make(), *pins = array_make();
    list_each (pin, &image->pins) {
        json_t *item = object_make();
        object_set(item, "kind", to_text(verify_word(pin->kind)));
        object_set(item, "object", to_text(pin->object));
        object_set(item, "back", to_number(pin->back));
        object_set(item, "place", to_place(pin->file, pin->line, pin->column, NULL));
        array_add(pins, item);
    }
    object_set(object, "image", to_text(image->key));
    object_set(object, "digest", to_text(image->digest));
    object_set(object, "state", to_text(view_verified_state(image)));
    object_set(object, "word", to_text(image->answer != NULL ? image->answer->word : NULL));
    object_set(object, "why", to_text(image->answer != NULL ? image->answer->why : NULL));
    object_set(object, "pins", pins);
    return object;
}

static json_t *past_json(const struct verify_tag *tag)
{
    json_t *object = object_make(), *past = array_make();
    list_each (item, &tag->past) {
        json_t *one = object_make();
        object_set(one, "digest", to_text(item->digest));
        object_set(one, "since", to_when(item->since));
        object_set(one, "state", to_text(view_verified_state(item->image)));
        array_add(past, one);
    }
    object_set(object, "namespace", to_text(tag->namespace));
    object_set(object, "stream", to_text(tag->stream));
    object_set(object, "tag", to_text(tag->tag));
    object_set(object, "there", to_number(verify_reach(tag)));
    object_set(object, "past", past);
    return object;
}

void json_verification(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    const struct verification *made = report->verification;
    json_t *document = document_make(report, "Verification"), *counts = object_make();
    json_t *images = array_make(), *past = array_make(), *notes = array_make();
    object_set(counts, "there", to_number(made->there));
    object_set(counts, "gone", to_number(made->gone));
    object_set(counts, "unknown", to_number(made->unknown));
    object_set(counts, "integrated", to_number(made->integrated));
    list_each (image, &made->images)
        array_add(images, verified_json(image));
    list_each (tag, &made->tags)
        array_add(past, past_json(tag));
    const char *note = NULL;
    for (size_t i = 0; (note = view_verified_note(&arena, made, i)) != NULL; i++)
        array_add(notes, to_text(note));
    object_set(document, "counts", counts);
    object_set(document, "images", images);
    object_set(document, "rollbacks", past);
    object_set(document, "notes", notes);
    document_print(document, out);
}
