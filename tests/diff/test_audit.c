// SPDX-License-Identifier: Apache-2.0
/*
 * Audits a small story: an image moves from dev to staging (soak 1h) to prod (soak 24h), and then
 * the next image does. The audit of the unchanged story finds nothing. Each test changes one thing
 * and expects exactly the findings that follow.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "diff/audit/audit.h"
#include "diff/audit/audit_first.h"
#include "manifests/declared/declare.h"
#include "tests/manifests/memory_source.h"

#define AA "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BB "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define CC "sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define SOAK_1 "soak 1h"
#define SOAK_24 "soak 24h"
#define WINDOW(from, to)                                                                           \
    "windows: [{name: day, timeZone: Etc/UTC, include: [{start: " from ", end: " to "}]}]"
#define SOURCE "0123456789012345678901234567890123456789"
#define OTHER_SOURCE "9876543210987654321098765432109876543210"
#define PROMOTED "the previous environment has another image"

enum {
    COMMITS_MAX = 12,
    RECORDS_MAX = 8,
    LINES_MAX = 4,
    HOUR = 3600,
    START = 1767225600 /* 2026-01-01 */
};
enum place { DEV, STAGING, PROD, PLACES };

static const char *const namespaces[] = {"app-dev", "app-staging", "app-prod"};

/* A commit: the pins in its files, and who made it. */
struct moment_of_branch {
    const char *digests[PLACES]; /* NULL: no pin */
    const char *gates[PLACES];
    const char *settings;       /* further lines of weir.yaml, or NULL */
    const char *deny;           /* a digest that prod denies, or NULL */
    const char *hold;           /* prod's hold, or NULL */
    struct audit_commit commit; /* time in hours; the id is generated */
    const char *alias; /* dev's tag follows this tag, "one" (AA) or "two" (BB); NULL: no alias */
    const char *asked_for; /* kind and object of its claimed move; or NULL */
    const char *claimed;   /* the digest to which it claims to move all tags; or NULL */
    const char *merged;    /* kind and source of prod's move, claimed by a merged commit; or NULL */
    bool silent;           /* it claims no move */
    bool broken;           /* prod's file can't be read */
};

struct told {
    struct record record; /* time in hours */
    int cites;            /* index of a commit; -1: none, -2: a commit that is not on the branch */
    const char *lines[LINES_MAX]; /* evidence: "KIND ARGUMENT", or "passed over: KIND ARGUMENT" */
};

struct story {
    struct moment_of_branch commits[COMMITS_MAX];
    size_t commit_count;
    struct told records[PLACES][RECORDS_MAX];
    size_t record_counts[PLACES];
    const char *troubles[PLACES];
    struct audit_commit written; /* the only commit of the journal */
    const char *cut;
    struct audit_fault faults[2];
    size_t fault_count;
    struct audit_scope scope;
};

static struct moment_of_branch *commit_add(struct story *story, moment hours, enum place place,
                                           const char *digest)
{
    struct moment_of_branch *made = &story->commits[story->commit_count++];
    if (story->commit_count > 1)
        *made = made[-1];
    made->digests[place] = digest;
    made->asked_for = made->claimed = made->merged = NULL;
    made->silent = false;
    made->commit = (struct audit_commit){
        .time = hours, .who = "weir <weir@localhost>", .why = "weir: it", .own = true};
    return made;
}

static struct told *record_add(struct story *story, enum place place, enum record_kind kind,
                               moment hours, const char *digest, int cites, const char *line)
{
    struct told *made = &story->records[place][story->record_counts[place]++];
    *made = (struct told){
        .record = {.kind = kind,
                   .time = hours,
                   .digest = digest,
                   .who = "weir <weir@localhost>",
                   .why = PROMOTED},
        .cites = cites,
        .lines = {line},
    };
    return made;
}

static struct story story_make(void)
{
    struct story story = {.scope = {INT64_MIN, MOMENT_NEVER, NULL, MOMENT_NEVER}};
    struct moment_of_branch *first = commit_add(&story, 0, DEV, NULL);
    first->gates[STAGING] = "gates: [{soak: 1h}]";
    first->gates[PROD] = "gates: [{soak: 24h}]";
    first->commit.own = false;
    static const char *const digests[] = {AA, BB};
    for (int i = 0; i < 2; i++) {
        moment begin = 1 + 48 * i;
        int cites = 3 * i + 1;
        commit_add(&story, begin, DEV, digests[i]);
        commit_add(&story, begin + 1, STAGING, digests[i]);
        commit_add(&story, begin + 26, PROD, digests[i]);
        record_add(&story, DEV, RECORD_PINNED, begin, digests[i], cites, NULL);
        record_add(&story, STAGING, RECORD_PROMOTED, begin + 2, digests[i], cites + 1, SOAK_1);
        record_add(&story, PROD, RECORD_PROMOTED, begin + 27, digests[i], cites + 2, SOAK_24);
    }
    return story;
}

/* Adds a commit of a person, and its record. */
static struct told *by_hand(struct story *story, moment hours, enum place place, const char *digest)
{
    struct moment_of_branch *made = commit_add(story, hours, place, digest);
    made->commit = (struct audit_commit){.time = hours, .who = "Eve <eve@x>", .why = "hotfix"};
    struct told *told =
        record_add(story, place, RECORD_HELD, hours, digest, (int)story->commit_count - 1, NULL);
    told->record.who = "Eve <eve@x>";
    told->record.why = "hotfix";
    return told;
}

