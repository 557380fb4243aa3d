// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/walk.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/registry/manifest.h"

#define OCI "application/vnd.oci.image."
#define CONFIG_TYPE OCI "config.v1+json"

/* Documents by their digest, as a registry has them. */
struct world {
    struct arena arena;
    LIST_OF(const char *) documents;
    struct answer answer;
};

static void world_done(struct world *world)
{
    arena_done(&world->arena);
}
#define world_scope CLEANUP(world_done)

/* Adds a document; its digest. */
static const char *put(struct world *world, const char *bytes)
{
    char digest[DIGEST_TEXT_MAX];
    *list_add(&world->arena, &world->documents) = arena_text(&world->arena, bytes);
    manifest_digest(bytes, strlen(bytes), digest);
    return arena_text(&world->arena, digest);
}

static const char *put_image(struct world *world, const char *type, const char *config,
                             const char *annotations)
{
    const char *digest = put(world, config);
    return put(world,
               arena_print(&world->arena,
                           "{\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%zu}"
                           ",\"layers\":[],\"annotations\":{%s}}",
                           type, digest, strlen(config), annotations));
}

static const char *child(struct world *world, const char *digest, const char *os,
                         const char *architecture)
{
    return arena_print(&world->arena,
                       "{\"digest\":\"%s\",\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}}",
                       digest, os, architecture);
}

static const char *put_index(struct world *world, const char *children, const char *annotations)
{
    return put(world, arena_print(&world->arena, "{\"manifests\":[%s],\"annotations\":{%s}}",
                                  children, annotations));
}

/* Returns "found", "none" or the word, and how many documents were fetched for it. */
static const char *walk(struct world *world, const char *top)
{
    struct inquiry inquiry = {.way = INQUIRY_BY_CONFIG,
                              .answer = &world->answer,
                              .arena = &world->arena,
                              .image = {.host = "q.io", .host_length = 4, .version = top}};
    world->answer = (struct answer){0};
    struct walk walk = walk_begin(&inquiry);
    unsigned fetched = 0;
    for (bool more = true; more;) {
        const char *found = NULL;
        list_each (document, &world->documents)
            if (manifest_has_digest(*document, strlen(*document), walk.digest))
                found = *document;
        if (found != NULL && strlen(found) > walk.size_max)
            return "cut off";
        if (found == NULL)
            walk_missing(&walk);
        more = found != NULL && walk_take(&walk, "", found, strlen(found));
        fetched++;
    }
    cr_expect(inquiry.answered);
    return arena_print(&world->arena, "%s %u",
                       world->answer.state == ANSWER_FOUND  ? "found"
                       : world->answer.state == ANSWER_NONE ? "none"
                                                            : world->answer.word,
                       fetched);
}

/* "a=1 b=2" */
static const char *labels(struct world *world)
{
    const char *text = "";
    for (size_t i = 0; i < world->answer.label_count; i++)
        text = arena_print(&world->arena, "%s%s%s=%s", text, i > 0 ? " " : "",
                           world->answer.labels[i].name, world->answer.labels[i].value);
    return text;
}

static const char *plain_config(struct world *world, const char *architecture)
{
    return arena_print(
        &world->arena,
        "{\"os\":\"linux\",\"architecture\":\"%s\",\"created\":"
        "\"2026-01-02T03:04:05.123456789Z\",\"config\":{\"Labels\":{\"arch\":\"%s\"}}}",
        architecture, architecture);
}

Test(walk, an_image_says_what_its_config_says)
{
    static const char *const types[] = {CONFIG_TYPE,
                                        "application/vnd.docker.container.image.v1+json"};
    for (size_t i = 0; i < 2; i++) {
        world_scope struct world world = {0};
        char text[MOMENT_TEXT_MAX];
        const char *image = put_image(&world, types[i], plain_config(&world, "amd64"), "");
        cr_expect_str_eq(walk(&world, image), "found 2");
        cr_expect_str_eq(labels(&world), "arch=amd64");
        cr_expect_str_eq(world.answer.platform, "linux/amd64");
        cr_expect_str_eq(world.answer.digest, image);
        cr_expect_eq(world.answer.form, IMAGE_FORM_SINGLE);
        cr_expect_str_eq(moment_print(world.answer.created, text), "2026-01-02T03:04:05Z");
    }
}

