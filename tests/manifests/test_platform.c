// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/platform.h"

#include <criterion/criterion.h>
#include <string.h>

Test(platform, one_platform_has_many_names)
{
    static const struct {
        const char *a, *b;
        bool equal;
    } rows[] = {
        {"linux/amd64", "linux/amd64", true},
        {"linux/amd64", "Linux/AMD64", true},
        {"linux/amd64", "linux/x86_64", true},
        {"linux/amd64", "linux/amd64/v1", true},
        {"linux/amd64", "linux/amd64/v2", false},
        {"linux/arm64", "linux/arm64/v8", true},
        {"linux/arm64/8", "linux/aarch64", true},
        {"linux/arm64", "linux/arm64/v9", false},
        {"linux/arm", "linux/arm/v7", true},
        {"linux/arm/7", "linux/armhf", true},
        {"linux/arm/v6", "linux/armel", true},
        {"linux/arm/v6", "linux/arm", false},
        {"linux/386", "linux/i386", true},
        {"linux/amd64", "windows/amd64", false},
        {"linux/amd64", "linux/arm64", false},
        {"linux/riscv64", "linux/riscv64/v1", false},
        {"linux/amd64", "", false},
        {"linux/amd64", "linux", false},
        {"linux/amd64", "unknown/unknown", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(platform_equal(rows[i].a, rows[i].b), rows[i].equal, "%s %s", rows[i].a,
                     rows[i].b);
        cr_expect_eq(platform_equal(rows[i].b, rows[i].a), rows[i].equal, "%s %s", rows[i].b,
                     rows[i].a);
    }
}

Test(platform, long_names_are_compared_within_bounds)
{
    char a[3000], b[3000];
    memset(a, 'a', sizeof a);
    memcpy(b, a, sizeof b);
    a[1000] = a[2000] = b[1000] = b[2000] = '/';
    a[sizeof a - 1] = b[sizeof b - 1] = '\0';
    cr_expect(platform_equal(a, b));
    cr_expect_not(platform_valid(a));
}

Test(platform, two_or_three_parts_are_declared)
{
    cr_expect(platform_valid("linux/amd64"));
    cr_expect(platform_valid("linux/arm/v7"));
    static const char *const wrong[] = {"",  "linux",        "linux/",      "/amd64",
                                        "a", "linux/amd64/", "a/b/c/d",     "linux//v7",
                                        " ", "linux/amd64 ", "Linux/amd64", "linux,amd64"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_expect_not(platform_valid(wrong[i]), "%s", wrong[i]);
}
