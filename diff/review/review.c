// SPDX-License-Identifier: Apache-2.0
#include "diff/review/review.h"

#include <string.h>

static const char *const change_words[] = {
    [REVIEW_ADDED] = "added", [REVIEW_REMOVED] = "removed", [REVIEW_CHANGED] = "changed"};
TABLE_COMPLETE(change_words, REVIEW_CHANGED + 1);

const char *review_change_word(enum review_change change)
{
    return change_words[change];
}

static enum review_change change_of(const void *before, const void *after)
{
    return before == NULL ? REVIEW_ADDED : after == NULL ? REVIEW_REMOVED : REVIEW_CHANGED;
}

enum review_change review_change_of(const struct policy_row *row)
{
    return change_of(row->before, row->after);
}

static int order_texts(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int compare_rows(const struct row *a, const struct row *b)
{
    int order = (int)a->kind - (int)b->kind;
    if (order == 0)
        order = order_texts(a->object, b->object);
    /* Two promotions may move one tag. */
    if (order == 0)
        order = order_texts(a->hop != NULL ? a->hop->promotion->name : NULL,
                            b->hop != NULL ? b->hop->promotion->name : NULL);
    return order;
}

static int by_object(const void *a, const void *b)
{
    const struct row *const *left = a, *const *right = b;
    return compare_rows(*left, *right);
}

/* Returns the rows sorted by object; the sort is stable, so equal ones stay in the plan's order. */
static const struct row **sorted(struct arena *arena, const struct plan *plan)
{
    const struct row **rows = arena_array(arena, const struct row *, plan->rows.count);
    for (size_t i = 0; i < plan->rows.count; i++)
        rows[i] = &plan->rows.items[i];
    list_order(rows, plan->rows.count, sizeof *rows, by_object);
    return rows;
}

static bool rows_equal(const struct row *a, const struct row *b)
{
    return a->reason == b->reason && a->action == b->action &&
           order_texts(a->current, b->current) == 0 && order_texts(a->wanted, b->wanted) == 0;
}

/* Orders by the place in the plan. A plan's rows are one array, so it is enough to compare
 * addresses.
 */
static int by_plan(const void *a, const void *b)
{
    const struct review_row *left = a, *right = b;
    if ((left->head == NULL) != (right->head == NULL))
        return left->head == NULL ? 1 : -1;
    const struct row *one = left->head != NULL ? left->head : left->base;
    const struct row *two = right->head != NULL ? right->head : right->base;
    return (one > two) - (one < two);
}

static void add(struct arena *arena, struct review *out, const struct row *base,
                const struct row *head)
{
    if (base != NULL && head != NULL && rows_equal(base, head))
        return;
    enum review_change change = change_of(base, head);
    *list_add(arena, &out->rows) = (struct review_row){change, base, head};
}

static void compare_plans(struct arena *arena, const struct plan *base, const struct plan *head,
                          struct review *out)
{
    const struct row **before = sorted(arena, base), **after = sorted(arena, head);
    size_t b = 0, h = 0;
    while (b < base->rows.count || h < head->rows.count) {
        int order = b == base->rows.count   ? 1
                    : h == head->rows.count ? -1
                                            : compare_rows(before[b], after[h]);
        const struct row *old = order <= 0 ? before[b++] : NULL;
        const struct row *new = order >= 0 ? after[h++] : NULL;
        add(arena, out, old, new);
    }
    list_sort(&out->rows, by_plan);
}

/* Orders problems without their lines, because an edit above a problem changes its line. */
static int compare_problems(const struct problem *a, const struct problem *b)
{
    int order = (int)a->code - (int)b->code;
    const char *const left[] = {a->path, a->object, a->message};
    const char *const right[] = {b->path, b->object, b->message};
    for (size_t i = 0; i < sizeof left / sizeof *left && order == 0; i++)
        order = order_texts(left[i], right[i]);
    return order;
}

static int by_problem(const void *a, const void *b)
{
    const struct problem *const *left = a, *const *right = b;
    return compare_problems(*left, *right);
}

static void compare_declared(struct arena *arena, const struct declared *base,
                             const struct declared *head, struct review *out)
{
    size_t count = base->problems.count;
    const struct problem **known = arena_array(arena, const struct problem *, count);
    for (size_t i = 0; i < count; i++)
        known[i] = &base->problems.items[i];
    list_order(known, count, sizeof *known, by_problem);
    list_each (problem, &head->problems) {
        const struct problem *wanted = problem;
        if (list_search(known, count, sizeof *known, &wanted, by_problem) == NULL)
            *list_add(arena, &out->problems) = problem;
    }
}

void review_make(struct arena *arena, const struct review_side *base,
                 const struct review_side *head, struct review *out)
{
    *out = (struct review){0};
    policy_compare(arena, base->policy, head->policy, &out->policy);
    compare_plans(arena, base->plan, head->plan, out);
    compare_declared(arena, base->policy, head->policy, out);
}

static void print_side(FILE *out, const char *side, const struct row *row)
{
    if (row != NULL)
        fprintf(out, "  %s: %s %s, %s -> %s\n", side, row_state_word(row_state(row)),
                reason_word(row->reason), row->current != NULL ? row->current : "(none)",
                row->wanted != NULL ? row->wanted : "(none)");
}

void review_print(const struct review *review, FILE *out)
{
    fputs("-- policy --\n", out);
    policy_print(&review->policy, out);
    fputs("-- rows --\n", out);
    list_each (row, &review->rows) {
        const struct row *shown = row->head != NULL ? row->head : row->base;
        fprintf(out, "%s %s %s\n", change_words[row->change], row_kind_word(shown->kind),
                shown->object);
        print_side(out, "base", row->base);
        print_side(out, "head", row->head);
    }
    if (review->problems.count > 0)
        fputs("-- new problems --\n", out);
    list_each (item, &review->problems) {
        const struct problem *problem = *item;
        fprintf(out, "%s:%u:%u: %s\n", problem->path, (unsigned)problem->line,
                (unsigned)problem->column, problem_word(problem->code));
    }
}
