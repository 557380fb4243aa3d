// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/world.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "diff/plan/plan_make.h"
#include "manifests/declared/declare.h"

enum { ROUNDS_MAX = 8, AGE_MAX = 4 * HOUR };

const char *const environment_names[ENVIRONMENTS] = {"dev", "staging", "prod"};

static const char promotion[] = "apiVersion: weir.dev/v1alpha1\n"
                                "kind: Promotion\n"
                                "metadata:\n"
                                "  name: shop\n"
                                "spec:\n"
                                "  streams: [web]\n"
                                "  path:\n"
                                "  - namespace: dev\n"
                                "  - namespace: staging\n"
                                "    gates: [{soak: 2h}]\n"
                                "  - namespace: prod\n"
                                "    gates: [{soak: 2h}]\n";

static const char *digest_of(struct arena *arena, int image)
{
    char text[80] = "sha256:";
    for (int i = 0; i < 32; i++)
        snprintf(text + 7 + 2 * i, 3, "%02x", image);
    return arena_text(arena, text);
}

static int image_of(const char *digest)
{
    int image = -1;
    if (digest != NULL)
        sscanf(digest, "sha256:%2x", (unsigned *)&image);
    return image;
}

static struct golden_file *file_of(const struct world *world, int environment)
{
    const char *path = arena_print((struct arena *)(uintptr_t)&world->arena, "%s.yaml",
                                   environment_names[environment]);
    list_each (file, &world->golden.files)
        if (strcmp(file->path, path) == 0)
            return file;
    return NULL;
}

int world_pin(const struct world *world, int environment)
{
    const char *at = strstr(file_of(world, environment)->bytes, "@sha256:");
    return at != NULL ? image_of(at + 1) : -1;
}

static void stand(struct world *world, int environment, int image)
{
    *list_add(&world->arena, &world->environments[environment].stays) =
        (struct stay){image, world->golden.now};
}

static int by_path(const void *a, const void *b)
{
    const struct golden_file *left = a, *right = b;
    return strcmp(left->path, right->path);
}

struct world *world_make(void)
{
    struct world *world = memory_must(calloc(1, sizeof *world));
    struct arena *arena = &world->arena;
    moment_parse("2026-01-01T00:00:00Z", &world->golden.now);
    *list_add(arena, &world->golden.files) =
        (struct golden_file){"shop.yaml", promotion, strlen(promotion)};
    for (int i = 0; i < ENVIRONMENTS; i++) {
        const char *text = arena_print(
            arena,
            "apiVersion: image.openshift.io/v1\n"
            "kind: ImageStream\n"
            "metadata: {name: web, namespace: %s}\n"
            "spec:\n"
            "  tags:\n"
            "  - name: latest\n"
            "    from:\n"
            "      kind: DockerImage\n"
            "      name: r.example.com/web:latest@%s\n%s",
            environment_names[i], digest_of(arena, 1),
            i == 0 ? "    annotations: {weir.dev/settle: 1h}\n    importPolicy: {scheduled: true}\n"
                   : "");
        *list_add(arena, &world->golden.files) = (struct golden_file){
            arena_print(arena, "%s.yaml", environment_names[i]), text, strlen(text)};
        struct due *due = list_add(arena, &world->golden.records);
        *due = (struct due){environment_names[i],
                            "web",
                            "latest",
                            {.kind = i == 0 ? RECORD_PINNED : RECORD_PROMOTED,
                             .time = world->golden.now,
                             .digest = digest_of(arena, 1),
                             .reference = "r.example.com/web:latest"}};
        stand(world, i, 1);
        world->environments[i].own = true;
    }
    list_sort(&world->golden.files, by_path);
    world->golden.journaled = true;
    world->golden.journal.state = JOURNAL_READ;
    golden_remember(arena, &world->golden, NULL);
    world->upstream = world->images = 1;
    return world;
}