/* --- making the histories --- */

static const char *stream_text(struct arena *arena, const struct moment_of_branch *at,
                               enum place place)
{
    const char *digest = at->digests[place];
    if (place == PROD && at->broken)
        return "kind: [\n";
    if (place == DEV && at->alias != NULL)
        return arena_print(arena,
                           "apiVersion: image.openshift.io/v1\nkind: ImageStream\n"
                           "metadata:\n  name: web\n  namespace: app-dev\nspec:\n  tags:\n"
                           "  - name: one\n    from: {kind: DockerImage, name: \"r.io/web:1@%s\"}\n"
                           "  - name: two\n    from: {kind: DockerImage, name: \"r.io/web:2@%s\"}\n"
                           "  - name: latest\n    from: {kind: ImageStreamTag, name: \"web:%s\"}\n",
                           AA, BB, at->alias);
    const char *annotations = "";
    if (place == PROD && at->deny != NULL)
        annotations =
            arena_print(arena, "  annotations: {latest.weir.dev/deny: \"%s\"}\n", at->deny);
    else if (place == PROD && at->hold != NULL)
        annotations =
            arena_print(arena, "  annotations: {latest.weir.dev/hold: \"%s\"}\n", at->hold);
    return arena_print(arena,
                       "apiVersion: image.openshift.io/v1\nkind: ImageStream\n"
                       "metadata:\n  name: web\n  namespace: %s\n%s"
                       "spec:\n  tags:\n  - name: latest\n"
                       "    from: {kind: DockerImage, name: \"r.io/web:1%s%s\"}\n",
                       namespaces[place], annotations, digest != NULL ? "@" : "",
                       digest != NULL ? digest : "");
}

static void declare(struct arena *arena, const struct moment_of_branch *at, struct parts *parts,
                    struct declared *out)
{
    struct memory_file files[PLACES + 2];
    static const char *const paths[] = {"dev.yaml", "staging.yaml", "prod.yaml"};
    for (int i = 0; i < PLACES; i++)
        files[i] =
            (struct memory_file){.path = paths[i], .text = stream_text(arena, at, (enum place)i)};
    files[PLACES] = (struct memory_file){
        .path = "shop.yaml",
        .text = arena_print(arena,
                            "apiVersion: weir.dev/v1alpha1\nkind: Promotion\n"
                            "metadata: {name: shop}\nspec:\n  streams: [web]\n  path:\n"
                            "  - {namespace: app-dev}\n  - {namespace: app-staging, %s}\n"
                            "  - {namespace: app-prod, %s}\n",
                            at->gates[STAGING] != NULL ? at->gates[STAGING] : "by: commit",
                            at->gates[PROD] != NULL ? at->gates[PROD] : "by: commit")};
    files[PLACES + 1] = (struct memory_file){
        .path = "weir.yaml",
        .text = arena_print(arena, "apiVersion: weir.dev/v1alpha1\nkind: Reconciler\nspec: {%s}\n",
                            at->settings != NULL ? at->settings : "")};
    declared_make(arena, memory_source(arena, files, PLACES + 2), parts, out);
}

static const char *id_of(struct arena *arena, int index)
{
    return index == -2 ? "ffffffffffffffffffffffffffffffffffffffff"
                       : arena_print(arena, "%040d", index);
}

/* Tells the claim of a merged commit: the move of prod's tag that the commit made. */
static void tell_merged(struct arena *arena, const struct story *story, size_t index,
                        struct audit_commit *out)
{
    const struct moment_of_branch *at = &story->commits[index];
    struct claimed_move *claim = arena_new(arena, struct claimed_move);
    if (at->merged == NULL)
        return;
    size_t length = strcspn(at->merged, " ");
    *claim = (struct claimed_move){
        .kind = arena_copy(arena, at->merged, length),
        .object = "app-prod/web:latest",
        .from = story->commits[index - 1].digests[PROD],
        .to = at->digests[PROD],
        .source = at->merged[length] != '\0' ? at->merged + length + 1 : NULL,
    };
    out->claims = claim;
    out->claim_count = 1;
}

static void tell_commit(struct arena *arena, const struct story *story, size_t index,
                        struct audit_commit *out)
{
    const struct moment_of_branch *at = &story->commits[index];
    out[index] = at->commit;
    out[index].id = id_of(arena, (int)index);
    out[index].time = START + at->commit.time * HOUR;
    out[index].raised = out[index].time;
    if (index > 0 && out[index - 1].raised > out[index].raised)
        out[index].raised = out[index - 1].raised;
    tell_merged(arena, story, index, &out[index]);
    if (!at->commit.own)
        return;
    struct claimed_move *moves = arena_array(arena, struct claimed_move, PLACES);
    static const enum place order[] = {DEV, PROD, STAGING}; /* by object */
    for (int i = 0; i < PLACES; i++) {
        moves[i].kind = order[i] == DEV ? "pinned" : "promoted";
        moves[i].object = arena_print(arena, "%s/web:latest", namespaces[order[i]]);
        moves[i].to = at->claimed != NULL ? at->claimed : at->digests[order[i]];
        const char *space = at->asked_for != NULL ? strchr(at->asked_for, ' ') : NULL;
        if (space != NULL && text_equal(space + 1, moves[i].object))
            moves[i].kind = arena_copy(arena, at->asked_for, (size_t)(space - at->asked_for));
    }
    out[index].moves = moves;
    out[index].move_count = at->silent ? 0 : PLACES;
}

