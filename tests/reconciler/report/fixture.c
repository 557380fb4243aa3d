// SPDX-License-Identifier: Apache-2.0
#include "fixture.h"

#include <string.h>

#define A "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define B "sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define HUB "docker.io/library/web"

void fixture_empty(struct fixture *fixture)
{
    *fixture = (struct fixture){.source = {.name = "./shop", .branch = "main"}};
    fixture->declared.settings.integrated_registry = INTEGRATED_REGISTRY_DEFAULT;
    fixture->plan.next = MOMENT_NEVER;
    moment now = 0;
    moment_parse("2026-11-21T09:00:00Z", &now);
    fixture->observed = observed_make(&fixture->arena, now);
    fixture->report = (struct report){.source = &fixture->source,
                                      .declared = &fixture->declared,
                                      .plan = &fixture->plan,
                                      .change = &fixture->change,
                                      .observed = &fixture->observed,
                                      .now = now};
}

static struct row *row_add(struct fixture *fixture, struct row row)
{
    if (row.next == 0)
        row.next = MOMENT_NEVER;
    if (row.object == NULL)
        row.object = arena_print(&fixture->arena, "%s/%s:%s", row.environment, row.stream, row.tag);
    struct row *added = list_add(&fixture->arena, &fixture->plan.rows);
    *added = row;
    return added;
}

static void add_problem(struct fixture *fixture, struct problem problem)
{
    *list_add(&fixture->arena, &fixture->declared.problems) = problem;
}

static struct reference reference_of(const char *text, const char *tag, const char *digest)
{
    return (struct reference){.text = text,
                              .name = "web",
                              .host = "docker.io",
                              .path = "library/web",
                              .tag = tag,
                              .digest = digest};
}

static void streams(struct fixture *fixture)
{
    static const char *const denied[] = {B};
    static struct stream_tag dev_tags[] = {
        {.name = "1.2.0",
         .line = 20,
         .column = 5,
         .from_kind = FROM_DOCKER_IMAGE,
         .policy = {.settle = -1}},
        {.name = "latest",
         .line = 9,
         .column = 5,
         .from_kind = FROM_DOCKER_IMAGE,
         .scheduled = true,
         .import_mode = IMPORT_MODE_PRESERVE_ORIGINAL,
         .policy = {.settle = 3600}},
        {.name = "stable",
         .line = 30,
         .column = 5,
         .from_kind = FROM_STREAM_TAG,
         .from_tag = "latest",
         .policy = {.settle = -1}},
    };
    static struct stream_tag prod_tags[] = {
        {.name = "latest",
         .line = 8,
         .column = 5,
         .from_kind = FROM_DOCKER_IMAGE,
         .reference_policy = REFERENCE_POLICY_LOCAL,
         .policy = {.settle = -1,
                    .hold = {.set = true, .until = MOMENT_NEVER, .reason = "the fair"},
                    .denied = denied,
                    .denied_count = 1}},
    };
    dev_tags[0].reference = reference_of("web:1.2.0", "1.2.0", NULL);
    dev_tags[1].reference = reference_of("web:latest@" A, "latest", A);
    prod_tags[0].reference = reference_of("web:latest@" A, "latest", A);
    static const struct stream_tag *const dev_names[] = {&dev_tags[0], &dev_tags[1], &dev_tags[2]};
    static const struct stream_tag *const prod_names[] = {&prod_tags[0]};
    static const struct image_stream dev = {.name = "web",
                                            .line = 1,
                                            .column = 1,
                                            .lookup_local = true,
                                            .tags = dev_tags,
                                            .tags_by_name = dev_names,
                                            .tag_count = 3};
    static const struct image_stream staging = {.name = "web", .line = 1, .column = 1};
    static const struct image_stream prod = {.name = "web",
                                             .line = 1,
                                             .column = 1,
                                             .tags = prod_tags,
                                             .tags_by_name = prod_names,
                                             .tag_count = 1};
    struct arena *arena = &fixture->arena;
    struct declared *declared = &fixture->declared;
    *list_add(arena, &declared->streams) =
        (struct stream){&dev, "app-dev", "app-dev/web.yaml", false, NULL};
    *list_add(arena, &declared->streams) =
        (struct stream){&prod, "app-prod", "app-prod/web.yaml", false, NULL};
    *list_add(arena, &declared->streams) =
        (struct stream){&staging, "app-staging", "app-staging/web.yaml", false, NULL};
    declared->files = 7;
    declared->documents = 9;
    declared->objects = 9;
}

