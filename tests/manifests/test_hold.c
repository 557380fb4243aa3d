// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>

#include "manifests/base/text.h"
#include "manifests/kinds/hold.h"

Test(hold, holds_are_read_in_both_orders)
{
    static const struct {
        const char *text, *reason;
        bool valid, open;
    } rows[] = {
        {"true", NULL, true, true},
        {" true\n", NULL, true, true},
        {"reason=a b  c", "a b  c", true, true},
        {"until=2026-12-01T00:00:00Z", NULL, true, false},
        {"until=2026-12-01T00:00:00Z reason=x until=later", "x until=later", true, false},
        {"reason=x y until=2026-12-01T00:00:00Z", "x y", true, false},
        {"reason=x until=soon", NULL, false, true},
        {"until=soon", NULL, false, true},
        {"", NULL, false, true},
        {"false", NULL, false, true},
        {"true false", NULL, false, true},
    };
    arena_scope struct arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct hold hold = {.until = MOMENT_NEVER};
        cr_expect_eq(hold_parse(&arena, rows[i].text, &hold), rows[i].valid, "%s", rows[i].text);
        cr_expect_eq(hold.until == MOMENT_NEVER, rows[i].open, "%s", rows[i].text);
        cr_expect(text_equal(hold.reason, rows[i].reason), "%s", rows[i].text);
    }
}
