// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/exported.h"

#include "diff/planner/memory.h"

const struct stream_status *exported_find(const struct tag_node *node)
{
    const struct stream_tag *entry = node->entry;
    if (node->stream == NULL || entry == NULL || stream_tag_pin(entry) != NULL ||
        !journal_first(node->memory))
        return NULL;
    return stream_status_find(node->stream->spec, node->tag);
}

bool exported_first(struct planner *planner, struct tag_node *node)
{
    const char *trouble = memory_trouble(planner, node);
    if (trouble != NULL)
        draft_end(&node->draft, REASON_JOURNAL_UNKNOWN, trouble);
    return trouble == NULL;
}

bool exported_from_source(struct planner *planner, struct tag_node *node,
                          const struct stream_status *status)
{
    struct draft *draft = &node->draft;
    const struct reference *source = &node->entry->reference;
    if (status->from.name == NULL || reference_same_repository(&status->from, source))
        return true;
    draft_end(draft, REASON_OTHER_EXPORT,
              arena_print(planner->arena, "%s, not %s", status->from.text, source->name));
    draft->row.hint = arena_print(
        planner->arena,
        "to pin the image of %s now, run `weir import-image %s:%s -n %s`; to keep what the "
        "cluster runs, write its image as the tag's source",
        source->text, node->name, node->tag, node->environment);
    return false;
}
