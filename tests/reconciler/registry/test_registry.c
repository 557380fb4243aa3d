// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "manifests/base/text.h"
#include "reconciler/registry/challenge.h"
#include "reconciler/registry/error_body.h"
#include "reconciler/registry/inquiry.h"
#include "reconciler/registry/json_shape.h"
#include "reconciler/registry/manifest.h"
#include "reconciler/registry/scope.h"
#include "reconciler/registry/token.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

Test(challenge, challenges_of_real_servers_are_understood)
{
    static const struct {
        const char *header;
        enum challenge_scheme scheme; /* CHALLENGE_OTHER: no challenge can be answered */
        const char *realm, *service, *scope;
    } rows[] = {
        {"Bearer realm=\"https://a/t\",service=\"s\",scope=\"repository:x:pull,push\"",
         CHALLENGE_BEARER, "https://a/t", "s", "repository:x:pull,push"},
        {"bearer Realm=\"https://a/t\" , Service=s", CHALLENGE_BEARER, "https://a/t", "s", NULL},
        {"Bearer realm=https://a/t,service=s", CHALLENGE_BEARER, "https://a/t", "s", NULL},
        {"Basic realm=\"x\", Bearer realm=\"https://a/t\"", CHALLENGE_BEARER, "https://a/t", NULL,
         NULL},
        {"Bearer realm=\"https://a/t\",service=\"s\", Basic realm=\"x\"", CHALLENGE_BEARER,
         "https://a/t", "s", NULL},
        {"Negotiate, Basic realm=\"x\"", CHALLENGE_BASIC, "x", NULL, NULL},
        {"Negotiate YWJj==, Basic realm=\"x\"", CHALLENGE_BASIC, "x", NULL, NULL},
        {"Basic", CHALLENGE_BASIC, NULL, NULL, NULL},
        {"Basic realm=\"a \\\"quoted\\\" one\"", CHALLENGE_BASIC, "a \"quoted\" one", NULL, NULL},
        {"Bearer realm=\"https://a/t\",scope=\"unfinished", CHALLENGE_BEARER, "https://a/t", NULL,
         NULL},
        {"Bearer service=\"s\"", CHALLENGE_OTHER, NULL, NULL, NULL},
        {"Bearer , realm=\"https://a/t\"", CHALLENGE_BEARER, "https://a/t", NULL, NULL},
        {"Bearer realm=\"https://a/t\",Realm=\"https://b/t\"", CHALLENGE_OTHER, NULL, NULL, NULL},
        {"Bearer realm=\"https://a/t\",x=1,X=2", CHALLENGE_OTHER, NULL, NULL, NULL},
        {"Bearer realm=\"https://a/t\",realm=\"https://b/t", CHALLENGE_OTHER, NULL, NULL, NULL},
        {"Bearer realm=\"https://a/t\"\"https://b/t\"", CHALLENGE_OTHER, NULL, NULL, NULL},
        {"Bearer realm=\"https://a/t\"x", CHALLENGE_OTHER, NULL, NULL, NULL},
        {"Bearer realm=\"https://a/t\",realm=b, Basic realm=\"x\"", CHALLENGE_BASIC, "x", NULL,
         NULL},
        {"Bearer realm=\"https://a/t\", Bearer realm=\"https://b/t\"", CHALLENGE_BEARER,
         "https://a/t", NULL, NULL},
        {"Bearer realm='https://a/t',service='s'", CHALLENGE_BEARER, "'https://a/t'", "'s'", NULL},
        {"realm=1, realm=2, Bearer realm=\"https://a/t\"", CHALLENGE_BEARER, "https://a/t", NULL,
         NULL},
        {"Bearer realm=\"https://a/t\"\001,service=\"a\nb\"", CHALLENGE_BEARER, "https://a/t", NULL,
         NULL},
        {"Digest realm=\"x\"", CHALLENGE_OTHER, NULL, NULL, NULL},
        {"", CHALLENGE_OTHER, NULL, NULL, NULL},
        {"=\"=,,\"", CHALLENGE_OTHER, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        struct challenges challenges = {0};
        challenge_parse(&arena, rows[i].header, &challenges);
        const struct challenge *found = challenge_pick(&challenges);
        cr_expect_eq(found != NULL ? found->scheme : CHALLENGE_OTHER, rows[i].scheme, "%s",
                     rows[i].header);
        if (found == NULL)
            continue;
        cr_expect(text_equal(found->realm, rows[i].realm), "%s: %s", rows[i].header, found->realm);
        cr_expect(text_equal(found->service, rows[i].service), "%s: %s", rows[i].header,
                  found->service);
        cr_expect(text_equal(found->scope, rows[i].scope), "%s: %s", rows[i].header, found->scope);
    }
}

Test(challenge, all_schemes_are_named)
{
    arena_scope struct arena arena = {0};
    struct challenges challenges = {0};
    challenge_parse(&arena, "Negotiate, \033[2J", &challenges);
    challenge_parse(&arena, "Digest realm=\"r\",nonce=\"n\", Bearer service=\"s\"", &challenges);
    challenge_parse(&arena, "Bearer realm=\"a\",realm=\"b\"", &challenges);
    cr_expect_str_eq(challenge_names(&arena, &challenges),
                     "Negotiate, Digest, Bearer (without a realm), Bearer (its parameter realm "
                     "occurs twice)");
}

Test(challenge, endless_challenges_are_cut_off)
{
    arena_scope struct arena arena = {0};
    struct challenges challenges = {0};
    for (int i = 0; i < 100; i++)
        challenge_parse(&arena, "A, B, C, D, E, F, G", &challenges);
    cr_expect_eq(challenges.list.count, CHALLENGES_MAX);
}

/* Returns the words of a text; none for NULL. */
static text_list words(struct arena *arena, const char *text)
{
    text_list list = {0};
    char *copy = arena_text(arena, text), *rest = NULL;
    for (char *word = copy != NULL ? strtok_r(copy, " ", &rest) : NULL; word != NULL;
         word = strtok_r(NULL, " ", &rest))
        *list_add(arena, &list) = word;
    return list;
}

Test(scope, the_challenge_adds_to_what_weir_needs)
{
    static const struct {
        const char *theirs, *scopes;
    } rows[] = {
        {NULL, "repository:a/b:pull"},
        {"", "repository:a/b:pull"},
        {"repository:a/b:pull", "repository:a/b:pull"},
        {"repository:a/b:pull,push", "repository:a/b:pull"},
        {"repository:a/b:push,delete,*", "repository:a/b:pull"},
        {"repository:a/b:metadata_read", "repository:a/b:pull repository:a/b:metadata_read"},
        {"repository:a/b:metadata_read,pull,push",
         "repository:a/b:pull repository:a/b:metadata_read,pull"},
        {"repository:other:pull  repository:other:pull aws",
         "repository:a/b:pull repository:other:pull aws"},
        {"registry:catalog:*", "repository:a/b:pull"},
        {"https://example.org/.default", "repository:a/b:pull https://example.org/.default"},
        {"a\"b c\\d \001 \xc3\xa9 e", "repository:a/b:pull e"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        text_list scopes = {0};
        scope_join(&arena, "a/b", rows[i].theirs, &scopes);
        cr_expect_str_eq(arena_join(&arena, scopes.items, scopes.count, " "), rows[i].scopes, "%s",
                         rows[i].theirs);
    }
    cr_expect(scope_adds("a", NULL, "repository:a:metadata_read"));
    cr_expect(!scope_adds("a", "repository:a:metadata_read", "repository:a:metadata_read"));
    cr_expect(!scope_adds("a", NULL, "repository:a:push"));
    cr_expect(scope_has_repository("aws repository:a:pull"));
    cr_expect(scope_has_repository("repository(plugin):a:pull"));
    cr_expect(!scope_has_repository("repositoryx:a:pull") && !scope_has_repository(NULL));
}

Test(scope, the_number_of_entries_is_limited)
{
    arena_scope struct arena arena = {0};
    text_list scopes = {0};
    text_scope struct text many = text_of(1 << 16);
    for (int i = 0; i < 100; i++)
        text_puts(&many, arena_print(&arena, "a%d ", i));
    scope_join(&arena, "a", many.data, &scopes);
    cr_expect_eq(scopes.count, SCOPES_MAX);
}

Test(error_body, what_a_server_says_is_one_line)
{
    static const struct {
        const char *body, *words;
    } rows[] = {
        {"", ""},
        {"{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\\n way\"},{\"message\":\"at all\"}]}",
         "DENIED: no way; at all"},
        {"{\"errors\":[{\"code\":\"DENIED\",\"message\":null},7]}", "DENIED"},
        {"{\"details\":\"incorrect password\"}", "incorrect password"},
        {"{\"error\":\"invalid_grant\",\"error_description\":\"expired\"}",
         "invalid_grant: expired"},
        {"{\"message\":\"forbidden\"}", "forbidden"},
        {"{\"errors\":[],\"other\":1}", ""},
        {" denied by\tthe proxy\r\n", "denied by the proxy"},
        {" <html>no</html>", ""},
        {"[]", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char line[ERROR_BODY_WORDS_MAX];
        struct http_response response = {.body = rows[i].body, .body_length = strlen(rows[i].body)};
        error_body_words(&response, line);
        cr_expect_str_eq(line, rows[i].words, "%s", rows[i].body);
    }
}

Test(token, requests_keep_the_query_of_the_realm)
{
    static const struct {
        const char *realm, *service, *scope, *url;
    } rows[] = {
        {"https://a/t", "s p", "repository:x/y:pull",
         "https://a/t?service=s%20p&scope=repository%3Ax%2Fy%3Apull"},
        {"https://a/t", "s", "repository:x:pull aws",
         "https://a/t?service=s&scope=repository%3Ax%3Apull&scope=aws"},
        {"https://a/t?account=b", "s", NULL, "https://a/t?account=b&service=s"},
        {"https://a/t", NULL, "aws", "https://a/t?scope=aws"},
        {"https://a/t", NULL, NULL, "https://a/t"},
        {"https://a/t", "a&b=c#\r\n", NULL, "https://a/t?service=a%26b%3Dc%23%0D%0A"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        text_scope struct text url = text_of(1000);
        text_list scopes = words(&arena, rows[i].scope);
        token_url(&url, rows[i].realm, rows[i].service, &scopes);
        cr_expect_str_eq(url.data, rows[i].url);
    }
    arena_scope struct arena arena = {0};
    text_scope struct text form = text_of(1000);
    text_list scopes = words(&arena, "repository:x:pull aws");
    token_form(&form, "s", &scopes, "a+b");
    cr_expect_str_eq(form.data, "grant_type=refresh_token&client_id=weir&service=s"
                                "&scope=repository%3Ax%3Apull%20aws&refresh_token=a%2Bb");
}

Test(token, answers_are_checked_before_they_go_into_a_header)
{
    static const struct {
        const char *json, *token; /* NULL: refused */
        int64_t seconds;
    } rows[] = {
        {"{\"token\":\"abc\"}", "abc", 60},
        {"{\"access_token\":\"abc\",\"expires_in\":300}", "abc", 300},
        {"{\"token\":\"\",\"access_token\":\"abc\"}", "abc", 60},
        {"{\"token\":\"abc\",\"expires_in\":5}", "abc", 60},
        {"{\"token\":\"abc\",\"expires_in\":-1}", "abc", 60},
        {"{\"token\":\"abc\",\"expires_in\":99999999999}", "abc", TOKEN_LIFE_MAX},
        {"{\"token\":\"abc\",\"expires_in\":\"300\"}", "abc", 60},
        {"{\"token\":\"a\\nX: y\"}", NULL, 0},
        {"{\"token\":\"a b\"}", NULL, 0},
        {"{\"token\":\"\xc3\xa9\"}", NULL, 0},
        {"{\"token\":7}", NULL, 0},
        {"{\"details\":\"no\"}", NULL, 0},
        {"{\"token\":\"a\",\"token\":\"b\"}", NULL, 0},
        {"<html>", NULL, 0},
        {"[]", NULL, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = {0};
        char *token = NULL, json[200];
        int64_t seconds = 0;
        strcpy(json, rows[i].json);
        int got = token_parse(json, strlen(json), &token, &seconds, &err);
        cr_expect_eq(got, rows[i].token != NULL ? 0 : -1, "%s", rows[i].json);
        cr_expect(text_equal(token, rows[i].token), "%s: %s", rows[i].json, token);
        cr_expect_eq(seconds, rows[i].seconds, "%s: %ld", rows[i].json, (long)seconds);
        free(token);
    }
}

#define OCI "application/vnd.oci.image."
#define DOCKER "application/vnd.docker.distribution.manifest."
#define SINGLE "\"config\":{},\"layers\":[]"
#define CHILD                                                                                      \
    "{\"digest\":\"sha256:" ZEROS "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\","    \
    "\"variant\":\"v7\"}}"

Test(manifest, the_type_decides_and_the_content_must_agree)
{
    static const struct {
        const char *type, *json;
        int result; /* form, or -1 - class */
    } rows[] = {
        {OCI "manifest.v1+json", "{" SINGLE "}", IMAGE_FORM_SINGLE},
        {OCI "manifest.v1+json; charset=utf-8", "{" SINGLE "}", IMAGE_FORM_SINGLE},
        {DOCKER "v2+json", "{\"mediaType\":\"" DOCKER "v2+json\"," SINGLE "}", IMAGE_FORM_SINGLE},
        {OCI "index.v1+json", "{\"manifests\":[" CHILD "]}", IMAGE_FORM_INDEX},
        {DOCKER "list.v2+json", "{\"manifests\":[]}", IMAGE_FORM_INDEX},
        {"text/plain", "{\"mediaType\":\"" OCI "index.v1+json\",\"manifests\":[]}",
         IMAGE_FORM_INDEX},
        {"application/json", "{" SINGLE "}", IMAGE_FORM_SINGLE},
        {"", "{\"manifests\":[]}", IMAGE_FORM_INDEX},
        {"", "{\"schemaVersion\":2}", IMAGE_FORM_UNKNOWN},
        {"application/vnd.example+json", "{\"mediaType\":\"application/vnd.example+json\"}",
         IMAGE_FORM_UNKNOWN},
        {OCI "index.v1+json", "{\"mediaType\":\"" OCI "manifest.v1+json\"," SINGLE "}",
         -1 - REGISTRY_MEDIA_TYPE},
        {OCI "index.v1+json", "{" SINGLE "}", -1 - REGISTRY_MEDIA_TYPE},
        {OCI "manifest.v1+json", "{\"manifests\":[]}", -1 - REGISTRY_MEDIA_TYPE},
        {OCI "manifest.v1+json", "{\"manifests\":[]," SINGLE "}", -1 - REGISTRY_MEDIA_TYPE},
        {OCI "index.v1+json", "{\"manifests\":{}}", -1 - REGISTRY_MEDIA_TYPE},
        {"", "{\"fsLayers\":[]," SINGLE "}", -1 - REGISTRY_MEDIA_TYPE},
        {OCI "manifest.v1+json", "{\"history\":[]," SINGLE "}", -1 - REGISTRY_MEDIA_TYPE},
        {OCI "index.v1+json", "{\"history\":[],\"manifests\":[]}", -1 - REGISTRY_MEDIA_TYPE},
        {OCI "manifest.v1+json", "{\"Manifests\":[]," SINGLE "}", -1 - REGISTRY_MEDIA_TYPE},
        {OCI "manifest.v1+json", "{\"Layers\":[]," SINGLE "}", -1 - REGISTRY_MEDIA_TYPE},
        {OCI "manifest.v1+json", "{\"config\":{},\"Layers\":[]}", -1 - REGISTRY_MEDIA_TYPE},
        {OCI "manifest.v1+json", "{\"annotations\":{\"history\":\"a\"}," SINGLE "}",
         IMAGE_FORM_SINGLE},
        {"", "{\"schemaVersion\":1,\"fsLayers\":[],\"history\":[]}", -1 - REGISTRY_SCHEMA1},
        {"", "{\"schemaVersion\":1,\"fsLayers\":[]}", -1 - REGISTRY_SCHEMA1},
        {DOCKER "v1+prettyjws", "{}", -1 - REGISTRY_SCHEMA1},
        {"text/plain", "{\"schemaVersion\":1}", -1 - REGISTRY_SCHEMA1},
        {OCI "manifest.v1+json", "{" SINGLE ",\"config\":{}}", -1 - REGISTRY_PROTOCOL},
        {OCI "manifest.v1+json", "not json", -1 - REGISTRY_PROTOCOL},
        {OCI "manifest.v1+json", "", -1 - REGISTRY_PROTOCOL},
        {OCI "index.v1+json", "{\"manifests\":[{\"digest\":\"sha256:../../x\"}]}",
         -1 - REGISTRY_PROTOCOL},
        {OCI "index.v1+json", "{\"manifests\":[7]}", -1 - REGISTRY_PROTOCOL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        struct manifest manifest = {0};
        struct err err = {0};
        enum registry_class class = REGISTRY_CANCELLED;
        int got = manifest_read(&arena, rows[i].type, rows[i].json, strlen(rows[i].json), &manifest,
                                &class, &err);
        cr_expect_eq(got == 0 ? (int)manifest.form : -1 - (int)class, rows[i].result, "%s %s: %s",
                     rows[i].type, rows[i].json, err.message);
        if (manifest.child_count > 0)
            cr_expect_str_eq(manifest.children[0].platform, "linux/arm/v7");
    }
}

Test(json_shape, brackets_in_strings_do_not_count)
{
    static const struct {
        const char *text;
        struct json_shape shape;
    } rows[] = {
        {"", {0, 0}},
        {"1", {0, 0}},
        {"{}", {1, 1}},
        {"{\"a\":[1,2],\"b\":{}}", {5, 2}},
        {"[[],[],[[]]]", {7, 3}},
        {"\"[{,\"", {0, 0}},
        {"[\"\\\"[\",\"\\\\\",[]]", {4, 2}},
        {"]][", {1, 1}},
        {"[\"[[", {1, 1}},
        {"[\"[\\", {1, 1}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct json_shape shape = json_shape(rows[i].text, strlen(rows[i].text));
        cr_expect_eq(shape.values, rows[i].shape.values, "%s: %zu", rows[i].text, shape.values);
        cr_expect_eq(shape.depth, rows[i].shape.depth, "%s: %zu", rows[i].text, shape.depth);
    }
}

Test(manifest, deep_and_wide_documents_are_refused)
{
    arena_scope struct arena arena = {0};
    struct manifest manifest;
    struct err err = {0};
    enum registry_class class = REGISTRY_CANCELLED;
    text_scope struct text json = text_of(1 << 20);
    for (int i = 0; i < 100000; i++)
        text_put(&json, "[", 1);
    cr_expect_eq(manifest_read(&arena, "", json.data, json.length, &manifest, &class, &err), -1);
    cr_expect_eq(class, REGISTRY_TOO_LARGE);
    text_clear(&json);
    text_put(&json, "{\"manifests\":[", 14);
    for (int i = 0; i <= MANIFEST_CHILDREN_MAX; i++) {
        static const char child[] = "{\"digest\":\"sha256:" ZEROS "\"},";
        text_put(&json, child, sizeof child - 1 - (i == MANIFEST_CHILDREN_MAX));
    }
    text_put(&json, "]}", 2);
    class = REGISTRY_CANCELLED;
    cr_expect_eq(manifest_read(&arena, "", json.data, json.length, &manifest, &class, &err), -1);
    cr_expect_eq(class, REGISTRY_TOO_LARGE, "%s", err.message);
}

Test(manifest, digests_are_those_of_the_bytes)
{
    char digest[DIGEST_TEXT_MAX];
    manifest_digest("{}", 2, digest);
    cr_expect_str_eq(digest,
                     "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    cr_expect(manifest_has_digest("{}", 2, digest));
    cr_expect(!manifest_has_digest("{ }", 3, digest));
    cr_expect(manifest_has_digest(
        "{}", 2,
        "sha512:27c74670adb75075fad058d5ceaf7b20c4e7786c83bae8a32f626f9782af34c9"
        "a33c2046ef60fd2a7878d378e29fec851806bbd9a67878f3a9f1cda4830763fd"));
}

Test(inquiry, only_complete_references_are_looked_up)
{
    static const struct {
        const char *key;
        bool valid;
    } rows[] = {
        {"quay.io/a:1", true},
        {"localhost:5000/a/b:v1.0_x-Y", true},
        {"[::1]:5000/a:1", true},
        {"quay.io/a@sha256:" ZEROS, true},
        {"quay.io/a", false},
        {"quay.io", false},
        {"", false},
        {"/a:1", false},
        {"quay.io/:1", false},
        {"quay.io/a:", false},
        {"quay.io/A:1", false},
        {"quay.io/../a:1", false},
        {"quay.io/a/../b:1", false},
        {"quay.io/a?x:1", false},
        {"quay.io/a:1\r\nX: y", false},
        {"user@quay.io/a:1", false},
        {"quay.io/a@sha256:../../x", false},
        {"quay.io/a@sha256:" ZEROS "0", false},
        {"quay.io/a:1@sha256:" ZEROS, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct image image;
        cr_expect_eq(image_parse(rows[i].key, &image), rows[i].valid, "%s", rows[i].key);
    }
}

Test(inquiry, a_repository_is_asked_by_its_name_alone)
{
    static const struct {
        const char *key;
        bool valid;
    } rows[] = {
        {"quay.io/a", true},
        {"localhost:5000/a/b", true},
        {"[::1]:5000/a", true},
        {"quay.io", false},
        {"quay.io/", false},
        {"/a", false},
        {"quay.io/a:1", false},
        {"quay.io/A", false},
        {"quay.io/../a", false},
        {"quay.io/a?n=1", false},
        {"quay.io/a/tags/../b", false},
        {"quay.io/a@sha256:" ZEROS, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct image image = {0};
        cr_expect_eq(image_parse_repository(rows[i].key, &image), rows[i].valid, "%s", rows[i].key);
        cr_expect(!rows[i].valid || (*image.version == '\0' && !image.by_digest), "%s",
                  rows[i].key);
    }
}

/* ---- layouts ---- */

static char root[] = "/tmp/weir-test-XXXXXX";

static void put(const char *path, const char *text)
{
    char full[512];
    snprintf(full, sizeof full, "%s/%s", root, path);
    for (char *at = full + strlen(root) + 1; (at = strchr(at, '/')) != NULL; at++) {
        *at = '\0';
        mkdir(full, 0700);
        *at = '/';
    }
    FILE *out = fopen(full, "w");
    cr_assert(out != NULL, "%s", full);
    fputs(text, out);
    fclose(out);
}

static const char image_text[] = "{" SINGLE "}";
static char image_digest[DIGEST_TEXT_MAX];

/* A layout whose index names `names`, all for one image. */
static void put_layout(const char *folder, const char *const *names, size_t count)
{
    char path[400], index[4096] = "{\"manifests\":[";
    manifest_digest(image_text, strlen(image_text), image_digest);
    for (size_t i = 0; i < count; i++)
        snprintf(index + strlen(index), sizeof index - strlen(index),
                 "%s{\"mediaType\":\"" OCI "manifest.v1+json\",\"digest\":\"%s\",\"annotations\":{"
                 "\"%s\":\"%s\"}}",
                 i > 0 ? "," : "", image_digest,
                 names[i][0] == '!' ? "io.containerd.image.name"
                                    : "org.opencontainers.image.ref.name",
                 names[i] + (names[i][0] == '!'));
    strcat(index, "]}");
    snprintf(path, sizeof path, "%soci-layout", folder);
    put(path, "{\"imageLayoutVersion\":\"1.0.0\"}");
    snprintf(path, sizeof path, "%sindex.json", folder);
    put(path, index);
    snprintf(path, sizeof path, "%sblobs/sha256/%s", folder, image_digest + 7);
    put(path, image_text);
}

static void make_root(void)
{
    cr_assert(mkdtemp(root) != NULL);
}

static void remove_root(void)
{
    char command[64];
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    cr_assert_eq(system(command), 0);
}

/* Returns "found", "none" or the word of the unknown answer. */
static const char *told(const char *host, const char *folder, const char *key)
{
    static struct arena arena;
    struct registry_layout layout = {host, folder};
    struct registry_options options = {.user_agent = "test", .layouts = &layout, .layout_count = 1};
    struct question question = {strchr(key, '@') != NULL ? QUESTION_INDEX : QUESTION_TAG_DIGEST,
                                key};
    struct answer answer;
    struct err err = {0};
    registry_scope struct registry *registry = NULL;
    arena_done(&arena);
    cr_assert_eq(registry_open(&registry, &options, &err), 0, "%s", err.message);
    registry_ask(registry, &question, 1, &arena, &answer);
    cr_expect_eq(registry_counts(registry).http.heads + registry_counts(registry).http.gets, 0);
    if (answer.state == ANSWER_FOUND)
        cr_expect_str_eq(answer.digest, image_digest);
    else
        cr_expect(answer.why != NULL && strchr(answer.why, '\n') == NULL);
    return answer.state == ANSWER_FOUND  ? "found"
           : answer.state == ANSWER_NONE ? "none"
                                         : answer.word;
}

Test(layout, names_are_found_in_all_their_forms, .init = make_root, .fini = remove_root)
{
    static const char *const names[] = {"1", "q.io/team/web:2", "!q.io/team/web:3"};
    static const struct {
        const char *key, *told;
    } rows[] = {
        {"q.io/team/web:1", "found"}, {"q.io/team/web:2", "found"}, {"q.io/team/web:3", "found"},
        {"q.io/team/web:4", "none"},  {"q.io/team/api:1", "none"},  {"q.io/team:1", "layout"},
    };
    put_layout("team/web/", names, COUNT(names));
    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect_str_eq(told("q.io", root, rows[i].key), rows[i].told, "%s", rows[i].key);
    char key[200];
    snprintf(key, sizeof key, "q.io/team/web@%s", image_digest);
    cr_expect_str_eq(told("Q.io:443", root, key), "found");
    cr_expect_str_eq(told("q.io", root, "q.io/team/web@sha256:" ZEROS), "none");
}

Test(layout, a_folder_may_be_one_layout_for_all_repositories, .init = make_root,
     .fini = remove_root)
{
    static const char *const names[] = {"team/web:1", "q.io/team/api:1", "web:1"};
    put_layout("", names, COUNT(names));
    cr_expect_str_eq(told("q.io", root, "q.io/team/web:1"), "found");
    cr_expect_str_eq(told("q.io", root, "q.io/team/api:1"), "found");
    cr_expect_str_eq(told("q.io", root, "q.io/web:1"), "found");
    cr_expect_str_eq(told("q.io", root, "q.io/web:2"), "none");
}

/* Returns the tags that a layout lists, "none", or the word of the unknown answer. */
static const char *listed(const char *key)
{
    static struct arena arena;
    struct registry_layout layout = {"q.io", root};
    struct registry_options options = {.user_agent = "test", .layouts = &layout, .layout_count = 1};
    struct question question = {QUESTION_TAG_LIST, key};
    struct answer answer;
    struct err err = {0};
    registry_scope struct registry *registry = NULL;
    arena_done(&arena);
    cr_assert_eq(registry_open(&registry, &options, &err), 0, "%s", err.message);
    registry_ask(registry, &question, 1, &arena, &answer);
    const char *tags = "";
    for (size_t i = 0; i < answer.tag_count; i++)
        tags = arena_print(&arena, "%s%s%s", tags, i > 0 ? " " : "", answer.tags[i]);
    return answer.state == ANSWER_FOUND ? tags : answer.state == ANSWER_NONE ? "none" : answer.word;
}

Test(layout, the_names_of_an_index_are_a_list_of_tags, .init = make_root, .fini = remove_root)
{
    static const char *const names[] = {
        "2",          "1",        "1", "q.io/team/web:3", "!q.io/team/web:4", "q.io/team/api:5",
        "team/web:6", "not a tag"};
    static const char *const whole[] = {"team/web:1", "q.io/team/web:2", "team/api:3", "4"};
    put_layout("team/web/", names, COUNT(names));
    put_layout("empty/", NULL, 0);
    cr_expect_str_eq(listed("q.io/team/web"), "1 2 3 4");
    cr_expect_str_eq(listed("q.io/empty"), "");
    cr_expect_str_eq(listed("q.io/nobody"), "none");
    put("team/web/index.json", "{");
    cr_expect_str_eq(listed("q.io/team/web"), "layout");
    put_layout("", whole, COUNT(whole));
    cr_expect_str_eq(listed("q.io/team/web"), "1 2");
    cr_expect_str_eq(listed("q.io/team/api"), "3");
    cr_expect_str_eq(listed("q.io/team"), "none");
}

Test(layout, a_broken_layout_gives_no_answer, .init = make_root, .fini = remove_root)
{
    static const char *const names[] = {"1"};
    static const struct {
        const char *path, *text, *told;
    } rows[] = {
        {"index.json", "{", "layout"},
        {"index.json", "{}", "layout"},
        {"index.json",
         "{\"manifests\":[{\"digest\":\"sha256:../../x\",\"annotations\":"
         "{\"org.opencontainers.image.ref.name\":\"1\"}}]}",
         "layout"},
        {"index.json",
         "{\"manifests\":[{\"digest\":\"sha256:" ZEROS "\",\"annotations\":"
         "{\"org.opencontainers.image.ref.name\":\"1\"}}]}",
         "layout"},
        {"oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}", "layout"},
        {"oci-layout", "", "layout"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char path[64];
        put_layout("a/", names, 1);
        cr_expect_str_eq(told("q.io", root, "q.io/a:1"), "found");
        snprintf(path, sizeof path, "a/%s", rows[i].path);
        put(path, rows[i].text);
        cr_expect_str_eq(told("q.io", root, "q.io/a:1"), rows[i].told, "%s", rows[i].text);
    }
    char path[200];
    put_layout("a/", names, 1);
    snprintf(path, sizeof path, "a/blobs/sha256/%s", image_digest + 7);
    put(path, "{}");
    cr_expect_str_eq(told("q.io", root, "q.io/a:1"), "digest-mismatch");
    cr_expect_str_eq(told("q.io", "/nowhere", "q.io/a:1"), "layout");
}

Test(layout, an_empty_index_has_no_tags, .init = make_root, .fini = remove_root)
{
    put_layout("a/", NULL, 0);
    cr_expect_str_eq(told("q.io", root, "q.io/a:1"), "none");
}

Test(layout, a_name_of_two_digests_gives_no_answer, .init = make_root, .fini = remove_root)
{
    static const char *const names[] = {"1"};
    put_layout("a/", names, 1);
    put("a/index.json", "{\"manifests\":[{\"digest\":\"sha256:" ZEROS
                        "\",\"annotations\":{\"org.opencontainers.image.ref.name\":\"1\"}},"
                        "{\"digest\":\"sha512:" ZEROS ZEROS
                        "\",\"annotations\":{\"org.opencontainers.image.ref.name\":\"1\"}}]}");
    cr_expect_str_eq(told("q.io", root, "q.io/a:1"), "layout");
}

Test(layout, links_below_the_folder_are_not_followed, .init = make_root, .fini = remove_root)
{
    static const char *const names[] = {"1"};
    char target[64], link[64];
    put_layout("real/", names, 1);
    snprintf(target, sizeof target, "%s/real", root);
    snprintf(link, sizeof link, "%s/linked", root);
    cr_assert_eq(symlink(target, link), 0);
    cr_expect_str_eq(told("q.io", root, "q.io/real:1"), "found");
    cr_expect_str_eq(told("q.io", root, "q.io/linked:1"), "layout");
    put_layout("b/", names, 1);
    snprintf(link, sizeof link, "%s/b/index.json", root);
    unlink(link);
    snprintf(target, sizeof target, "%s/real/index.json", root);
    cr_assert_eq(symlink(target, link), 0);
    cr_expect_str_eq(told("q.io", root, "q.io/b:1"), "layout");
}

Test(registry, unusual_questions_get_no_answer)
{
    static const struct question questions[] = {
        {QUESTION_TAG_DIGEST, "quay.io/a@sha256:" ZEROS},
        {QUESTION_INDEX, "quay.io/a:1"},
        {QUESTION_TAG_LIST, "quay.io/a:1"},
        {QUESTION_TAG_DIGEST, "\033[2J"},
    };
    struct answer answers[COUNT(questions)];
    arena_scope struct arena arena = {0};
    struct err err = {0};
    registry_scope struct registry *registry = NULL;
    cr_assert_eq(registry_open(&registry, &(struct registry_options){.user_agent = "test"}, &err),
                 0);
    registry_ask(registry, questions, COUNT(questions), &arena, answers);
    for (size_t i = 0; i < COUNT(questions); i++) {
        cr_expect_eq(answers[i].state, ANSWER_UNKNOWN);
        cr_expect_str_eq(answers[i].word, "protocol");
        cr_expect(strchr(answers[i].why, '\033') == NULL);
    }
}

Test(registry, a_layout_for_an_invalid_host_is_an_error)
{
    struct registry_layout layout = {"no host", "/tmp"};
    struct err err = {0};
    struct registry *registry = NULL;
    cr_expect_eq(registry_open(&registry,
                               &(struct registry_options){
                                   .user_agent = "test", .layouts = &layout, .layout_count = 1},
                               &err),
                 -1);
    cr_expect(registry == NULL);
}
