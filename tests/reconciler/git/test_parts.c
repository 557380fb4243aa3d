// SPDX-License-Identifier: Apache-2.0
/* A tag's records in several files, as runs write them. */
#include "reconciler/git/history/chronicle.h"
#include "reconciler/git/journal/journal_branch.h"
#include "tests/reconciler/git/scratch.h"

TestSuite(parts, .init = scratch_open, .fini = scratch_close);

enum { PART = 300 }; /* bytes: a part is full after two records */

struct wish {
    struct repository *repository;
    unsigned number; /* of the digest */
};

static const char *digest_of(struct arena *arena, unsigned number)
{
    return arena_print(arena, "sha256:%064u", number);
}

static bool due(void *context, const char *commit, due_list *out, struct arena *arena)
{
    const struct wish *wish = context;
    *list_add(arena, out) = (struct due){"app",
                                         "web",
                                         "a",
                                         {.kind = RECORD_PINNED,
                                          .time = 1767300000 + (moment)wish->number,
                                          .digest = digest_of(arena, wish->number),
                                          .commit = arena_text(arena, commit),
                                          .why = "followed"}};
    return true;
}

static const struct repository_options small = {.journal_part = PART};

static struct repository *bare(void)
{
    shell("git init -q w; cd w; echo one >one.yaml; git add -A; git commit -qm 1;"
          "git clone -q --bare . ../b.git");
    return open_with(in_scratch("b.git"), &small);
}

static struct write_outcome record(struct repository *repository, unsigned number)
{
    arena_scope struct arena run = {0};
    struct source source = read_source(repository, &run);
    struct wish wish = {repository, number};
    struct journal_writer writer = {due, &wish};
    struct commit_request request = request_of(&source, NULL, 0);
    request.journal = &writer;
    return commit_of(repository, &request);
}

static struct repository *with_records(unsigned count)
{
    struct repository *repository = bare();
    for (unsigned i = 1; i <= count; i++)
        cr_assert_eq(record(repository, i).result, WRITE_DONE, "%u", i);
    return repository;
}

static const struct tag_journal *tag_of(struct repository *repository)
{
    arena_scope struct arena run = {0};
    (void)read_source(repository, &run);
    const struct journal *journal = journal_branch_read(repository);
    cr_assert_eq(journal->state, JOURNAL_READ, "%s", journal->why);
    cr_assert_eq(journal->tags.count, 1);
    const struct tag_journal *tag = &journal->tags.items[0];
    (void)journal_branch_complete(repository, &(struct journal_need){.tag = tag}, 1);
    return tag;
}

static void expect_records(const struct tag_journal *tag, unsigned count)
{
    arena_scope struct arena arena = {0};
    cr_assert_null(tag->trouble, "%s", tag->trouble);
    cr_assert_eq(tag->count, count);
    for (unsigned i = 0; i < count; i++)
        cr_expect_str_eq(tag->records[i].digest, digest_of(&arena, i + 1));
}

/* Commits the work tree "j" of the journal. */
static void commit_journal(const char *command)
{
    shell("rm -rf j; git clone -q -b weir-journal/main b.git j; cd j/app/web; %s;"
          "git add -A .; GIT_COMMITTER_DATE=2027-01-01T00:00:00Z git commit -qm x; git push -q",
          command);
}

Test(parts, a_full_file_continues_in_the_next_and_is_never_changed_again)
{
    repository_scope struct repository *repository = with_records(7);
    expect_records(tag_of(repository), 7);
    cr_expect_str_eq(shell("git -C b.git ls-tree -r --name-only weir-journal/main app"),
                     "app/web/a.jsonl\napp/web/a.jsonl.2\napp/web/a.jsonl.3\napp/web/a.jsonl.4");
    cr_expect_str_eq(
        shell("for n in '' .2 .3 .4; do "
              "git -C b.git log --format=%%h weir-journal/main -- app/web/a.jsonl$n | wc -l; "
              "done | paste -sd ' '"),
        "2 2 2 1");
    cr_expect_str_eq(
        shell("cd b.git; for n in .2 .3; do git show weir-journal/main:app/web/a.jsonl$n; done | "
              "head -1 | sed 's/.*\"prev\":\"\\(.*\\)\"}/\\1/' >../prev;"
              "git show weir-journal/main:app/web/a.jsonl | tail -1 | tr -d '\\n' | sha256sum | "
              "cut -d ' ' -f 1 | cmp - ../prev"),
        "");
    repository_scope struct repository *other = open_with(in_scratch("b.git"), NULL);
    expect_records(tag_of(other), 7);
}