static void hops(struct fixture *fixture)
{
    static const char *const names[] = {"web"}, *const dev[] = {"app-dev"},
                             *const staging[] = {"app-staging"};
    static const struct gate gates[] = {{.kind = GATE_SOAK, .text = "24h", .seconds = 86400}};
    static const struct path_entry entries[] = {
        {.namespace = "app-dev"},
        {.namespace = "app-staging"},
        {.namespace = "app-prod", .by = HOP_BY_PULL_REQUEST, .gates = gates, .gate_count = 1},
    };
    static const struct promotion shop = {.name = "shop",
                                          .line = 1,
                                          .column = 1,
                                          .streams = names,
                                          .stream_count = 1,
                                          .tag = "latest",
                                          .entries = entries,
                                          .entry_count = 3};
    struct arena *arena = &fixture->arena;
    struct declared *declared = &fixture->declared;
    *list_add(arena, &declared->promotions) =
        (struct declared_promotion){&shop, "weir/shop.yaml", NULL, 0, 2};
    *list_add(arena, &declared->hops) = (struct hop){
        &shop, &entries[1], "weir/shop.yaml", "web", "latest", "app-staging", dev, 1, NULL};
    *list_add(arena, &declared->hops) = (struct hop){
        &shop, &entries[2], "weir/shop.yaml", "web", "latest", "app-prod", staging, 1, NULL};
    declared->hops_by_target = arena_array(arena, const struct hop *, 2);
    declared->hops_by_target[0] = &declared->hops.items[1];
    declared->hops_by_target[1] = &declared->hops.items[0];
}

static void consumers(struct fixture *fixture)
{
    static const struct container container = {.name = "web"};
    static const struct workload workload = {
        .kind = WORKLOAD_DEPLOYMENT, .name = "web", .containers = &container, .container_count = 1};
    static const char *const namespaces[] = {"app-dev", "app-prod"};
    static const char *const files[] = {"app-dev/deploy.yaml", "app-prod/deploy.yaml"};
    for (size_t i = 0; i < 2; i++)
        *list_add(&fixture->arena, &fixture->declared.consumers) =
            (struct consumer){.workload = &workload,
                              .container = &container,
                              .environment = namespaces[i],
                              .file = files[i],
                              .binding = i == 0 ? BOUND_BY_FORM : BOUND_BY_TRIGGER,
                              .stream_environment = namespaces[i],
                              .stream = "web",
                              .tag = "latest"};
}

