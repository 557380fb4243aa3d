// SPDX-License-Identifier: Apache-2.0
#include "fixture.h"

#define A "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define B "sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define C "sha256:00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff"
#define COMMIT "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"

enum { HOUR = 3600, DAY = 24 * HOUR };

static const struct evidence evidence[] = {
    {.kind = "soak", .argument = "24h", .text = "soak 24h: stood in app-staging for 2d4h"},
    {.kind = "platforms",
     .argument = "linux/amd64,linux/arm64",
     .text = "platforms: linux/amd64, linux/arm64"},
};
static const char weir[] = "weir <weir@localhost>", ada[] = "Ada <ada@example.org>";

/* Times are ages until the journal is made. */
static const struct record dev[] = {
    {RECORD_PINNED, 20 * DAY, C, "docker.io/library/web:latest", .rebuilt = true},
    {RECORD_SEEN, 4 * DAY, A, "docker.io/library/web:latest"},
    {RECORD_PINNED, 3 * DAY + 5 * HOUR, A, "docker.io/library/web:latest", COMMIT, NULL, weir, NULL,
     "the tag now points to another image"},
};
static const struct record staging[] = {
    {RECORD_PROMOTED, 9 * DAY, C, NULL, COMMIT, NULL, weir, NULL,
     "the previous environment has another image"},
    {RECORD_PROMOTED, 3 * DAY, A, NULL, COMMIT, NULL, weir, NULL,
     "the previous environment has another image"},
    {RECORD_PROMOTED, DAY + HOUR, B, NULL, COMMIT, NULL, weir, NULL,
     "the previous environment has another image"},
};
static const struct record prod[] = {
    {RECORD_PROMOTED, 8 * DAY, C, NULL, COMMIT, NULL, weir, NULL,
     "the previous environment has another image"},
    {RECORD_PROMOTED, 6 * DAY, B, NULL, COMMIT, NULL, weir, NULL,
     "the previous environment has another image", evidence, 2},
    {RECORD_ROLLED_BACK, 5 * DAY + 90 * 60, C, NULL, COMMIT, NULL, ada, NULL,
     "checkout fails for guests"},
    {RECORD_RELEASED, 5 * DAY, NULL, NULL, COMMIT, NULL, ada, NULL, "fixed upstream"},
    {RECORD_PROPOSED, 3 * DAY, A, NULL, NULL, NULL, weir, NULL, "by: pullRequest"},
    {RECORD_PROMOTED, 2 * DAY, A, NULL, COMMIT, NULL, ada, NULL, "Merge pull request 12", evidence,
     2},
    {RECORD_HELD, 7 * 60 + 20, A, NULL, COMMIT, NULL, ada, NULL, "hold for the fair"},
};
static const struct record gone[] = {
    {RECORD_PINNED, 400 * DAY, B, "docker.io/library/api:latest", COMMIT, NULL, weir, NULL},
    {RECORD_MISSING, 100 * DAY, NULL, NULL, COMMIT, NULL, ada, NULL,
     "api moves to another repository"},
};

#define TAG(namespace, stream, tag, records)                                                       \
    {                                                                                              \
        namespace, stream, tag, records, sizeof(records) / sizeof *(records), NULL                 \
    }
static const struct tag_journal tags[] = {
    {"app-dev", "web", "1.2.0", NULL, 0, "line 3 does not continue the chain of line 2"},
    TAG("app-dev", "web", "latest", dev),
    TAG("app-old", "api", "latest", gone),
    TAG("app-prod", "web", "latest", prod),
    TAG("app-staging", "web", "latest", staging),
};

void fixture_journal(struct fixture *fixture)
{
    struct arena *arena = &fixture->arena;
    fixture->journal = (struct journal){.state = JOURNAL_READ, .commit = COMMIT};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        struct record *records = arena_array(arena, struct record, tags[i].count);
        for (size_t k = 0; k < tags[i].count; k++) {
            records[k] = tags[i].records[k];
            records[k].time = fixture->report.now - records[k].time;
        }
        struct tag_journal *tag = list_add(arena, &fixture->journal.tags);
        *tag = tags[i];
        tag->records = records;
    }
    fixture->observed.journal = &fixture->journal;
}

void fixture_journal_of(struct fixture *fixture, const char *namespace, const char *text)
{
    struct arena *arena = &fixture->arena;
    struct evidence *items = arena_new(arena, struct evidence);
    items->text = text;
    struct record *record = arena_new(arena, struct record);
    *record = (struct record){.kind = RECORD_PINNED,
                              .time = fixture->report.now - DAY,
                              .digest = B,
                              .reference = text,
                              .commit = text,
                              .who = text,
                              .why = text,
                              .evidence = items,
                              .evidence_count = 1};
    fixture->journal = (struct journal){.state = JOURNAL_UNKNOWN, .why = text, .commit = text};
    *list_add(arena, &fixture->journal.tags) =
        (struct tag_journal){namespace, text, text, record, 1, NULL};
    *list_add(arena, &fixture->journal.tags) =
        (struct tag_journal){namespace, text, "z", NULL, 0, text};
    fixture->observed.journal = &fixture->journal;
}