Test(parts, a_file_of_an_earlier_version_that_is_longer_is_continued)
{
    repository_scope struct repository *repository = with_records(2);
    struct repository_options options = {.journal_part = 1 << 20};
    repository_scope struct repository *large = open_with(in_scratch("b.git"), &options);
    for (unsigned i = 3; i <= 6; i++)
        record(large, i);
    cr_expect_eq(record(repository, 7).result, WRITE_DONE);
    expect_records(tag_of(large), 7);
    cr_expect_str_eq(shell("git -C b.git ls-tree -r --name-only weir-journal/main app"),
                     "app/web/a.jsonl\napp/web/a.jsonl.2");
}

Test(parts, a_missing_exchanged_or_changed_part_breaks_the_chain_at_its_place)
{
    static const struct {
        const char *change, *trouble;
    } cases[] = {
        {"rm a.jsonl.2",
         "app/web/a.jsonl.2: the file is missing, but there is \"app/web/a.jsonl.3\""},
        {"rm a.jsonl", "app/web/a.jsonl: the file is missing"},
        {"cp a.jsonl.3 a.jsonl.2", "app/web/a.jsonl.2:1: the chain is broken"},
        {"cp a.jsonl.2 a.jsonl.3", "app/web/a.jsonl.3:1: "},
        {"sed -i 2s/followed/pushed/ a.jsonl.2", "app/web/a.jsonl.3:1: the chain is broken"},
        {"sed -i 1d a.jsonl.3", "app/web/a.jsonl.3:1: the chain is broken"},
        {"sed -i 2d a.jsonl.2", "app/web/a.jsonl.3:1: the chain is broken"},
        {": >a.jsonl.4", "app/web/a.jsonl.4: the file has no record"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        repository_close(with_records(6));
        commit_journal(cases[i].change);
        repository_scope struct repository *repository = open_with(in_scratch("b.git"), &small);
        const struct tag_journal *tag = tag_of(repository);
        cr_assert_not_null(tag->trouble, "%s", cases[i].change);
        cr_expect(strstr(tag->trouble, cases[i].trouble) != NULL, "%s: %s", cases[i].change,
                  tag->trouble);
        cr_expect_eq(tag->count, 0);
        cr_expect_eq(record(repository, 9).result, WRITE_NOTHING, "%s", cases[i].change);
        shell("rm -rf w b.git");
    }
}

Test(parts, a_rewind_shows_in_every_part)
{
    static const char *const changes[] = {"rm a.jsonl.3", "rm a.jsonl.2 a.jsonl.3",
                                          "sed -i 2d a.jsonl.3",
                                          "sed -i 1s/followed/pushed/ a.jsonl.2"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        repository_scope struct repository *repository = with_records(6);
        (void)tag_of(repository);
        commit_journal(changes[i]);
        arena_scope struct arena run = {0};
        (void)read_source(repository, &run);
        const struct journal *journal = journal_branch_read(repository);
        cr_expect_eq(journal->state, JOURNAL_UNKNOWN, "%s", changes[i]);
        cr_expect(journal->why != NULL && strstr(journal->why, "was rewound: \"app/web/a.jsonl."),
                  "%s: %s", changes[i], journal->why);
        shell("rm -rf w b.git");
    }
}

/* The faults of the journal's history, one line each. */
static const char *faults(struct arena *arena)
{
    struct err err = {0};
    const char *all = "";
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), NULL);
    chronicle_scope struct chronicle *chronicle = NULL;
    cr_assert_eq(chronicle_open(repository, INT64_MIN, &chronicle, &err), 0, "%s", err.message);
    const struct audit_journal *journal = chronicle_journal(chronicle);
    list_each (fault, &journal->faults)
        all = arena_print(arena, "%s%s\n", all, fault->detail);
    list_each (file, &journal->files)
        all = arena_print(arena, "%s%zu records%s%s\n", all, file->tag.count,
                          file->tag.trouble != NULL ? ": " : "",
                          file->tag.trouble != NULL ? file->tag.trouble : "");
    return all;
}