static void rows(struct fixture *fixture)
{
    static const char *const trail[] = {"scheduled: the tag is followed", HUB ":latest means " B};
    static const struct evidence evidence[] = {
        {.kind = EVIDENCE_SETTLE,
         .argument = "1h",
         .text = "settle 1h: seen since 2026-11-21T07:00:00Z"}};
    static const struct step steps[] = {
        {"spec", 0}, {"tags", 0}, {NULL, 1}, {"from", 0}, {"name", 0}};
    static const struct value value = {.kind = NODE_SCALAR, .text = "web:latest@" B};
    static const struct row_edit edits[] = {{{EDIT_REPLACE, {0, steps, 5}, "web:latest@" A, &value},
                                             "app-dev/web.yaml#0/spec.tags[1].from.name"}};
    moment until = fixture->report.now + 86400;
    row_add(fixture, (struct row){.kind = ROW_TAG,
                                  .reason = REASON_COULD_NOT_TELL,
                                  .environment = "app-dev",
                                  .stream = "web",
                                  .tag = "1.2.0",
                                  .current = "web:1.2.0",
                                  .detail = "docker.io: 401 unauthorized",
                                  .hint = "give credentials with --registry-config",
                                  .file = "app-dev/web.yaml",
                                  .line = 22,
                                  .column = 13,
                                  .site = "spec.tags[0].from.name"});
    row_add(fixture, (struct row){.kind = ROW_TAG,
                                  .reason = REASON_MOVED,
                                  .action = ACTION_PIN,
                                  .environment = "app-dev",
                                  .stream = "web",
                                  .tag = "latest",
                                  .current = "web:latest@" A,
                                  .wanted = "web:latest@" B,
                                  .current_digest = A,
                                  .wanted_digest = B,
                                  .trail = trail,
                                  .trail_count = 2,
                                  .evidence = evidence,
                                  .evidence_count = 1,
                                  .allowed = fixture->report.now - 3600,
                                  .file = "app-dev/web.yaml",
                                  .line = 11,
                                  .column = 13,
                                  .site = "spec.tags[1].from.name",
                                  .edits = edits,
                                  .edit_count = 1});
    row_add(fixture, (struct row){.kind = ROW_TAG,
                                  .reason = REASON_ALIAS,
                                  .environment = "app-dev",
                                  .stream = "web",
                                  .tag = "stable",
                                  .current = "latest",
                                  .wanted_digest = B,
                                  .current_digest = A,
                                  .file = "app-dev/web.yaml",
                                  .line = 31,
                                  .column = 13});
    const struct hop *hop = fixture->declared.hops.items;
    row_add(fixture, (struct row){.kind = ROW_HOP,
                                  .reason = REASON_PROMOTED,
                                  .action = ACTION_PROMOTE,
                                  .environment = "app-staging",
                                  .stream = "web",
                                  .tag = "latest",
                                  .hop = &hop[0],
                                  .wanted = "web:latest@" B,
                                  .wanted_digest = B,
                                  .file = "app-staging/web.yaml",
                                  .line = 1,
                                  .column = 1,
                                  .site = "spec.tags"});
    row_add(fixture, (struct row){.kind = ROW_HOP,
                                  .reason = REASON_HELD,
                                  .environment = "app-prod",
                                  .stream = "web",
                                  .tag = "latest",
                                  .hop = &hop[1],
                                  .current = "web:latest@" A,
                                  .current_digest = A,
                                  .wanted_digest = B,
                                  .detail = "until it is released: the fair",
                                  .hint = "`weir release web:latest -n app-prod` ends it",
                                  .next = until,
                                  .file = "app-prod/web.yaml",
                                  .line = 10,
                                  .column = 13});
    const struct consumer *consumer = fixture->declared.consumers.items;
    row_add(fixture,
            (struct row){
                .kind = ROW_CONSUMER,
                .reason = REASON_ROLLED,
                .action = ACTION_ROLL,
                .environment = "app-dev",
                .stream = "web",
                .tag = "latest",
                .consumer = &consumer[0],
                .object = "app-dev Deployment/web container web",
                .current = "image-registry.openshift-image-registry.svc:5000/app-dev/web:latest@" A,
                .wanted = "image-registry.openshift-image-registry.svc:5000/app-dev/web:latest@" B,
                .current_digest = A,
                .wanted_digest = B,
                .file = "app-dev/deploy.yaml",
                .line = 19,
                .column = 16,
                .site = "spec.template.spec.containers[0].image"});
    row_add(fixture, (struct row){.kind = ROW_CONSUMER,
                                  .reason = REASON_SOURCE_EMPTY,
                                  .environment = "app-prod",
                                  .stream = "web",
                                  .tag = "latest",
                                  .consumer = &consumer[1],
                                  .object = "app-prod Deployment/web container web",
                                  .current = " ",
                                  .detail = "app-prod/web:latest",
                                  .file = "app-prod/deploy.yaml",
                                  .line = 19,
                                  .column = 16});
    fixture->plan.next = until;
    *list_add(&fixture->arena, &fixture->plan.notes) =
        "openshift/nginx is outside this repository and is taken as it is";
}