struct world *world_copy(const struct world *from)
{
    struct world *world = memory_must(calloc(1, sizeof *world));
    struct arena *arena = &world->arena;
    *world = *from;
    world->arena = (struct arena){0};
    memset(&world->golden.files, 0, sizeof world->golden.files);
    memset(&world->golden.records, 0, sizeof world->golden.records);
    memset(&world->golden.journal.tags, 0, sizeof world->golden.journal.tags);
    list_each (file, &from->golden.files)
        *list_add(arena, &world->golden.files) =
            (struct golden_file){arena_text(arena, file->path),
                                 arena_copy(arena, file->bytes, file->length), file->length};
    list_each (due, &from->golden.records) {
        struct due *copy = list_add(arena, &world->golden.records);
        *copy = *due;
        copy->environment = arena_text(arena, due->environment);
        copy->stream = copy->record.who = copy->record.why = NULL;
        copy->stream = "web";
        copy->tag = "latest";
        copy->record.digest = arena_text(arena, due->record.digest);
        copy->record.reference = "r.example.com/web:latest";
        copy->record.commit = NULL;
        copy->record.evidence_count = 0;
    }
    for (int i = 0; i < ENVIRONMENTS; i++) {
        memset(&world->environments[i].stays, 0, sizeof world->environments[i].stays);
        list_each (stay, &from->environments[i].stays)
            *list_add(arena, &world->environments[i].stays) = *stay;
    }
    golden_remember(arena, &world->golden, NULL);
    return world;
}

void world_free(struct world *world)
{
    arena_done(&world->arena);
    free(world);
}

/* --- the key --- */

static void mix(uint64_t *key, uint64_t value)
{
    *key = (*key ^ value) * 1099511628211U;
    *key ^= *key >> 29;
}

static uint64_t age(const struct world *world, moment time)
{
    moment since = world->golden.now - time;
    return (uint64_t)(since > AGE_MAX ? AGE_MAX : since);
}

/* Adds a file's bytes, with the end of a hold as the time that is left. */
static void mix_file(const struct world *world, const struct golden_file *file, uint64_t *key)
{
    for (const char *at = file->bytes; *at != '\0'; at++) {
        char time[MOMENT_TEXT_MAX] = "";
        moment until;
        mix(key, (unsigned char)*at);
        if (!text_starts(at, "until="))
            continue;
        snprintf(time, sizeof time, "%.20s", at + strlen("until="));
        if (moment_parse(time, &until)) {
            mix(key, (uint64_t)(until > world->golden.now ? until - world->golden.now : 0));
            at += strlen("until=") + strlen(time) - 1;
        }
    }
}

uint64_t world_key(const struct world *world)
{
    uint64_t key = 14695981039346656037U;
    mix(&key, (uint64_t)world->upstream);
    mix(&key, (uint64_t)world->images);
    list_each (file, &world->golden.files)
        mix_file(world, file, &key);
    list_each (due, &world->golden.records) {
        mix(&key, (uint64_t)due->record.kind);
        mix(&key, (uint64_t)(unsigned char)due->environment[0]);
        mix(&key, (uint64_t)image_of(due->record.digest));
        mix(&key, age(world, due->record.time));
        mix(&key, due->record.left != 0 ? age(world, due->record.left) : 0);
    }
    for (int i = 0; i < ENVIRONMENTS; i++) {
        const struct environment *environment = &world->environments[i];
        mix(&key, environment->denied);
        mix(&key, environment->by_hand * 2U + environment->own);
        list_each (stay, &environment->stays) {
            mix(&key, (uint64_t)stay->image);
            mix(&key, age(world, stay->since));
        }
    }
    return key;
}

/* --- events --- */

void world_push(struct world *world, int image)
{
    world->upstream = image;
    if (image > world->images)
        world->images = image;
}

static void replace_pin(struct world *world, int environment, int image)
{
    struct golden_file *file = file_of(world, environment);
    char *bytes = arena_copy(&world->arena, file->bytes, file->length);
    char *at = strstr(bytes, "@sha256:");
    memcpy(at + 1, digest_of(&world->arena, image), strlen("sha256:") + 64);
    file->bytes = bytes;
}

bool world_revert(struct world *world, int environment)
{
    struct environment *there = &world->environments[environment];
    int now = world_pin(world, environment), before = -1;
    const struct tag_journal *tag =
        journal_find(&world->golden.journal, environment_names[environment], "web", "latest");
    if (image_of(journal_standing(tag, MOMENT_NEVER).head->digest) != now)
        return false;
    for (size_t i = there->stays.count; i-- > 0 && before < 0;)
        if (there->stays.items[i].image != now)
            before = there->stays.items[i].image;
    if (before < 0)
        return false;
    replace_pin(world, environment, before);
    stand(world, environment, before);
    there->by_hand = true;
    there->own = false;
    there->asked_for = NULL;
    return true;
}

/* --- a run --- */

struct run {
    struct world *world;
    enum mood mood;
    const struct intent *intent;
    struct arena arena;
    struct parts *parts;
    struct declared declared;
    struct observed observed;
    struct journal journal;
    struct plan plan;
    struct change change;
    due_list dues;
};