static void tell_evidence(struct arena *arena, const struct told *told, struct record *out)
{
    static const char over[] = "passed over: ";
    struct evidence *items = arena_array(arena, struct evidence, LINES_MAX);
    out->evidence = items;
    for (size_t i = 0; i < LINES_MAX && told->lines[i] != NULL; i++) {
        bool overridden = text_starts(told->lines[i], over);
        const char *kind = told->lines[i] + (overridden ? strlen(over) : 0);
        size_t length = strcspn(kind, " ");
        items[i] = (struct evidence){
            .kind = arena_copy(arena, kind, length),
            .argument = kind[length] != '\0' ? kind + length + 1 : NULL,
            .outcome = overridden ? EVIDENCE_OVERRIDDEN : EVIDENCE_HELD,
            .text = told->lines[i],
        };
        out->evidence_count++;
    }
}

static void tell_journal(struct arena *arena, const struct story *story,
                         struct audit_commit *written, struct audit_journal *out)
{
    static const enum place order[] = {DEV, PROD, STAGING};
    for (int i = 0; i < PLACES; i++) {
        enum place place = order[i];
        size_t count = story->record_counts[place];
        struct record *records = arena_array(arena, struct record, count);
        const struct audit_commit **commits =
            arena_array(arena, const struct audit_commit *, count);
        for (size_t k = 0; k < count; k++) {
            const struct told *told = &story->records[place][k];
            records[k] = told->record;
            records[k].time = START + told->record.time * HOUR;
            records[k].commit = told->cites != -1 ? id_of(arena, told->cites) : NULL;
            tell_evidence(arena, told, &records[k]);
            commits[k] = written;
        }
        *list_add(arena, &out->files) = (struct audit_file){
            .tag = {.environment = namespaces[place],
                    .stream = "web",
                    .tag = "latest",
                    .records = records,
                    .count = story->troubles[place] == NULL ? count : 0,
                    .trouble = story->troubles[place]},
            .commits = commits,
        };
    }
    *list_add(arena, &out->commits) = written;
    for (size_t i = 0; i < story->fault_count; i++) {
        *list_add(arena, &out->faults) = story->faults[i];
        out->faults.items[i].commit = written;
    }
}

/* Audits the story in its scope. skip: skips the commits that audit_first() allows. Returns false
 * if the result depends on them. */
static bool audit_some(struct arena *arena, const struct story *story, bool skip, struct audit *out)
{
    struct audit_commit commits[COMMITS_MAX], written = story->written;
    struct audit_journal journal = {0};
    struct parts *parts[2] = {parts_open(), parts_open()};
    struct declared declared[2] = {0};
    written.id = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    for (size_t i = 0; i < story->commit_count; i++)
        tell_commit(arena, story, i, commits);
    tell_journal(arena, story, &written, &journal);
    struct auditor *auditor =
        audit_begin(arena, &story->scope, &journal, commits, story->commit_count, story->cut);
    size_t first = skip ? audit_first(auditor) : 0;
    if (first > 0) {
        declare(arena, &story->commits[first - 1], parts[(first + 1) % 2],
                &declared[(first + 1) % 2]);
        audit_skip(auditor, first, &declared[(first + 1) % 2]);
    }
    for (size_t i = first; i < story->commit_count; i++) {
        struct declared *now = &declared[i % 2];
        *now = (struct declared){0};
        declare(arena, &story->commits[i], parts[i % 2], now);
        audit_step(auditor, i, &declared[(i + 1) % 2], now);
    }
    audit_end(auditor, out);
    parts_close(parts[0]);
    parts_close(parts[1]);
    return !audit_needs_commits(auditor) && !audit_needs_journal(auditor);
}

static void audit_story(struct arena *arena, const struct story *story, struct audit *out)
{
    cr_assert(audit_some(arena, story, false, out));
}

static char *printed(const struct audit *audit)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    audit_print(audit, out);
    fprintf(out, "%zu exceptions, %zu notes, %zu records\n", audit->classes[FINDING_EXCEPTION],
            audit->classes[FINDING_NOTE], audit->records);
    fclose(out);
    return text;
}

/* Expects that an audit of the times since each hour finds the same if it skips older commits,
 * unless it says that it needs them. Returns how many audits did not need them. */
static unsigned expect_skipped(const struct story *story)
{
    unsigned skipped = 0;
    for (moment hours = -1; hours < 110; hours++) {
        struct arena arena = {0};
        struct story since = *story;
        struct audit whole = {0}, some = {0};
        since.scope.since = START + hours * HOUR;
        audit_story(&arena, &since, &whole);
        if (audit_some(&arena, &since, true, &some)) {
            char *wanted = printed(&whole), *found = printed(&some);
            cr_expect_str_eq(found, wanted, "since hour %lld", (long long)hours);
            free(wanted);
            free(found);
            skipped++;
        }
        arena_done(&arena);
    }
    return skipped;
}

/* Expects these words of findings, in order. */
static void expect(const struct story *story, const char *words)
{
    struct arena arena = {0};
    struct audit audit = {0};
    audit_story(&arena, story, &audit);
    const char *found = "";
    list_each (finding, &audit.findings)
        found = arena_print(&arena, "%s%s%s", found, *found != '\0' ? " " : "",
                            finding_word(finding->code));
    if (!text_equal(found, words))
        audit_print(&audit, stderr);
    cr_expect_str_eq(found, words);
    arena_done(&arena);
    (void)expect_skipped(story);
}

