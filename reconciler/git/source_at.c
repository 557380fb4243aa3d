// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/source_at.h"

/* The context of source.read. */
struct source_view {
    const struct source_file *files;
    source_at_read *read;
    void *context;
};

static int read_file(void *context, size_t index, struct text *bytes, struct err *err)
{
    const struct source_view *view = context;
    return view->read(view->context, &view->files[index], bytes, err);
}

struct source source_at_make(const struct listing *listing, struct arena *run, source_at_read *read,
                             void *context)
{
    struct source_view *view = arena_new(run, struct source_view);
    *view = (struct source_view){listing_copy(listing, run), read, context};
    return (struct source){
        .files = view->files,
        .count = listing->files.count,
        .notes = listing_copy_notes(listing, run),
        .note_count = listing->notes.count,
        .context = view,
        .read = read_file,
    };
}