Test(parts, the_audit_knows_the_commit_of_each_record)
{
    arena_scope struct arena arena = {0};
    struct err err = {0};
    repository_close(with_records(7));
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), NULL);
    chronicle_scope struct chronicle *chronicle = NULL;
    cr_assert_eq(chronicle_open(repository, INT64_MIN, &chronicle, &err), 0, "%s", err.message);
    const struct audit_journal *journal = chronicle_journal(chronicle);
    cr_assert_eq(journal->files.count, 1);
    cr_assert_eq(journal->commits.count, 7);
    expect_records(&journal->files.items[0].tag, 7);
    for (size_t i = 0; i < 7; i++)
        cr_expect_eq(journal->files.items[0].commits[i], journal->commits.items[i], "%zu", i);
    cr_expect_str_eq(faults(&arena), "7 records\n");
}

Test(parts, the_audit_finds_each_change_of_an_earlier_part)
{
    static const struct {
        const char *change, *fault;
    } cases[] = {
        {"rm a.jsonl.2", "app/web/a.jsonl.2: the file was removed\n0 records: app/web/a.jsonl.2: "},
        {"sed -i 1s/followed/pushed/ a.jsonl.2", "app/web/a.jsonl.2:1: the line differs"},
        {"cp a.jsonl.3 b.jsonl.2", "0 records: app/web/b.jsonl: the file is missing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        repository_close(with_records(6));
        commit_journal(cases[i].change);
        const char *found = faults(&arena);
        cr_expect(strstr(found, cases[i].fault) != NULL, "%s: %s", cases[i].change, found);
        shell("rm -rf w b.git");
    }
}

/* The tag as a run finds it: with its recent records only. */
static const struct tag_journal *recent_of(struct repository *repository)
{
    arena_scope struct arena run = {0};
    (void)read_source(repository, &run);
    const struct journal *journal = journal_branch_read(repository);
    cr_assert_eq(journal->state, JOURNAL_READ, "%s", journal->why);
    return &journal->tags.items[0];
}

static const char kept[] = ".cache/weir/*/journal.*";

/* Takes the objects of the first files away, so that nobody can read them. */
static void hide_first_files(void)
{
    shell("mv b.git/objects/pack packs; mkdir b.git/objects/pack;"
          "for p in packs/*.pack; do git -C b.git unpack-objects -q <$p; done;"
          "for n in '' .2; do id=$(git -C b.git rev-parse weir-journal/main:app/web/a.jsonl$n);"
          "rm -f b.git/objects/$(echo $id | cut -c 1-2)/$(echo $id | cut -c 3-); done");
}

Test(parts, a_later_run_reads_only_what_no_run_has_proved)
{
    repository_close(with_records(6));
    repository_close(open_with(in_scratch("b.git"), &small));
    hide_first_files();
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), &small);
    arena_scope struct arena arena = {0};
    const struct tag_journal *tag = recent_of(repository);
    cr_assert(tag->recent && tag->trouble == NULL, "%s", tag->trouble);
    struct standing standing = journal_standing(tag, MOMENT_NEVER - 1);
    cr_expect_str_eq(standing.head->digest, digest_of(&arena, 6));
    cr_expect_eq(standing.since, 1767300006);
    for (unsigned i = 7; i <= 9; i++)
        cr_assert_eq(record(repository, i).result, WRITE_DONE, "%u", i);
    tag = recent_of(repository);
    cr_expect_str_eq(journal_standing(tag, MOMENT_NEVER - 1).head->digest, digest_of(&arena, 9));
    repository_scope struct repository *later = open_with(in_scratch("b.git"), &small);
    tag = recent_of(later);
    cr_expect_str_eq(journal_standing(tag, MOMENT_NEVER - 1).head->digest, digest_of(&arena, 9));
    cr_assert(journal_branch_complete(later, &(struct journal_need){.tag = tag}, 1));
    cr_assert_not_null(tag->trouble);
    cr_expect_eq(tag->count, 0);
}