/* The story with a tag of dev that is an alias: first of "one", then of "two". */
static struct story story_of_alias(void)
{
    struct story story = story_make();
    for (size_t i = 0; i < story.commit_count; i++)
        story.commits[i].alias = i < 4 ? "one" : "two";
    story.records[DEV][0].record.alias = "one";
    story.records[DEV][1].record.alias = "two";
    return story;
}

/* --- correct histories --- */

Test(audit, finds_nothing_in_a_correct_history)
{
    struct story story = story_make();
    struct arena arena = {0};
    struct audit audit = {0};
    audit_story(&arena, &story, &audit);
    cr_expect_eq(audit.findings.count, 0);
    cr_expect_eq(audit.moves.count, 6);
    cr_expect_eq(audit.environments, 3);
    cr_expect_eq(audit.records, 6);
    list_each (move, &audit.moves)
        cr_expect(move->record != NULL &&
                  move->hop == (move != &audit.moves.items[0] && move != &audit.moves.items[3]));
    arena_done(&arena);
}

Test(audit, reads_older_commits_only_if_the_range_depends_on_them)
{
    struct story story = story_make();
    cr_expect_eq(expect_skipped(&story), 111 - 28); /* in 28 hours it is unknown if a tag is new */
    story.commits[6].commit = (struct audit_commit){.time = 75, .who = "Eve <eve@x>"};
    story.commits[6].digests[PROD] = CC;
    story.records[PROD][1].record.digest = CC; /* its past says whether staging had the image */
    cr_expect_eq(expect_skipped(&story), 111 - 76); /* the last of these moves is at hour 76 */
}

Test(audit, accepts_an_image_that_reaches_all_environments_in_one_commit)
{
    struct story story = story_make();
    struct moment_of_branch *all = commit_add(&story, 100, DEV, CC);
    all->digests[STAGING] = all->digests[PROD] = CC;
    for (int i = 1; i <= 6; i++)
        story.commits[i].gates[STAGING] = story.commits[i].gates[PROD] = NULL;
    for (int i = 0; i < PLACES; i++)
        record_add(&story, (enum place)i, i == DEV ? RECORD_PINNED : RECORD_PROMOTED, 100, CC, 7,
                   NULL);
    expect(&story, "");
}

Test(audit, reports_a_rollback_as_information)
{
    struct story story = story_make();
    commit_add(&story, 80, PROD, AA)->asked_for = "rollback app-prod/web:latest";
    record_add(&story, PROD, RECORD_ROLLED_BACK, 80, AA, 7, NULL);
    struct arena arena = {0};
    struct audit audit = {0};
    audit_story(&arena, &story, &audit);
    cr_expect_eq(audit.rollbacks, 1);
    cr_expect_eq(audit.classes[FINDING_EXCEPTION], 0);
    arena_done(&arena);
    expect(&story, "rolled-back");
}

Test(audit, ignores_commits_before_the_journal)
{
    struct story story = story_make();
    for (int i = 0; i < PLACES; i++) {
        struct told *only = &story.records[i][0];
        *only = story.records[i][1];
        only->record.kind = RECORD_PINNED;
        only->record.who = NULL;
        only->record.rebuilt = true;
        only->record.time = 90;
        only->cites = 6;
        story.record_counts[i] = 1;
    }
    expect(&story, "journal-begun-later journal-begun-later journal-begun-later");
}

Test(audit, finds_an_image_that_a_person_committed_with_its_environment)
{
    for (int known = 0; known < 2; known++) { /* the record may not name the author */
        struct story story = story_make();
        struct told *first = by_hand(&story, 90, PROD, CC);
        first->record.kind = RECORD_PINNED;
        first->record.rebuilt = true;
        first->record.who = known ? "Eve <eve@x>" : NULL;
        expect(&story, "moved-by-hand not-in-predecessor");
    }
}

Test(audit, does_not_take_a_broken_file_for_a_move)
{
    struct story story = story_make();
    commit_add(&story, 80, DEV, BB)->broken = true;
    commit_add(&story, 81, DEV, BB)->broken = false;
    expect(&story, "");
}

Test(audit, matches_a_record_without_a_commit_to_the_commit_that_wrote_it)
{
    struct story story = story_make();
    story.records[DEV][1].cites = -1;
    expect(&story, "");
}

Test(audit, accepts_a_manual_gate_that_a_person_passed)
{
    struct story story = story_make();
    for (int i = 0; i < 7; i++)
        story.commits[i].gates[PROD] = "gates: [{manual: true}]";
    story.records[PROD][0].lines[0] = story.records[PROD][1].lines[0] = "passed over: manual";
    expect(&story, "");
}

/* --- moves that arrived by a merge --- */

/* Adds a commit of a person that brought the image to prod, and its record as promoted. */
static struct told *arrive(struct story *story, const char *digest, const char *source)
{
    struct told *told = by_hand(story, 80, PROD, digest);
    told->record.kind = RECORD_PROMOTED;
    told->record.source = source;
    told->record.left = START;
    told->lines[0] = SOAK_24;
    story->commits[7].merged = source != NULL ? "promote " SOURCE : NULL;
    return told;
}

