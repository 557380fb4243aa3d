// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link_duplicates.h"

#include <string.h>

static int by_identity(const void *left, const void *right)
{
    const struct object_identity *a = left, *b = right;
    int orders[] = {strcmp(a->kind, b->kind), strcmp(a->namespace, b->namespace),
                    strcmp(a->name, b->name), strcmp(a->file, b->file),
                    link_order_lines(a->line, b->line)};
    return link_order(orders, 5);
}

static bool same_identity(const struct object_identity *a, const struct object_identity *b)
{
    return strcmp(a->kind, b->kind) == 0 && strcmp(a->namespace, b->namespace) == 0 &&
           strcmp(a->name, b->name) == 0;
}

static void collect_identities(struct link *link)
{
    list_each (stream, &link->out->streams) {
        struct problem_place place = {stream->file, stream->spec->line, stream->spec->column, NULL};
        link_identity(link, "ImageStream", stream->environment, stream->spec->name, place,
                      &stream->problem);
    }
    list_each (promotion, &link->out->promotions) {
        struct problem_place place = {promotion->file, promotion->promotion->line,
                                      promotion->promotion->column, NULL};
        const char *namespace = promotion->promotion->namespace;
        link_identity(link, "Promotion", namespace != NULL ? namespace : "*",
                      promotion->promotion->name, place, &promotion->problem);
    }
    list_each (placed, &link->workloads) {
        struct problem_place place = {placed->file, placed->workload->line,
                                      placed->workload->column, NULL};
        link_identity(link, workload_kind_word(placed->workload->kind), placed->environment,
                      placed->workload->name, place, &placed->problem);
    }
}

void link_duplicates(struct link *link)
{
    collect_identities(link);
    list_sort(&link->identities, by_identity);
    struct object_identity *items = link->identities.items;
    for (size_t first = 0, i = 1; i < link->identities.count; i++) {
        if (!same_identity(&items[first], &items[i])) {
            first = i;
            continue;
        }
        /* The first object's problem names the second object; all other problems name the first. */
        for (size_t k = i == first + 1 ? first : i; k <= i; k++) {
            const struct object_identity *here = &items[k];
            const struct object_identity *other = k == first ? &items[i] : &items[first];
            bool anywhere = strcmp(here->namespace, "*") == 0;
            struct problem_place place = {
                here->file, here->line, here->column,
                link_label(link, here->kind, anywhere ? "" : here->namespace, here->name)};
            const struct problem *problem =
                link_problem(link, PROBLEM_DUPLICATE_OBJECT, place, "remove one of them",
                             "also declared at %s:%u", other->file, (unsigned)other->line);
            if (here->problem != NULL && *here->problem == NULL)
                *here->problem = problem;
        }
    }
}