static void answer(struct run *run, const struct question *question)
{
    const struct world *world = run->world;
    struct claimed_move claim = {0};
    struct pin_origin origin = {.commit = "d", .who = "ann"};
    struct answer answer = {.question = *question, .state = ANSWER_FOUND};
    answer.form = IMAGE_FORM_SINGLE;
    if (question->kind == QUESTION_TAG_DIGEST) {
        answer.digest = digest_of(&run->arena, world->upstream);
        if (run->mood == MOOD_SILENT)
            answer = (struct answer){.question = *question,
                                     .state = ANSWER_UNKNOWN,
                                     .word = "unreachable",
                                     .why = "no answer"};
    } else if (question->kind == QUESTION_ORIGIN) {
        for (int i = 0; i < ENVIRONMENTS; i++)
            if (text_starts(question->key, environment_names[i])) {
                const struct environment *there = &world->environments[i];
                origin.time = there->stays.items[there->stays.count - 1].since;
                origin.here = there->own;
                origin.commit = there->own ? "c" : "d";
                claim.kind = there->asked_for != NULL ? there->asked_for
                             : i == 0                 ? "pinned"
                                                      : "promoted";
                origin.claim = there->own ? &claim : NULL;
            }
        answer.origin = &origin;
    } else if (question->kind != QUESTION_COMMIT) {
        answer.digest = strchr(question->key, '@') + 1;
    }
    observed_add(&run->observed, &answer, 1);
}

static void plan(struct run *run, moment now)
{
    struct source source = golden_source(&run->arena, &run->world->golden);
    run->parts = parts_open();
    run->observed = observed_make(&run->arena, now);
    run->journal = run->world->golden.journal;
    if (run->mood == MOOD_FORGETS)
        run->journal = (struct journal){.state = JOURNAL_UNKNOWN, .why = "not today"};
    run->observed.journal = &run->journal;
    declared_make(&run->arena, &source, run->parts, &run->declared);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        plan_make(&run->arena, &run->declared, &run->observed, run->intent, &run->plan);
        change_make(&run->arena, &source, &run->plan, &run->change);
        if (run->plan.questions.count == 0)
            break;
        list_each (question, &run->plan.questions)
            answer(run, question);
    }
    struct due_context context = {
        .plan = &run->plan,
        .declared = &run->declared,
        .observed = &run->observed,
        .intent = run->intent,
        .base = "b",
        .commit = "c",
        .who = "weir",
    };
    journal_due(&run->arena, &context, &run->dues);
}

static void run_done(struct run *run)
{
    parts_close(run->parts);
    arena_done(&run->arena);
}

static int environment_of(const char *namespace)
{
    for (int i = 0; i < ENVIRONMENTS; i++)
        if (strcmp(environment_names[i], namespace) == 0)
            return i;
    return -1;
}

PRINTF_LIKE(3, 4) static bool complain(char *complaint, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(complaint, size, format, arguments);
    va_end(arguments);
    return false;
}

/* Returns the longest time for which the environment had the image without interruption; -1: never.
 */
static moment longest(const struct world *world, int environment, int image)
{
    const struct environment *there = &world->environments[environment];
    moment longest = -1;
    for (size_t i = 0; i < there->stays.count; i++) {
        const struct stay *stay = &there->stays.items[i];
        size_t next = i + 1;
        while (next < there->stays.count && there->stays.items[next].image == stay->image)
            next++;
        moment end = next < there->stays.count ? there->stays.items[next].since : world->golden.now;
        if (stay->image == image && end - stay->since > longest)
            longest = end - stay->since;
        i = next - 1;
    }
    return longest;
}

/* The laws that a move into an environment must keep. */
static bool lawful(const struct run *run, const struct row *row, int to, char *complaint,
                   size_t size)
{
    const struct world *world = run->world;
    const struct environment *there = &world->environments[to];
    int image = image_of(row->wanted_digest), present = world_pin(world, to);
    bool word = row->reason == REASON_ASKED_FOR;
    const char *name = environment_names[to];
    if (!word && there->by_hand)
        return complain(complaint, size, "%s: a person's move was undone", name);
    if (image != present && there->denied & 1U << image)
        return complain(complaint, size, "%s: image %d came back after a rollback", name, image);
    if (run->mood == MOOD_FORGETS && !word)
        return complain(complaint, size, "%s moved while the journal could not be read", name);
    if (to == 0 || (word && run->intent->kind != INTENT_PROMOTE))
        return true;
    moment stood = longest(world, to - 1, image);
    if (stood < SOAK)
        return complain(complaint, size, "%s: image %d stood %lld s before, not %d", name, image,
                        (long long)stood, SOAK);
    if (word || there->denied & 1U << present)
        return true;
    list_each (stay, &there->stays)
        if (stay->image == image)
            return complain(complaint, size, "%s: a step back to image %d", name, image);
    return true;
}

