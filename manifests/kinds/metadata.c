// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/metadata.h"

#include "manifests/base/text.h"
#include "manifests/kinds/fields.h"
#include "manifests/kinds/namespace.h"
#include "manifests/kinds/texts.h"

/* True if the object is an item of `objects` in a Template. */
static bool object_in_template(const struct node *object)
{
    const struct node *list = object->parent;
    return list != NULL && list->kind == NODE_LIST && list->parent != NULL && list->key != NULL &&
           text_equal(list->key->text, "objects") &&
           text_equal(field_text(list->parent, "kind"), "Template");
}

static const struct field metadata_fields[] = {
    {"name", FIELD_TEXT, true, offsetof(struct metadata, name)},
    {"namespace", FIELD_TEXT, false, offsetof(struct metadata, namespace)},
    FIELDS_END,
};

bool metadata_read(struct decoding *decoding, const struct node *object, const char *kind,
                   struct metadata *metadata)
{
    const struct node *node = field_find(object, "metadata");
    const char *name = field_text(node, "name"), *namespace = field_text(node, "namespace");
    decoding->in_template = object_in_template(object);
    if (decoding->in_template && text_has_variable(name))
        return false;
    decoding->object =
        arena_print(decoding->part, "%s %s%s%s", kind, namespace != NULL ? namespace : "",
                    namespace != NULL ? "/" : "", name != NULL ? name : "?");
    *metadata = (struct metadata){.node = node};
    if (text_note_variable(decoding, field_find(node, "namespace"), namespace, "the object"))
        return false;
    if (node == NULL) {
        problem_add(decoding, PROBLEM_MISSING_FIELD, object, "add metadata: {name: ...}",
                    "metadata is missing");
        return false;
    }
    bool ours = decoding->ours;
    decoding->ours = false; /* metadata may have other keys, which Kubernetes defines */
    fields_read(decoding, node, metadata_fields, metadata);
    decoding->ours = ours;
    if (metadata->namespace != NULL)
        namespace_check(decoding, field_find(node, "namespace"), metadata->namespace);
    metadata->annotations = field_find(node, "annotations");
    if (metadata->annotations != NULL && metadata->annotations->kind != NODE_MAP) {
        problem_wrong_type(decoding, metadata->annotations, "a map", "write key: value below it");
        metadata->annotations = NULL;
    }
    metadata->local_config =
        text_equal(field_text(metadata->annotations, "config.kubernetes.io/local-config"), "true");
    return metadata->name != NULL;
}
