// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/select.h"

#include <string.h>

#include <criterion/criterion.h>

#include "manifests/base/text.h"

#define DIGEST "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

Test(select, the_form_of_a_name_decides_what_it_selects)
{
    static const struct {
        const char *text, *registry, *namespace, *stream, *tag, *digest;
    } cases[] = {
        {"web", NULL, NULL, "web", NULL, NULL},
        {"web:1.2", NULL, NULL, "web", "1.2", NULL},
        {"app/web:1.2", NULL, "app", "web", "1.2", NULL},
        {"app/web@" DIGEST, NULL, "app", "web", NULL, DIGEST},
        {"web@" DIGEST, NULL, NULL, "web", NULL, DIGEST},
        {"quay.io/team/web:1.2", "quay.io", NULL, NULL, NULL, NULL},
        {"localhost/web", "localhost", NULL, NULL, NULL, NULL},
        {"registry:5000/web:1", "registry:5000", NULL, NULL, NULL, NULL},
        {"my.stream:1", NULL, NULL, "my.stream", "1", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct selected selected = {0};
        struct err err = {0};
        cr_assert(selected_parse(&arena, cases[i].text, &selected, &err) == 0, "%s: %s",
                  cases[i].text, err.message);
        cr_expect(text_equal(selected.registry, cases[i].registry), "%s", cases[i].text);
        cr_expect(text_equal(selected.namespace, cases[i].namespace), "%s", cases[i].text);
        cr_expect(text_equal(selected.stream, cases[i].stream), "%s", cases[i].text);
        cr_expect(text_equal(selected.tag, cases[i].tag), "%s", cases[i].text);
        cr_expect(text_equal(selected.digest, cases[i].digest), "%s", cases[i].text);
    }
}

Test(select, an_invalid_name_is_refused)
{
    const char *const texts[] = {
        "", ":tag", "a/b/c:d", "/web", "app/", "web:", "w b:c", "web:a b", "web@x", "WEB", "-/web"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        arena_scope struct arena arena = {0};
        struct selected selected = {0};
        struct err err = {0};
        cr_expect(selected_parse(&arena, texts[i], &selected, &err) == -1, "'%s'", texts[i]);
    }
}

Test(select, a_stream_in_one_namespace_needs_no_namespace)
{
    arena_scope struct arena arena = {0};
    struct declared declared = {0};
    struct image_stream web = {.name = "web"}, api = {.name = "api"};
    *list_add(&arena, &declared.streams) = (struct stream){.spec = &web, .environment = "app-dev"};
    *list_add(&arena, &declared.streams) = (struct stream){.spec = &api, .environment = "app-prod"};
    *list_add(&arena, &declared.streams) = (struct stream){.spec = &web, .environment = "app-prod"};
    struct err err = {0};

    struct selected selected = {.stream = "api"};
    cr_expect(selected_namespace(&arena, &declared, NULL, &selected, &err) == 0, "%s", err.message);
    cr_expect_str_eq(selected.namespace, "app-prod", "the only one");

    selected = (struct selected){.stream = "web"};
    cr_expect(selected_namespace(&arena, &declared, NULL, &selected, &err) == -1, "two have it");
    cr_expect(strstr(err.hint, "app-dev, app-prod") != NULL, "%s", err.hint);

    cr_expect(selected_namespace(&arena, &declared, "app-dev", &selected, &err) == 0, "-n says it");
    cr_expect_str_eq(selected.namespace, "app-dev", "-n");

    selected = (struct selected){.stream = "web", .namespace = "app-prod"};
    cr_expect(selected_namespace(&arena, &declared, "app-dev", &selected, &err) == -1,
              "two namespaces are given");

    selected = (struct selected){.stream = "none"};
    cr_expect(selected_namespace(&arena, &declared, NULL, &selected, &err) == -1, "no such stream");
}

Test(select, an_unknown_environment_is_refused_with_those_there_are)
{
    enum { MANY = 100 };
    static const char *const few[] = {"dev", "prod"};
    arena_scope struct arena arena = {0};
    struct err err = {0};
    const char *many[MANY];
    cr_expect_eq(selected_environment(few, 2, "prod", &err), 0);
    cr_expect_eq(selected_environment(few, 2, "prd", &err), -1);
    cr_expect_str_eq(err.hint, "name one of: dev, prod");
    cr_expect_eq(selected_environment(NULL, 0, "prd", &err), -1);
    for (int i = 0; i < MANY; i++)
        many[i] = arena_print(&arena, "namespace-%02d", i);
    cr_expect_eq(selected_environment(many, MANY, "namespace-99", &err), 0);
    cr_expect_eq(selected_environment(many, MANY, "prd", &err), -1);
    cr_expect(text_starts(err.hint, "name one of: namespace-00, namespace-01"), "%s", err.hint);
    cr_expect(strstr(err.hint, ", ...") != NULL, "%s", err.hint);
}