Test(audit, accepts_a_merged_move_that_its_trailers_name)
{
    struct story story = story_make();
    arrive(&story, AA, SOURCE);
    expect(&story, "");
    story.records[PROD][2].lines[0] = NULL;
    expect(&story, "gate-without-evidence");
}

Test(audit, finds_a_move_that_was_merged_during_a_freeze)
{
    struct story story = story_make();
    arrive(&story, AA, SOURCE);
    story.commits[7].settings = "freeze: {reason: holidays}"; /* began with the merge itself */
    expect(&story, "");
    story.commits[6].settings = story.commits[7].settings;
    expect(&story, "merged-against-stop");
    story.records[PROD][2].lines[1] = "passed over: stop freeze"; /* it is listed once */
    expect(&story, "merged-against-stop");
    story.records[PROD][2].lines[1] =
        "passed over: freeze"; /* the person's request passed over it */
    expect(&story, "gate-passed-over");
    story.records[PROD][2].lines[1] = NULL;
    story.commits[6].settings = "freeze: {until: 2026-01-02T00:00:00Z}";
    expect(&story, "");
    story.commits[6].settings = "freeze: {namespaces: [other-*]}";
    expect(&story, "");
}

Test(audit, finds_a_move_that_was_merged_against_a_hold)
{
    struct story story = story_make();
    arrive(&story, AA, SOURCE);
    story.commits[7].hold = "reason=incident 7"; /* the merge brought the hold, too */
    expect(&story, "");
    story.commits[6].hold = "reason=incident 7";
    expect(&story, "merged-against-stop");
    story.commits[7].hold = NULL; /* the merge released the tag, too */
    expect(&story, "");
    story.commits[7].hold = story.commits[6].hold = "until=2026-01-02T00:00:00Z";
    expect(&story, "");
}

Test(audit, does_not_believe_a_record_of_trailers_that_no_commit_has)
{
    struct story story = story_make();
    arrive(&story, AA, SOURCE);
    story.commits[7].merged = NULL;
    expect(&story, "moved-by-hand");
    story.commits[7].commit.claims_cut = true;
    expect(&story, "");
    story.commits[7].commit.claims_cut = false;
    story.commits[7].merged = "promote " OTHER_SOURCE;
    expect(&story, "moved-by-hand");
}

Test(audit, finds_a_merged_move_to_an_image_of_no_environment)
{
    struct story story = story_make();
    arrive(&story, CC, SOURCE);
    expect(&story, "not-in-predecessor soak-short");
}

Test(audit, accepts_a_persons_promotion_where_only_persons_promote)
{
    static const char *const hops[] = {"by: manual, gates: [{soak: 24h}]",
                                       "by: pullRequest, gates: [{soak: 24h}]"};
    for (size_t i = 0; i < 2; i++) {
        struct story story = story_make();
        arrive(&story, AA, NULL);
        expect(&story, "moved-by-hand");
        for (size_t k = 0; k < story.commit_count; k++)
            story.commits[k].gates[PROD] = hops[i];
        expect(&story, "");
        story.records[PROD][2].lines[0] = "soak 1h";
        expect(&story, "gate-without-evidence");
    }
}

Test(audit, accepts_an_image_that_weir_proposed)
{
    struct story story = story_make();
    record_add(&story, PROD, RECORD_PROPOSED, 78, AA, -1, SOAK_24);
    arrive(&story, AA, NULL);
    expect(&story, "");
    story.records[PROD][2].record.digest = BB;
    expect(&story, "moved-by-hand");
}

Test(audit, reports_a_merged_rollback_as_information)
{
    struct story story = story_make();
    struct told *told = arrive(&story, AA, NULL);
    told->record.kind = RECORD_ROLLED_BACK;
    told->lines[0] = NULL;
    story.commits[7].hold = "reason=errors";
    expect(&story, "rolled-back");
    story.commits[7].hold = NULL;
    story.commits[7].merged = "rollback " SOURCE;
    expect(&story, "rolled-back");
}

Test(audit, does_not_believe_a_record_of_a_rollback_that_no_commit_made)
{
    struct story story = story_make();
    struct told *told = arrive(&story, AA, NULL);
    told->record.kind = RECORD_ROLLED_BACK;
    told->lines[0] = NULL;
    expect(&story, "moved-by-hand");
    story.commits[7].hold = story.commits[6].hold = "reason=errors"; /* prod was held before */
    expect(&story, "moved-by-hand");
    story.commits[7].merged = "promote " SOURCE;
    expect(&story, "moved-by-hand");
}

Test(audit, does_not_take_a_commit_for_weirs_if_it_claims_another_move)
{
    struct story story = story_make();
    story.commits[6].claimed = AA;
    expect(&story, "record-disagrees moved-by-hand");
    story.commits[6].claimed = NULL;
    story.commits[6].silent = true;
    expect(&story, "record-disagrees moved-by-hand");
    story.records[PROD][1].record.kind = RECORD_HELD;
    expect(&story, "record-disagrees moved-by-hand");
    story = story_make();
    story.commits[4].silent = true; /* a commit of the first environment */
    expect(&story, "record-disagrees");
}

Test(audit, does_not_believe_the_request_of_a_claim_of_another_image)
{
    struct story story = story_make();
    story.commits[5].settings = "freeze: {reason: holidays}";
    story.commits[6].asked_for = "promote app-prod/web:latest";
    expect(&story, "");
    for (size_t i = 0; i < story.commit_count; i++)
        story.commits[i].gates[PROD] = "by: manual, gates: [{soak: 24h}]";
    story.commits[6].claimed = AA;
    expect(&story, "record-disagrees frozen");
}