static void change(struct fixture *fixture)
{
    static const char old_stream[] = "kind: ImageStream\nspec:\n  tags:\n  - name: latest\n"
                                     "    from:\n      kind: DockerImage\n"
                                     "      name: web:latest@" A "\n";
    static const char new_stream[] = "kind: ImageStream\nspec:\n  tags:\n  - name: latest\n"
                                     "    from:\n      kind: DockerImage\n"
                                     "      name: web:latest@" B "\n";
    static const char old_deploy[] = "image: x@" A, new_deploy[] = "image: x@" B;
    static const size_t first[] = {1}, second[] = {5};
    *list_add(&fixture->arena, &fixture->change.files) =
        (struct changed_file){"app-dev/web.yaml", old_stream, new_stream, strlen(old_stream),
                              strlen(new_stream), first,      1,          true};
    *list_add(&fixture->arena, &fixture->change.files) =
        (struct changed_file){"app-dev/deploy.yaml", old_deploy, new_deploy, strlen(old_deploy),
                              strlen(new_deploy),    second,     1,          false};
}

/* A stranger's head: without a gate and a hold, with another registry and rows of every change. */
static void review(struct fixture *fixture)
{
    struct arena *arena = &fixture->arena;
    struct review *made = &fixture->review;
    static const struct policy_row policies[] = {
        {POLICY_HOST, "registries", NULL, "evil.example.net:5000", "app-dev/web.yaml", 11, 15,
         false},
        {POLICY_GATE, "Promotion shop to app-prod", "soak 24h", NULL, "weir/shop.yaml", 14, 5,
         true},
        {POLICY_BY, "Promotion shop to app-prod", "pullRequest", "commit", NULL, 0, 0, false},
    };
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        *list_add(arena, &made->policy) = policies[i];
    struct row *before = arena_array(arena, struct row, 2);
    const struct row *rows = fixture->plan.rows.items;
    before[0] = rows[1];
    before[0].reason = REASON_HELD;
    before[0].action = ACTION_NONE;
    before[0].edit_count = 0;
    before[1] = rows[0];
    before[1].object = "app-dev/old:latest";
    *list_add(arena, &made->rows) = (struct review_row){REVIEW_CHANGED, &before[0], &rows[1]};
    *list_add(arena, &made->rows) = (struct review_row){REVIEW_ADDED, NULL, &rows[2]};
    *list_add(arena, &made->rows) = (struct review_row){REVIEW_REMOVED, &before[1], NULL};
    *list_add(arena, &made->problems) = &fixture->declared.problems.items[0];
    static const char *const refused[] = {"evil.example.net:5000"};
    fixture->base = fixture->source;
    fixture->base.commit = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c";
    fixture->report_review = (struct report_review){
        .review = made,
        .base = &fixture->base,
        .base_name = "main",
        .head_name = "feature",
        .untrusted = true,
        .refused = refused,
        .refused_count = 1,
        .doubt = "it is not signed",
    };
    fixture->report.review = &fixture->report_review;
}

static struct verify_image *image_add(struct fixture *fixture, const struct answer *answer,
                                      struct verify_pin pin)
{
    struct arena *arena = &fixture->arena;
    struct answer *kept = arena_new(arena, struct answer);
    *kept = *answer;
    struct verify_image *image = list_add(arena, &fixture->verification.images);
    *image = (struct verify_image){
        .key = kept->question.key, .digest = strchr(kept->question.key, '@') + 1, .answer = kept};
    *list_add(arena, &image->pins) = pin;
    return image;
}

