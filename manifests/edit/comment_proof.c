// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/comment_proof.h"

#include <string.h>

#include "manifests/yaml/place.h"

/* A node of the expected tree, and the node of the result in the same place. */
struct twin {
    const struct node *want, *got;
};

typedef LIST_OF(struct twin) twin_list;

static void add_twins(struct arena *arena, const struct node *want, const struct node *got,
                      twin_list *twins)
{
    *list_add(arena, twins) = (struct twin){want, got};
    if (want->key != NULL && got->key != NULL)
        add_twins(arena, want->key, got->key, twins);
    const struct node *left = want->first, *right = got->first;
    for (; left != NULL && right != NULL; left = left->next, right = right->next)
        add_twins(arena, left, right, twins);
}

static int by_want(const void *a, const void *b)
{
    uintptr_t left = (uintptr_t)((const struct twin *)a)->want;
    uintptr_t right = (uintptr_t)((const struct twin *)b)->want;
    return (left > right) - (left < right);
}

/* Returns the node of the result, or NULL if the node was removed. */
static const struct node *twin_of(const twin_list *twins, const struct node *node)
{
    const struct twin *found = list_find(twins, &(struct twin){.want = node}, by_want);
    return found != NULL ? found->got : NULL;
}

/* True if the comment may belong to this node of the result. */
static bool may_belong(const twin_list *twins, const struct comment *comment,
                       const struct node *node)
{
    const struct node *own = comment->node;
    if (own == NULL)
        return node == NULL;
    const struct node *twin = twin_of(twins, own);
    if (twin != NULL || !comment->heads)
        return node == twin && node != NULL;
    const struct node *next = own->next;
    while (next != NULL && twin_of(twins, next) == NULL)
        next = next->next;
    return node != NULL &&
           ((next != NULL && node == twin_of(twins, next)) || node == twin_of(twins, own->parent));
}

static bool same_comment(const struct editing *e, const struct comment *want, const char *result,
                         const struct comment *got)
{
    size_t length = want->end - want->start;
    return got->end - got->start == length && got->trails == want->trails &&
           got->document == want->document &&
           memcmp(e->bytes + want->start, result + got->start, length) == 0;
}

/* True if a splice removes the byte. Splices are sorted; *next is the first that may matter. */
static bool is_spliced_out(const struct editing *e, size_t at, size_t *next)
{
    while (*next < e->splices.count && e->splices.items[*next].end <= at)
        ++*next;
    return *next < e->splices.count && e->splices.items[*next].start <= at;
}

static bool fail(struct editing *e, const struct comment *comment, const char *what,
                 const char **detail)
{
    uint32_t line, column;
    place_of(e->bytes, comment->start, &line, &column);
    *detail = arena_print(e->arena, "the comment on line %u would %s", line, what);
    return false;
}

static bool compare(struct editing *e, const twin_list *twins, const struct comments *got,
                    const char *result, const char **detail)
{
    size_t splice = 0, at = 0;
    for (size_t i = 0; i < e->comments.count; i++) {
        const struct comment *want = &e->comments.items[i];
        if (is_spliced_out(e, want->start, &splice)) {
            if (want->node == NULL || twin_of(twins, want->node) != NULL)
                return fail(e, want, "be lost", detail);
            continue;
        }
        if (at == got->count || !same_comment(e, want, result, &got->items[at]))
            return fail(e, want, "be lost or changed", detail);
        if (!may_belong(twins, want, got->items[at].node))
            return fail(e, want, "belong to another key or item", detail);
        at++;
    }
    *detail = "text of the result would become a comment";
    return at == got->count;
}

bool comment_proof_holds(struct editing *e, const struct documents *got, const char *result,
                         size_t length, const char **detail)
{
    twin_list twins = {0};
    struct comments comments = comments_find(e->scratch, result, length, got);
    if (e->comments.count > 0)
        for (size_t i = 0; i < got->count; i++)
            if (got->items[i].root != NULL)
                add_twins(e->scratch, e->documents.items[i].root, got->items[i].root, &twins);
    list_sort(&twins, by_want);
    return compare(e, &twins, &comments, result, detail);
}