/* --- evidence --- */

/* The gates of prod, and the evidence of the second promotion to it. */
static struct story gates_story(const char *gates, const char *first, const char *second)
{
    struct story story = story_make();
    for (int i = 3; i < 7; i++)
        story.commits[i].gates[PROD] = gates;
    story.records[PROD][1].lines[0] = first;
    story.records[PROD][1].lines[1] = second;
    return story;
}

Test(audit, tells_two_gates_of_one_kind_apart)
{
    static const char gates[] = "gates: [{label: {tested: \"yes\"}}, {label: {scanned: \"yes\"}}]";
    struct story story = gates_story(gates, "label tested=yes", "label scanned=yes");
    expect(&story, "");
    story = gates_story(gates, "label scanned=yes", NULL);
    expect(&story, "gate-without-evidence");
    story = gates_story(gates, "label tested=yes,scanned=yes", NULL);
    expect(&story, "gate-without-evidence gate-without-evidence");
    story = gates_story(gates, "passed over: label scanned=yes", "label tested=yes");
    expect(&story, "gate-passed-over");
}

Test(audit, accepts_one_item_of_evidence_for_one_gate_only)
{
    static const char gates[] = "gates: [{soak: 1h}, {soak: 60m}]";
    struct story story = gates_story(gates, "soak 1h", "soak 60m");
    expect(&story, "");
    story = gates_story(gates, "soak 60m", NULL);
    expect(&story, "gate-without-evidence");
}

Test(audit, compares_the_argument_as_its_kind_says)
{
    struct story story = gates_story("gates: [{soak: 1d}]", SOAK_24, NULL);
    expect(&story, "");
    story = gates_story("gates: [{platforms: [linux/arm64, linux/amd64]}]",
                        "platforms linux/amd64,linux/arm64/v8", NULL);
    expect(&story, "");
    story = gates_story("gates: [{platforms: [linux/arm64, linux/amd64]}]", "platforms linux/amd64",
                        NULL);
    expect(&story, "gate-without-evidence");
    story = gates_story("gates: [{label: {a: \"1\", b: \"2,3\"}}]", "label b=2%2c3,a=1", NULL);
    expect(&story, "");
    story = gates_story("gates: [{label: {a: \"1\", b: \"2,3\"}}]", "label a=1,b=2,3", NULL);
    expect(&story, "gate-without-evidence");
    story = gates_story("gates: [{check: smoke}, {signedBy: release key}]", "check smoke",
                        "signedBy release%20key");
    expect(&story, "");
    story = gates_story("gates: [{check: smoke}]", "check smoke2", NULL);
    expect(&story, "gate-without-evidence");
    story = gates_story("gates: [{check: smoke}]", "check", NULL);
    expect(&story, "gate-without-evidence");
}

/* --- the journal --- */

Test(audit, finds_a_record_that_was_dropped)
{
    struct story story = story_make();
    story.record_counts[PROD] = 1;
    expect(&story, "move-without-record");
    story = story_make();
    story.records[PROD][0] = story.records[PROD][1];
    story.record_counts[PROD] = 1;
    expect(&story, "move-without-record");
}

Test(audit, finds_a_record_of_a_commit_that_is_not_in_the_branch)
{
    struct story story = story_make();
    record_add(&story, PROD, RECORD_PROMOTED, 90, CC, -2, SOAK_24);
    expect(&story, "record-without-commit");
}

Test(audit, finds_a_record_whose_commit_has_another_image)
{
    struct story story = story_make();
    record_add(&story, STAGING, RECORD_PROMOTED, 90, CC, 6, SOAK_1);
    expect(&story, "record-without-commit");
}

Test(audit, finds_a_record_that_repeats_an_older_commit)
{
    struct story story = story_make();
    record_add(&story, PROD, RECORD_PROMOTED, 90, AA, 3, SOAK_24);
    expect(&story, "record-without-commit");
}

Test(audit, finds_a_second_record_of_one_commit)
{
    struct story story = story_make();
    record_add(&story, PROD, RECORD_HELD, 90, BB, 6, NULL);
    expect(&story, "record-without-commit");
    story.records[PROD][2].record.reference = "r.io/web:2";
    expect(&story, "record-without-commit");
}

Test(audit, accepts_a_record_of_a_changed_source_or_of_a_request)
{
    struct story story = story_make();
    commit_add(&story, 90, PROD, BB)->asked_for = "tag app-prod/web:latest";
    record_add(&story, PROD, RECORD_HELD, 90, BB, 7, NULL);
    expect(&story, "");
    story.commits[7].asked_for = NULL;
    expect(&story, "record-without-commit");
    story.records[PROD][2].record.reference = "r.io/web:2";
    expect(&story, "");
}

Test(audit, finds_a_record_without_any_commit)
{
    struct story story = story_make();
    record_add(&story, STAGING, RECORD_PROMOTED, 90, CC, -1, SOAK_1);
    expect(&story, "record-without-commit");
}

Test(audit, finds_a_release_without_a_commit_of_the_branch)
{
    struct story story = story_make();
    record_add(&story, PROD, RECORD_RELEASED, 90, NULL, -2, NULL);
    expect(&story, "record-without-commit");
}

Test(audit, finds_a_backdated_record)
{
    struct story story = story_make();
    story.records[STAGING][1].record.time = 40; /* before its commit of hour 50 */
    expect(&story, "record-early soak-short");
}

