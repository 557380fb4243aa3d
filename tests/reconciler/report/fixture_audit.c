// SPDX-License-Identifier: Apache-2.0
/* An audit with a finding of each class, or with a hostile text in every field. */
#include "fixture.h"

#define A "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define B "sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define COMMIT "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"
#define JOURNAL "5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f80"

static void finding_add(struct fixture *fixture, struct finding finding)
{
    *list_add(&fixture->arena, &fixture->audit.findings) = finding;
    fixture->audit.classes[finding_class(finding.code)]++;
}

static struct audit_commit *commit_make(struct fixture *fixture, const char *id, const char *who,
                                        const char *text)
{
    struct audit_commit *made = arena_new(&fixture->arena, struct audit_commit);
    *made = (struct audit_commit){
        .id = id, .time = fixture->report.now - 3600, .who = who, .why = text, .own = true};
    return made;
}

static void move_add(struct fixture *fixture, const char *namespace, const char *stream,
                     const char *who, const char *text, const struct record *record)
{
    *list_add(&fixture->arena, &fixture->audit.moves) = (struct audit_move){
        .namespace = namespace,
        .stream = stream,
        .tag = "latest",
        .digest = B,
        .before = A,
        .commit = commit_make(fixture, COMMIT, who, text),
        .record = record,
        .written = record != NULL ? commit_make(fixture, JOURNAL, who, text) : NULL,
        .hop = true,
        .exceptions = 1,
    };
}

void fixture_audit_of(struct fixture *fixture, const char *stream, const char *who,
                      const char *text)
{
    moment now = fixture->report.now;
    struct evidence *evidence = arena_array(&fixture->arena, struct evidence, 2);
    struct record *record = arena_new(&fixture->arena, struct record);
    evidence[0].text = "soak 24h: in app-staging since 2026-11-19T09:00:00Z";
    evidence[1].text = text;
    *record = (struct record){.kind = RECORD_PROMOTED,
                              .time = now - 3600,
                              .digest = B,
                              .reference = "quay.io/team/web:1",
                              .commit = COMMIT,
                              .who = who,
                              .why = text,
                              .evidence = evidence,
                              .evidence_count = 2};
    fixture->audit =
        (struct audit){.environments = 2, .rollbacks = 1, .commits = 20, .records = 30};
    fixture->audit_scope = (struct audit_scope){now - 86400, MOMENT_NEVER, NULL};
    move_add(fixture, "app-prod", stream, who, text, record);
    move_add(fixture, "app-staging", stream, who, text, NULL);
    finding_add(fixture, (struct finding){.code = FINDING_CODE_GATE_PASSED_OVER,
                                          .namespace = "app-prod",
                                          .stream = stream,
                                          .tag = "latest",
                                          .digest = B,
                                          .time = now - 3600,
                                          .commit = COMMIT,
                                          .journal_commit = JOURNAL,
                                          .who = who,
                                          .detail = text});
    finding_add(fixture, (struct finding){.code = FINDING_CODE_JOURNAL_REPLACED,
                                          .time = now - 1800,
                                          .commit = COMMIT,
                                          .detail = "this is the first such commit"});
    finding_add(fixture, (struct finding){.code = FINDING_CODE_HISTORY_MISSING, .detail = text});
    finding_add(fixture, (struct finding){.code = FINDING_CODE_ROLLED_BACK,
                                          .namespace = "app-prod",
                                          .stream = stream,
                                          .tag = "latest",
                                          .time = now - 900,
                                          .journal_commit = JOURNAL,
                                          .who = who});
    fixture->report.audit = &fixture->audit;
    fixture->report.scope = &fixture->audit_scope;
}
