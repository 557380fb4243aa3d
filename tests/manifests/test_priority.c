// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/priority.h"

#include <criterion/criterion.h>
#include <string.h>

/* The order that the reference describes, one list; every permutation sorts to it. */
static const char *const order[] = {
    "latest",     "5.10",
    "v5.10",      "5.2",
    "5.2-rc1",    "v5.2-rc1",
    "5.2-beta",   "0.9",
    "10.0.0",     "1.2.3",
    "1.2.3+a",    "v1.2.3",
    "1.2.3-rc.2", "1.2.3-rc.1",
    "1.2.3-2",    "1.0.0",
    "0.0.1",      "",
    "01.2.3",     "09.0",
    "1.2-rc.1",   "1.2.",
    "1.2.3-01",   "1.2.3.4",
    "1.2.3_4",    "1234567890123456789.1",
    "2024.01",    "3",
    "V1.0",       "alpine",
    "stable",     "v1",
};
enum { COUNT = sizeof order / sizeof *order };

Test(priority, tags_are_listed_as_openshift_lists_them)
{
    for (size_t i = 0; i < COUNT; i++)
        for (size_t k = 0; k < COUNT; k++) {
            int got = priority_compare(order[i], order[k]);
            cr_expect_eq((got > 0) - (got < 0), (i > k) - (i < k), "'%s' against '%s': %d",
                         order[i], order[k], got);
        }
}

Test(priority, sorting_does_not_depend_on_the_input_order)
{
    const char *tags[COUNT];
    for (size_t step = 1; step < COUNT; step++) {
        for (size_t i = 0; i < COUNT; i++)
            tags[i] = order[COUNT - 1 - (i + step) % COUNT];
        priority_sort(tags, COUNT);
        for (size_t i = 0; i < COUNT; i++)
            cr_expect_str_eq(tags[i], order[i]);
    }
}