Test(parts, a_kept_file_that_is_damaged_foreign_or_of_other_bytes_is_not_used)
{
    static const char *const changes[] = {
        "printf x | dd of=$file bs=1 seek=200 conv=notrunc 2>/dev/null",
        "chmod g+w $file",
        "truncate -s 300 $file",
        ": >$file",
        "rm $file; mkdir $file",
        "cp $file other; rm $file; ln -s ~/other $file",
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        repository_close(with_records(6));
        shell("file=$(ls -d %s); %s", kept, changes[i]);
        hide_first_files();
        repository_scope struct repository *repository = open_with(in_scratch("b.git"), &small);
        arena_scope struct arena run = {0};
        (void)read_source(repository, &run);
        cr_expect_eq(journal_branch_read(repository)->state, JOURNAL_UNKNOWN, "%s", changes[i]);
        shell("rm -rf w b.git packs .cache other");
    }
}

Test(parts, what_was_kept_of_one_journal_is_not_believed_of_another)
{
    static const char *const changes[] = {
        "sed -i 1s/followed/pushed/ a.jsonl", "sed -i 1s/followed/pushed/ a.jsonl.2",
        "sed -i 2d a.jsonl.3",
        "sed -i 1s/followed/pushed/ a.jsonl.3; head -c 5 a.jsonl >>a.jsonl.3"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        repository_close(with_records(6));
        commit_journal(changes[i]);
        repository_scope struct repository *repository = open_with(in_scratch("b.git"), &small);
        const struct tag_journal *tag = recent_of(repository);
        arena_scope struct arena arena = {0};
        if (i == 2) /* a line that was cut off is noticed only by who has seen it */
            cr_expect_str_eq(journal_standing(tag, MOMENT_NEVER - 1).head->digest,
                             digest_of(&arena, 5));
        else
            cr_expect_not_null(tag->trouble, "%s", changes[i]);
        shell("rm -rf w b.git");
    }
}

static bool read_more(struct repository *repository, const struct tag_journal *tag,
                      struct journal_need need)
{
    need.tag = tag;
    return journal_branch_complete(repository, &need, 1);
}

Test(parts, the_last_records_are_read_without_the_parts_before_them)
{
    enum { COUNT = 30 };
    arena_scope struct arena arena = {0};
    repository_close(with_records(COUNT));
    repository_close(open_with(in_scratch("b.git"), &small));
    hide_first_files();
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), &small);
    const struct tag_journal *tag = recent_of(repository);
    cr_assert(read_more(repository, tag, (struct journal_need){.late = true}));
    cr_expect(!read_more(repository, tag, (struct journal_need){.late = true}));
    cr_assert(tag->recent && tag->trouble == NULL, "%s", tag->trouble);
    cr_assert_geq(tag->late_count, JOURNAL_LATE);
    cr_assert_lt(tag->late_count, COUNT - 4);
    for (size_t i = 0; i < tag->late_count; i++)
        cr_expect_str_eq(tag->late[i].digest,
                         digest_of(&arena, (unsigned)(COUNT - tag->late_count + 1 + i)));
    /* The digest could be in a part that can't be read. */
    const char *other = digest_of(&arena, 99);
    cr_assert(read_more(repository, tag, (struct journal_need){.late = true, .digest = other}));
    cr_expect_not_null(tag->trouble);
}

Test(parts, a_digest_is_looked_for_in_all_parts)
{
    enum { COUNT = 30 };
    arena_scope struct arena arena = {0};
    repository_close(with_records(COUNT));
    for (unsigned wanted = 1; wanted <= COUNT + 1; wanted++) {
        repository_scope struct repository *repository = open_with(in_scratch("b.git"), &small);
        const struct tag_journal *tag = recent_of(repository);
        const char *digest = digest_of(&arena, wanted);
        struct journal_need need = {.late = true, .digest = digest};
        cr_assert(!journal_lacks(tag, digest));
        cr_assert(read_more(repository, tag, need));
        cr_assert_null(tag->trouble, "%s", tag->trouble);
        bool early = tag->recent ? false : wanted <= COUNT;
        if (early)
            expect_records(tag, COUNT);
        else
            cr_expect(journal_lacks(tag, digest) && tag->late_count >= JOURNAL_LATE);
        cr_expect_eq(early, wanted <= COUNT - tag->late_count && wanted <= COUNT - JOURNAL_LATE,
                     "%u", wanted);
        cr_expect(!read_more(repository, tag, need), "%u", wanted);
    }
}