Test(audit, finds_that_the_journal_was_replaced)
{
    struct story story = story_make();
    story.commits[5].commit.journal = "dddddddddddddddddddddddddddddddddddddddd";
    story.commits[6].commit.journal = "cccccccccccccccccccccccccccccccccccccccc";
    expect(&story, "journal-replaced");
    story.commits[5].commit.journal = "new";
    story.commits[6].commit.journal = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    expect(&story, "");
}

Test(audit, knows_by_a_trailer_that_there_was_a_journal)
{
    struct story story = story_make();
    for (int i = 0; i < PLACES; i++) { /* remove the first record of each */
        story.records[i][0] = story.records[i][1];
        story.record_counts[i] = 1;
    }
    expect(&story, ""); /* this looks like a new journal */
    story.commits[2].commit.journal = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    expect(&story, "move-without-record move-without-record");
}

Test(audit, ignores_a_broken_journal_file)
{
    struct story story = story_make();
    story.troubles[PROD] = "app-prod/web/latest.jsonl:2: the chain is broken";
    expect(&story, "chain-broken");
}

Test(audit, lists_problems_of_the_journals_history)
{
    struct story story = story_make();
    story.faults[0] = (struct audit_fault){.code = FINDING_CODE_JOURNAL_REWRITTEN, .detail = "x"};
    story.fault_count = 1;
    expect(&story, "journal-rewritten");
}

/* --- moves by hand, signatures --- */

Test(audit, finds_a_hand_move)
{
    struct story story = story_make();
    by_hand(&story, 80, PROD, AA);
    expect(&story, "moved-by-hand");
}

Test(audit, finds_a_hand_move_recorded_as_promoted)
{
    struct story story = story_make();
    struct told *told = by_hand(&story, 80, PROD, AA);
    told->record.kind = RECORD_PROMOTED;
    told->lines[0] = SOAK_24;
    expect(&story, "moved-by-hand");
}

Test(audit, finds_a_hand_move_to_an_image_of_no_environment)
{
    struct story story = story_make();
    by_hand(&story, 80, PROD, CC);
    expect(&story, "moved-by-hand not-in-predecessor");
}

Test(audit, finds_a_requested_tag_recorded_as_promoted)
{
    struct story story = story_make();
    commit_add(&story, 80, PROD, AA)->asked_for = "tag app-prod/web:latest";
    record_add(&story, PROD, RECORD_PROMOTED, 80, AA, 7, SOAK_24);
    expect(&story, "record-disagrees");
}

Test(audit, accepts_a_hand_move_of_a_tag_without_promotion)
{
    struct story story = story_make();
    by_hand(&story, 80, DEV, CC);
    expect(&story, "");
}

Test(audit, finds_commits_without_an_allowed_signature)
{
    struct story story = story_make();
    story.commits[6].commit.doubt = "the commit has no signature";
    story.commits[6].commit.bare = true;
    expect(&story, "unsigned");
    story.commits[6].commit.bare = false;
    expect(&story, "signer-not-allowed");
    story = story_make();
    story.written.doubt = "the commit has no signature";
    story.written.bare = true;
    expect(&story, "unsigned");
}

/* --- paths and gates --- */

Test(audit, finds_an_image_that_no_previous_environment_had)
{
    struct story story = story_make();
    commit_add(&story, 80, PROD, CC);
    record_add(&story, PROD, RECORD_PROMOTED, 80, CC, 7, SOAK_24);
    expect(&story, "not-in-predecessor soak-short");
}

Test(audit, finds_an_image_that_skipped_an_environment)
{
    struct story story = story_make();
    commit_add(&story, 80, DEV, CC);
    record_add(&story, DEV, RECORD_PINNED, 80, CC, 7, NULL);
    commit_add(&story, 110, PROD, CC);
    record_add(&story, PROD, RECORD_PROMOTED, 110, CC, 8, SOAK_24);
    expect(&story, "skipped-environment soak-short");
}

Test(audit, does_not_trust_the_journal_of_the_previous_environment)
{
    struct story story = story_make();
    commit_add(&story, 110, PROD, CC);
    record_add(&story, PROD, RECORD_PROMOTED, 110, CC, 7, SOAK_24);
    record_add(&story, STAGING, RECORD_PROMOTED, 80, CC, 5, SOAK_1); /* forged */
    expect(&story, "record-without-commit not-in-predecessor");
}

Test(audit, finds_a_soak_that_was_too_short)
{
    struct story story = story_make();
    story.records[PROD][1].record.time = story.commits[6].commit.time = 70;
    expect(&story, "soak-short");
}

Test(audit, finds_a_gate_without_evidence)
{
    struct story story = story_make();
    story.records[PROD][1].lines[0] = NULL;
    expect(&story, "gate-without-evidence");
    story.records[PROD][1].lines[0] = "soak 2h"; /* evidence of another gate */
    expect(&story, "gate-without-evidence");
}

Test(audit, judges_by_what_was_declared_before)
{
    struct story story = story_make();
    story.commits[6].gates[PROD] = NULL; /* the commit of the move relaxes the gate */
    story.records[PROD][1].lines[0] = NULL;
    expect(&story, "gate-without-evidence");
    story.commits[5].gates[PROD] = NULL;
    expect(&story, "");
}

