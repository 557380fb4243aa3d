// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/habits.h"

enum { HABIT_COLUMNS = 16 };

/* The number of block maps and lists for each indentation in columns. */
struct habits {
    unsigned maps[HABIT_COLUMNS], lists[HABIT_COLUMNS];
};

static void read_habits(const struct node *node, struct habits *habits)
{
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        bool in_map = node->kind == NODE_MAP && !node->flow && !child->flow;
        unsigned offset = child->column - node->column;
        if (in_map && child->kind == NODE_MAP && offset > 0 && offset < HABIT_COLUMNS)
            habits->maps[offset]++;
        if (in_map && child->kind == NODE_LIST && offset < HABIT_COLUMNS)
            habits->lists[offset]++;
        if (child->first != NULL)
            read_habits(child, habits);
    }
}

static unsigned most(const unsigned *counts, unsigned otherwise)
{
    unsigned best = otherwise;
    for (unsigned i = 0; i < HABIT_COLUMNS; i++)
        if (counts[i] > counts[best])
            best = i;
    return best;
}

void habits_learn(struct editing *e)
{
    struct habits habits = {0};
    for (size_t i = 0; i < e->documents.count; i++)
        if (e->documents.items[i].root != NULL)
            read_habits(e->documents.items[i].root, &habits);
    e->step = most(habits.maps, 2);
    e->list_offset = most(habits.lists, 0);
}
