// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/set.h"
#include "manifests/base/words.h"

struct item {
    unsigned char key[20];
    unsigned value;
};

static const struct set_kind items_kind = {sizeof(struct item), sizeof(((struct item *)0)->key)};

static struct item item_of(unsigned value)
{
    struct item item = {.value = value};
    memcpy(item.key + 10, &value, sizeof value);
    return item;
}

Test(set, each_key_has_one_position)
{
    enum { COUNT = 5000 };
    arena_scope struct arena arena = {0};
    set_scope struct set set = {.kind = &items_kind};
    LIST_OF(struct item) list = {0};
    struct item missing = item_of(COUNT);
    cr_assert_eq(set_find(&set, list.items, &missing), SET_NONE);
    for (unsigned i = 0; i < 2 * COUNT; i++) {
        struct item item = item_of(i % COUNT);
        size_t at = set_add(&set, list.items, list.count, &item);
        cr_assert_eq(at, i % COUNT);
        if (at == list.count)
            *list_add(&arena, &list) = item;
    }
    cr_assert_eq(list.count, COUNT);
    for (unsigned i = 0; i < COUNT; i++)
        cr_assert_eq(set_find(&set, list.items, &list.items[i]), i);
    cr_assert_eq(set_find(&set, list.items, &missing), SET_NONE);
}

Test(set, positions_are_used_again_after_items_were_removed)
{
    arena_scope struct arena arena = {0};
    set_scope struct set set = {.kind = &items_kind};
    LIST_OF(struct item) list = {0};
    for (unsigned i = 0; i < 100; i++) {
        struct item item = item_of(i);
        cr_assert_eq(set_add(&set, list.items, list.count, &item), i);
        *list_add(&arena, &list) = item;
    }
    struct item gone = list.items[0];
    list.items[0] = list.items[--list.count];
    set_rebuild(&set, list.items, list.count);
    cr_assert_eq(set_find(&set, list.items, &gone), SET_NONE);
    for (size_t i = 0; i < list.count; i++)
        cr_assert_eq(set_find(&set, list.items, &list.items[i]), i);
    set_done(&set);
    cr_assert_eq(set_find(&set, list.items, &gone), SET_NONE);
}

struct pair {
    const char *left, *right;
};

static uint64_t pair_hash(const void *key)
{
    const struct pair *pair = key;
    return set_hash_text(set_hash_text(0, pair->left), pair->right);
}

static bool pair_equal(const void *item, const void *key)
{
    const struct pair *a = item, *b = key;
    return strcmp(a->left, b->left) == 0 && strcmp(a->right, b->right) == 0;
}

Test(set, a_set_may_have_its_own_comparison)
{
    static const struct set_kind pairs = {sizeof(struct pair), 0, pair_hash, pair_equal};
    struct pair items[] = {{"ab", "c"}, {"a", "bc"}, {"", ""}};
    char left[] = "ab";
    set_scope struct set set = {.kind = &pairs};
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(set_add(&set, items, i, &items[i]), i);
    cr_assert_eq(set_add(&set, items, 3, &(struct pair){left, "c"}), 0);
    cr_assert_eq(set_find(&set, items, &(struct pair){"a", "b"}), SET_NONE);
    cr_assert_neq(pair_hash(&items[0]), pair_hash(&items[1]));
}

#define COLORS(X)                                                                                  \
    X(COLOR_RED, "red", "the color of stop", true)                                                 \
    X(COLOR_SKY, "sky", "the color of nothing", false)

enum color { COLORS(WORDS_CODE) COLOR_COUNT };

WORDS_TABLE(colors, COLOR_COUNT, COLORS, const char *word, *sentence; bool loud;);
static WORDS_COLUMN(const char *, color_word, enum color, colors, word);
static WORDS_COLUMN(const char *, color_sentence, enum color, colors, sentence);
static WORDS_COLUMN(bool, color_loud, enum color, colors, loud);

Test(set, texts_are_compared_by_their_bytes)
{
    arena_scope struct arena arena = {0};
    set_scope struct set set = {.kind = &set_texts};
    text_list list = {0};
    for (int i = 0; i < 300; i++) {
        const char *text = arena_print(&arena, "text %d", i % 100);
        size_t at = set_add(&set, list.items, list.count, &text);
        cr_assert_eq(at, (size_t)i % 100);
        if (at == list.count)
            *list_add(&arena, &list) = text;
    }
    cr_expect_eq(list.count, 100);
}

Test(words, a_list_makes_codes_rows_and_columns)
{
    cr_assert_eq(COLOR_COUNT, 2);
    cr_assert_str_eq(color_word(COLOR_SKY), "sky");
    cr_assert_str_eq(color_sentence(COLOR_RED), "the color of stop");
    cr_assert(color_loud(COLOR_RED) && !color_loud(COLOR_SKY));
}