Test(audit, finds_an_overridden_gate)
{
    struct story story = story_make();
    story.records[PROD][1].record.time = story.commits[6].commit.time = 60;
    story.records[PROD][1].lines[0] = "passed over: soak 24h";
    expect(&story, "gate-passed-over");
}

Test(audit, finds_a_move_during_a_freeze)
{
    struct story story = story_make();
    story.commits[5].settings = "freeze: {reason: holidays}";
    expect(&story, "frozen");
    story.commits[6].asked_for = "promote app-prod/web:latest";
    expect(&story, "");
    story.records[PROD][1].lines[1] = "passed over: freeze";
    expect(&story, "gate-passed-over");
}

/* The branch began from another one, whose commits and records it has. */
Test(audit, finds_no_freeze_that_a_request_on_the_base_passed_over)
{
    struct story story = story_make();
    story.commits[5].settings = "freeze: {reason: holidays}";
    story.commits[6].commit.own = false;
    story.commits[6].merged = "promote 0123456789012345678901234567890123456789";
    story.records[PROD][1].record.source = "0123456789012345678901234567890123456789";
    expect(&story, "frozen");
    story.records[PROD][1].lines[1] = "passed over: freeze";
    expect(&story, "gate-passed-over");
}

Test(audit, does_not_judge_a_freeze_by_the_time_of_a_later_record)
{
    struct story story = story_make();
    story.commits[5].settings = "freeze: {reason: holidays}";
    story.records[PROD][1].record.left = START; /* a later run recorded the move */
    expect(&story, "");
}

Test(audit, judges_a_freeze_by_its_times_and_namespaces)
{
    struct story story = story_make();
    story.commits[5].settings = "freeze: {namespaces: [other-*]}";
    expect(&story, "");
    story.commits[5].settings = "freeze: {until: 2026-01-03T00:00:00Z}";
    expect(&story, "");
    story.commits[5].settings = "freeze: {until: 2026-01-05T00:00:00Z}";
    expect(&story, "frozen");
}

Test(audit, finds_a_move_while_the_window_of_a_gate_was_closed)
{
    struct story story = story_make();
    static const char first[] = WINDOW("2026-01-02", "2026-01-03"),
                      open[] = WINDOW("2026-01-04", "2026-01-05");
    for (int i = 0; i < 7; i++) {
        story.commits[i].gates[PROD] = "gates: [{window: day}]";
        story.commits[i].settings = i < 4 ? first : open;
    }
    story.records[PROD][0].lines[0] = story.records[PROD][1].lines[0] = "window day";
    expect(&story, "");
    story.commits[5].settings = first;
    expect(&story, "outside-window");
    story.commits[5].settings = NULL;
    expect(&story, "outside-window"); /* a missing window is never open */
}

Test(audit, finds_an_image_that_was_denied)
{
    struct story story = story_make();
    story.commits[5].deny = story.commits[6].deny = BB;
    expect(&story, "denied-pinned");
}

/* --- the scope --- */

Test(audit, reports_only_its_times_and_its_namespace)
{
    struct story story = story_make();
    by_hand(&story, 80, PROD, AA);
    story.scope.since = START + 81 * HOUR;
    expect(&story, "");
    story.scope.since = START + 80 * HOUR;
    expect(&story, "moved-by-hand");
    story.scope.until = START + 80 * HOUR;
    expect(&story, "moved-by-hand");
    story.scope.namespace = "app-dev";
    expect(&story, "");
    story.scope = (struct audit_scope){INT64_MIN, START + 79 * HOUR, NULL, MOMENT_NEVER};
    expect(&story, "");
}

Test(audit, is_not_misled_by_the_date_of_a_commit)
{
    struct story story = story_make();
    by_hand(&story, 80, PROD, AA);
    story.commits[7].commit.time = -1000; /* anybody can choose the date */
    story.records[PROD][2].record.time = -1000;
    story.scope.since = START + 70 * HOUR;
    expect(&story, "moved-by-hand");
}

Test(audit, reports_a_truncated_history_and_ignores_what_came_before)
{
    struct story story = story_make();
    for (size_t i = 3; i < story.commit_count; i++)
        story.commits[i - 3] = story.commits[i];
    story.commit_count -= 3;
    for (int i = 0; i < PLACES; i++)
        for (size_t k = 0; k < story.record_counts[i]; k++)
            story.records[i][k].cites -= story.records[i][k].cites >= 3 ? 3 : 52;
    story.cut = "the repository is a shallow clone";
    expect(&story, "history-missing");
}

/* --- aliases --- */

Test(audit, follows_an_alias_by_its_own_records)
{
    struct story story = story_of_alias();
    expect(&story, "");
}

Test(audit, finds_a_record_of_an_image_that_an_alias_never_had)
{
    struct story story = story_of_alias();
    story.records[DEV][0].record.digest = CC;
    expect(&story, "record-without-commit soak-short");
    story = story_of_alias();
    story.records[DEV][0].record.digest = BB; /* the alias follows "two" only later */
    expect(&story, "record-without-commit soak-short");
}

Test(audit, finds_a_backdated_record_of_an_alias)
{
    struct story story = story_of_alias();
    story.records[DEV][1].record.time -= 3;
    expect(&story, "record-early");
}

Test(audit, finds_an_image_that_an_alias_never_had)
{
    struct story story = story_of_alias();
    for (size_t i = 4; i < story.commit_count; i++)
        story.commits[i].alias = "one";
    expect(&story, "record-without-commit not-in-predecessor");
}