/* A tag with an image that exists; of its previous images one is gone and one is unknown. */
static void verification(struct fixture *fixture)
{
    struct arena *arena = &fixture->arena;
    struct verification *made = &fixture->verification;
    static const struct answer answers[] = {
        {.question = {QUESTION_EXISTS, HUB "@" A}, .state = ANSWER_FOUND},
        {.question = {QUESTION_EXISTS, HUB "@" B},
         .state = ANSWER_NONE,
         .why = "docker.io has no such manifest"},
        {.question = {QUESTION_EXISTS, "quay.io/web@" A},
         .state = ANSWER_UNKNOWN,
         .word = "unauthorized",
         .why = "quay.io: the registry requires valid credentials"},
    };
    const char *tag = "app-prod/web:latest";
    struct verify_image *present = image_add(
        fixture, &answers[0], (struct verify_pin){VERIFY_TAG, tag, 0, "app-prod/web.yaml", 10, 13});
    *list_add(arena, &present->pins) = (struct verify_pin){
        VERIFY_CONSUMER, "app-dev Deployment/web container web", 0, "app-dev/deploy.yaml", 19, 16};
    image_add(fixture, &answers[1], (struct verify_pin){VERIFY_PREVIOUS, tag, 1, NULL, 0, 0});
    image_add(fixture, &answers[2], (struct verify_pin){VERIFY_PREVIOUS, tag, 2, NULL, 0, 0});
    struct verify_tag *back = list_add(arena, &made->tags);
    *back = (struct verify_tag){
        .namespace = "app-prod", .stream = "web", .tag = "latest", .object = tag};
    const struct verify_image *images = made->images.items;
    moment since = fixture->report.now - 7 * 24 * 3600;
    *list_add(arena, &back->previous) = (struct verify_previous){B, since, HUB "@" B, &images[1]};
    *list_add(arena, &back->previous) = (struct verify_previous){A, since - 3600, NULL, &images[0]};
    *list_add(arena, &back->previous) = (struct verify_previous){A, since - 7200, NULL, NULL};
    made->there = made->gone = made->unknown = made->integrated = 1;
    fixture->report.verification = made;
}

void fixture_shop(struct fixture *fixture)
{
    fixture_empty(fixture);
    fixture->source.commit = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
    streams(fixture);
    hops(fixture);
    consumers(fixture);
    rows(fixture);
    change(fixture);
    const struct answer answers[] = {
        {.question = {QUESTION_TAG_DIGEST, HUB ":latest"},
         .state = ANSWER_FOUND,
         .digest = B,
         .form = IMAGE_FORM_INDEX},
        {.question = {QUESTION_TAG_DIGEST, HUB ":1.2.0"},
         .state = ANSWER_UNKNOWN,
         .word = "unauthorized",
         .why = "docker.io: 401 unauthorized"},
    };
    observed_add(&fixture->observed, answers, 2);
    add_problem(fixture,
                (struct problem){PROBLEM_SYNTAX, "app-dev/old.yaml", 3, 7, NULL,
                                 "found a tab where blanks are needed", "indent with blanks"});
    add_problem(fixture,
                (struct problem){PROBLEM_APPLIED, "weir/shop.yaml", 1, 1, "Promotion shop", NULL,
                                 "annotate it with config.kubernetes.io/local-config"});
    review(fixture);
    fixture_journal(fixture);
    verification(fixture);
    fixture_audit_of(fixture, "web", "Ada <ada@example.org>",
                     "passed over: check smoke: it failed");
}

void fixture_every_reason(struct fixture *fixture)
{
    fixture_empty(fixture);
    streams(fixture);
    for (int i = 0; i < REASON_COUNT; i++) {
        enum reason reason = (enum reason)i;
        bool writes = reason_state(reason) == ROW_WRITES;
        row_add(fixture, (struct row){.kind = ROW_TAG,
                                      .reason = reason,
                                      .action = writes ? ACTION_PIN : ACTION_NONE,
                                      .environment = "app-dev",
                                      .stream = "web",
                                      .tag = reason_word(reason),
                                      .current_digest = A,
                                      .wanted_digest = writes ? B : NULL,
                                      .file = "app-dev/web.yaml",
                                      .line = (uint32_t)i + 1,
                                      .column = 13});
    }
}