/* Makes the files that a run wrote the state of the world. */
static bool take(struct run *run, char *complaint, size_t size)
{
    struct world *world = run->world;
    list_each (row, &run->plan.rows) {
        int to = environment_of(row->environment);
        if (row_state(row) != ROW_WRITES || row->kind == ROW_CONSUMER || to < 0)
            continue;
        struct environment *there = &world->environments[to];
        bool back = row->reason == REASON_ASKED_FOR && run->intent->kind == INTENT_ROLLBACK;
        if (row->reason == REASON_ASKED_FOR && run->intent->kind == INTENT_RELEASE)
            continue;
        if (!lawful(run, row, to, complaint, size))
            return false;
        if (back) {
            size_t last = there->stays.count;
            while (last > 0 && there->stays.items[last - 1].image != image_of(row->wanted_digest))
                there->denied |= 1U << there->stays.items[--last].image;
        }
        stand(world, to, image_of(row->wanted_digest));
        there->own = true;
        there->asked_for = row->reason == REASON_ASKED_FOR ? intent_word(run->intent->kind) : NULL;
        there->by_hand = false;
    }
    list_each (changed, &run->change.files)
        list_each (file, &world->golden.files)
            if (strcmp(file->path, changed->path) == 0) {
                file->bytes = arena_copy(&world->arena, changed->bytes, changed->length);
                file->length = changed->length;
            }
    return true;
}

static void remember(struct run *run)
{
    due_list kept = {0};
    struct arena *arena = &run->world->arena;
    list_each (due, &run->dues) {
        struct due *copy = list_add(arena, &kept);
        *copy = *due;
        copy->environment = environment_names[environment_of(due->environment)];
        copy->stream = "web";
        copy->tag = "latest";
        copy->record.digest = arena_text(arena, due->record.digest);
        copy->record.reference = "r.example.com/web:latest";
        copy->record.who = copy->record.why = copy->record.commit = NULL;
        copy->record.evidence_count = 0;
    }
    golden_remember(arena, &run->world->golden, &kept);
}

/* A person's request ends their hand move; a hand move to the wanted image is not a hold. */
static void settle_hands(struct run *run)
{
    struct world *world = run->world;
    const struct intent *intent = run->intent;
    if (intent != NULL && intent->kind == INTENT_RELEASE)
        world->environments[environment_of(intent->environment)].by_hand = false;
    list_each (row, &run->plan.rows) {
        int to = environment_of(row->environment);
        bool wanted = row->reason == REASON_IN_STEP || row->reason == REASON_UP_TO_DATE;
        const struct tag_journal *tag =
            journal_find(&world->golden.journal, row->environment, "web", "latest");
        if (to >= 0 && wanted && journal_standing(tag, MOMENT_NEVER).held == NULL &&
            run->mood == MOOD_WELL)
            world->environments[to].by_hand = false;
    }
}

static bool writes_nothing(struct world *world, enum mood mood, moment now, const char *when,
                           char *complaint, size_t size, moment *next)
{
    struct run run = {.world = world, .mood = mood};
    plan(&run, now);
    bool good = true;
    list_each (row, &run.plan.rows)
        if (good && row_state(row) == ROW_WRITES)
            good = complain(complaint, size, "%s, %s still writes (%s)", when, row->object,
                            reason_word(row->reason));
    list_each (due, &run.dues)
        if (good && now == world->golden.now)
            good = complain(complaint, size, "%s, a record is still due: %s %s", when,
                            record_word(due->record.kind), due->environment);
    *next = run.plan.next;
    run_done(&run);
    return good;
}

bool world_run(struct world *world, enum mood mood, const struct intent *intent, char *complaint,
               size_t size)
{
    struct run run = {.world = world, .mood = mood, .intent = intent};
    moment next = MOMENT_NEVER, ignored;
    plan(&run, world->golden.now);
    bool good = take(&run, complaint, size);
    if (mood != MOOD_KILLED)
        remember(&run);
    if (good)
        settle_hands(&run);
    run_done(&run);
    if (!good || mood == MOOD_KILLED || intent != NULL)
        return good;
    return writes_nothing(world, mood, world->golden.now, "after a run", complaint, size, &next) &&
           (next == MOMENT_NEVER || writes_nothing(world, mood, next - 1, "a second before `next`",
                                                   complaint, size, &ignored));
}