Test(walk, labels_win_over_annotations_and_those_over_the_indexs)
{
    world_scope struct world world = {0};
    const char *config = "{\"config\":{\"Labels\":{\"z\":\"1\",\"a\":\"1\",\"n\":7}}}";
    const char *image =
        put_image(&world, CONFIG_TYPE, config, "\"a\":\"2\",\"b\":\"2\",\"n\":\"2\"");
    const char *index = put_index(&world, child(&world, image, "linux", "amd64"),
                                  "\"a\":\"3\",\"b\":\"3\",\"c\":\"3\"");
    cr_expect_str_eq(walk(&world, index), "found 3");
    cr_expect_str_eq(labels(&world), "a=1 b=2 c=3 n=2 z=1");
    cr_expect(world.answer.platform == NULL, "a config that names no platform");
    cr_expect_eq(world.answer.created, MOMENT_NEVER);
    cr_expect_eq(world.answer.form, IMAGE_FORM_INDEX);
}

Test(walk, one_image_of_an_index_is_chosen)
{
    static const struct {
        const char *children[3]; /* "os architecture", in order */
        const char *chosen;
    } rows[] = {
        {{"linux arm64", "linux amd64", "linux s390x"}, "arch=1"},
        {{"linux arm64", "linux x86_64", "linux s390x"}, "arch=1"},
        {{"unknown unknown", "linux arm64", "linux s390x"}, "arch=1"},
        {{"windows amd64", "linux arm64", "linux s390x"}, "arch=0"},
        {{"unknown unknown", "unknown unknown", "unknown unknown"}, "arch=0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world_scope struct world world = {0};
        const char *list = "";
        for (int k = 0; k < 3; k++) {
            char os[20], architecture[20];
            sscanf(rows[i].children[k], "%19s %19s", os, architecture);
            const char *number = arena_print(&world.arena, "%d", k);
            const char *image = put_image(&world, CONFIG_TYPE, plain_config(&world, number), "");
            list = arena_print(&world.arena, "%s%s%s", list, k > 0 ? "," : "",
                               child(&world, image, os, architecture));
        }
        cr_expect_str_eq(walk(&world, put_index(&world, list, "")), "found 3");
        cr_expect_str_eq(labels(&world), rows[i].chosen, "row %zu", i);
    }
}

Test(walk, an_artifact_has_annotations_only)
{
    world_scope struct world world = {0};
    const char *chart = put_image(&world, "application/vnd.cncf.helm.config.v1+json",
                                  "{\"config\":{\"Labels\":{\"a\":\"1\"}}}", "\"a\":\"2\"");
    cr_expect_str_eq(walk(&world, chart), "found 1");
    cr_expect_str_eq(labels(&world), "a=2");
    cr_expect(world.answer.platform == NULL);
    cr_expect_eq(world.answer.created, MOMENT_NEVER);
    const char *other = put(&world, "{\"mediaType\":\"x\",\"annotations\":{\"b\":\"1\"}}");
    cr_expect_str_eq(walk(&world, other), "found 1");
    cr_expect_str_eq(labels(&world), "b=1");
    cr_expect_eq(world.answer.form, IMAGE_FORM_UNKNOWN);
    cr_expect_str_eq(walk(&world, put_index(&world, "", "\"c\":\"1\"")), "found 1");
    cr_expect_str_eq(labels(&world), "c=1");
}

Test(walk, a_missing_document_means_none_only_at_the_top)
{
    world_scope struct world world = {0};
    char gone[DIGEST_TEXT_MAX];
    manifest_digest("gone", 4, gone);
    cr_expect_str_eq(walk(&world, gone), "none 1");
    const char *index = put_index(&world, child(&world, gone, "linux", "amd64"), "");
    cr_expect_str_eq(walk(&world, index), "protocol 2");
    cr_expect(strstr(world.answer.why, "but not the image in it") != NULL);
    const char *image = put(&world, arena_print(&world.arena,
                                                "{\"config\":{\"mediaType\":\"" CONFIG_TYPE
                                                "\",\"digest\":\"%s\",\"size\":4},\"layers\":[]}",
                                                gone));
    cr_expect_str_eq(walk(&world, image), "protocol 2");
    cr_expect(strstr(world.answer.why, "not its config") != NULL);
}

Test(walk, nested_indexes_have_a_maximum)
{
    world_scope struct world world = {0};
    const char *digest = put_image(&world, CONFIG_TYPE, plain_config(&world, "amd64"), "");
    for (int depth = 1; depth <= WALK_DEPTH_MAX + 1; depth++) {
        digest = put_index(&world, child(&world, digest, "linux", "amd64"),
                           arena_print(&world.arena, "\"d\":\"%d\"", depth));
        const char *told = walk(&world, digest);
        if (depth <= WALK_DEPTH_MAX)
            cr_expect_str_eq(told, arena_print(&world.arena, "found %d", depth + 2));
        else
            cr_expect_str_eq(told, "too-large 5");
    }
}

Test(walk, broken_documents_give_no_answer)
{
    static const struct {
        const char *document, *told;
    } rows[] = {
        {"{\"schemaVersion\":1,\"fsLayers\":[]}", "schema1 1"},
        {"{\"config\":{},\"layers\":[],\"manifests\":[]}", "media-type 1"},
        {"{\"a\":1,\"a\":2}", "protocol 1"},
        {"[]", "protocol 1"},
        {"", "protocol 1"},
        {"{\"config\":{\"mediaType\":\"" CONFIG_TYPE "\"},\"layers\":[]}", "media-type 1"},
        {"{\"config\":{\"mediaType\":\"" CONFIG_TYPE
         "\",\"digest\":\"sha256:../../x\",\"size\":1},\"layers\":[]}",
         "media-type 1"},
        {"{\"config\":{\"mediaType\":\"" CONFIG_TYPE
         "\",\"digest\":\"md5:0123456789abcdef0123456789abcdef\",\"size\":1},\"layers\":[]}",
         "media-type 1"},
        {"{\"config\":{\"mediaType\":\"" CONFIG_TYPE "\",\"size\":99999999},\"layers\":[]}",
         "too-large 1"},
        {"{\"manifests\":[{\"digest\":\"md5:0123456789abcdef0123456789abcdef\"}]}", "media-type 1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world_scope struct world world = {0};
        cr_expect_str_eq(walk(&world, put(&world, rows[i].document)), rows[i].told, "%s",
                         rows[i].document);
    }
    world_scope struct world world = {0};
    cr_expect_str_eq(walk(&world, put_image(&world, CONFIG_TYPE, "no json", "")), "protocol 2");
}

Test(walk, labels_have_a_maximum_for_all_documents_together)
{
    world_scope struct world world = {0};
    text_scope struct text many = text_of(1 << 20);
    for (int i = 0; i < WALK_LABELS_MAX; i++) {
        const char *label = arena_print(&world.arena, "%s\"l%d\":\"\"", i > 0 ? "," : "", i);
        text_put(&many, label, strlen(label));
    }
    const char *empty = "{\"config\":{}}", *one = "{\"config\":{\"Labels\":{\"one\":\"1\"}}}";
    cr_expect_str_eq(walk(&world, put_image(&world, CONFIG_TYPE, empty, many.data)), "found 2");
    cr_expect_eq(world.answer.label_count, WALK_LABELS_MAX);
    cr_expect_str_eq(walk(&world, put_image(&world, CONFIG_TYPE, one, many.data)), "too-large 2");
}

Test(walk, bytes_with_another_digest_are_refused)
{
    world_scope struct world world = {0};
    char digest[DIGEST_TEXT_MAX];
    manifest_digest("{}", 2, digest);
    struct inquiry inquiry = {.way = INQUIRY_BY_CONFIG,
                              .answer = &world.answer,
                              .arena = &world.arena,
                              .image = {.host = "q.io", .host_length = 4, .version = digest}};
    struct walk walk = walk_begin(&inquiry);
    cr_expect_not(walk_take(&walk, "", "{ }", 3));
    cr_expect_str_eq(world.answer.word, "digest-mismatch");
}