#define EVIL                                                                                       \
    "\033[31mred\033[0m \xe2\x80\xae"                                                              \
    "evil | `code` ``` @team #12 <b>&amp; [x](http://e.example)"                                   \
    " *b* _i_ \xff www.e.example GH-7 ~~~ \\| ![i](x)"

void fixture_hostile(struct fixture *fixture)
{
    static const char bytes[] = "a: ````\n@team \033[2J \xe2\x80\xae |\r\n\tx\n";
    fixture_empty(fixture);
    fixture->source.name = EVIL;
    fixture->source.branch = EVIL;
    streams(fixture);
    for (int i = 0; i < 3; i++) {
        static const enum reason reasons[] = {REASON_FIRST_PIN, REASON_PROBLEM, REASON_ASKING};
        row_add(fixture, (struct row){.kind = ROW_TAG,
                                      .reason = reasons[i],
                                      .environment = EVIL,
                                      .stream = EVIL,
                                      .tag = EVIL,
                                      .object = EVIL,
                                      .current = EVIL,
                                      .wanted = EVIL "2",
                                      .detail = EVIL,
                                      .hint = EVIL,
                                      .file = EVIL,
                                      .line = 1,
                                      .column = 1,
                                      .site = EVIL});
    }
    *list_add(&fixture->arena, &fixture->plan.notes) = EVIL;
    *list_add(&fixture->arena, &fixture->change.files) =
        (struct changed_file){EVIL, bytes, "b\n", strlen(bytes), 2, NULL, 0, true};
    add_problem(fixture, (struct problem){PROBLEM_BAD_VALUE, EVIL, 1, 1, EVIL, EVIL, EVIL});
    struct review *made = &fixture->review;
    *list_add(&fixture->arena, &made->policy) =
        (struct policy_row){POLICY_HOLD, EVIL, EVIL, EVIL "2", EVIL, 1, 1, true};
    *list_add(&fixture->arena, &made->rows) = (struct review_row){
        REVIEW_CHANGED, &fixture->plan.rows.items[0], &fixture->plan.rows.items[2]};
    *list_add(&fixture->arena, &made->problems) = &fixture->declared.problems.items[0];
    static const char *const refused[] = {EVIL};
    fixture->report_review = (struct report_review){.review = made,
                                                    .base = &fixture->source,
                                                    .base_name = EVIL,
                                                    .refused = refused,
                                                    .refused_count = 1,
                                                    .doubt = EVIL};
    fixture->report.review = &fixture->report_review;
    fixture_journal_of(fixture, EVIL, EVIL);
    static const struct answer answer = {
        .question = {QUESTION_EXISTS, EVIL "@" A}, .state = ANSWER_UNKNOWN, .why = EVIL};
    image_add(fixture, &answer, (struct verify_pin){VERIFY_PREVIOUS, EVIL, 1, NULL, 0, 0});
    fixture->verification.no_history = EVIL;
    fixture->report.verification = &fixture->verification;
    fixture_audit_of(fixture, EVIL, EVIL, EVIL);
}

void fixture_many(struct fixture *fixture, size_t count)
{
    fixture_empty(fixture);
    streams(fixture);
    for (size_t i = 0; i < count; i++)
        row_add(fixture, (struct row){.kind = ROW_TAG,
                                      .reason = REASON_MOVED,
                                      .action = ACTION_PIN,
                                      .environment = "app-dev",
                                      .stream = "web",
                                      .tag = arena_print(&fixture->arena, "1.%zu.0", i),
                                      .current_digest = A,
                                      .wanted_digest = B,
                                      .file = "app-dev/web.yaml",
                                      .line = (uint32_t)i + 1,
                                      .column = 13});
}
