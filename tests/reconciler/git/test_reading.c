// SPDX-License-Identifier: Apache-2.0
/* Reads repositories, and refuses what is wrong in them. */
#include "tests/reconciler/git/scratch.h"

TestSuite(files, .init = scratch_open, .fini = scratch_close);
TestSuite(commits, .init = scratch_open, .fini = scratch_close);

static const char *listed(struct repository *repository, struct arena *run)
{
    struct source source = read_source(repository, run);
    return paths_of(&source, run);
}

/* Returns what a reading found, one line per file. From 1,000 files on a second thread reads too.
 */
static const char *told(struct repository *repository, struct arena *run)
{
    struct source source = read_source(repository, run);
    size_t size = 0, used = 0;
    for (size_t i = 0; i < source.count; i++)
        size += strlen(source.files[i].path) + 100;
    char *text = arena_alloc(run, size + 1);
    for (size_t i = 0; i < source.count; i++) {
        const struct source_file *file = &source.files[i];
        used +=
            (size_t)sprintf(text + used, "%s %o %zu ", file->path, file->mode, (size_t)file->size);
        for (size_t k = 0; k < sizeof file->id; k++)
            used += (size_t)sprintf(text + used, "%02x", file->id.bytes[k]);
        text[used++] = '\n';
    }
    return text;
}

Test(files, a_later_reading_finds_the_same_as_a_first_one)
{
    static const char *const changes[] = {
        "true",
        "echo more >>w/d07/5.yaml; echo more >>w/d29/49.yaml; chmod +x w/d15/0.yaml",
        "rm w/d00/0.yaml w/d29/48.yaml; mv w/d10/7.yaml w/d10/70.yaml; echo n >w/d20/7a.yaml",
        "rm w/d28/1.yaml; ln -s 2.yaml w/d28/1.yaml; mkdir w/d28/3.yaml.d",
        "mv w/d27 w/moved; ln -s moved w/d27; mv w/d01 w/d30",
    };
    arena_scope struct arena run = {0};
    shell("for d in $(seq -w 0 29); do mkdir -p w/d$d; for f in $(seq 0 49); do echo $d$f "
          ">w/d$d/$f.yaml; done; done");
    usleep(2200 * 1000);
    repository_scope struct repository *repository = open_with(in_scratch("w"), NULL);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        repository_scope struct repository *fresh = open_with(in_scratch("w"), NULL);
        cr_assert_str_eq(told(repository, &run), told(repository, &run), "read again");
        shell("%s", changes[i]);
        cr_expect_str_eq(told(repository, &run), told(fresh, &run), "%s", changes[i]);
    }
}

Test(files, a_folder_without_git_is_read_as_it_is)
{
    arena_scope struct arena run = {0};
    shell("mkdir -p f/sub; cd f; echo a >a.yaml; echo b >sub/b.json; echo a.yaml >.gitignore");
    repository_scope struct repository *repository = open_with(in_scratch("f"), NULL);
    cr_assert_eq(repository_kind(repository), REPOSITORY_FOLDER);
    struct source source = read_source(repository, &run);
    cr_assert_str_eq(paths_of(&source, &run), "a.yaml sub/b.json ");
    cr_assert_null(source.branch);
    cr_assert_null(source.commit);
}

Test(files, symbolic_links_and_repositories_inside_are_noted_not_followed)
{
    arena_scope struct arena run = {0};
    shell("mkdir -p f/sub/.git f/real out; echo x >out/x.yaml; echo y >f/sub/y.yaml; cd f;"
          "ln -s ../out link; ln -s ../out/x.yaml x.yaml; echo z >real/z.yaml; ln -s a b.txt");
    repository_scope struct repository *repository = open_with(in_scratch("f"), NULL);
    cr_assert_str_eq(listed(repository, &run), "real/z.yaml ");
    cr_assert_eq(repository->listing.notes.count, 3u);
    cr_assert(noted(repository, "link", "symbolic link"));
    cr_assert(noted(repository, "x.yaml", "symbolic link"));
    cr_assert(noted(repository, "sub/", "another repository"));
}

Test(files, odd_names_are_noted_and_shown_safely)
{
    arena_scope struct arena run = {0};
    shell(
        "mkdir f; cd f; touch \"$(printf 'a\\033[2Jb.yaml')\" \"$(printf 'c\\377.yaml')\" ok.yaml");
    repository_scope struct repository *repository = open_with(in_scratch("f"), NULL);
    cr_assert_str_eq(listed(repository, &run), "ok.yaml ");
    cr_assert(noted(repository, "a [2Jb.yaml", "control character"));
    cr_assert(noted(repository, "c?.yaml", "UTF-8"));
}

Test(files, ignored_files_are_left_out_unless_they_are_tracked)
{
    arena_scope struct arena run = {0};
    shell("git init -q w; cd w; mkdir -p build deep/er kept; echo x >build/a.yaml;"
          "echo x >deep/er/c.yaml; echo x >deep/d.yaml; echo x >kept/e.yaml; echo x >kept/f.yaml;"
          "git add kept/e.yaml; git commit -qm x;"
          "printf '/build/\\nkept/\\n' >.gitignore; printf 'c.yaml\\n' >deep/.gitignore");
    repository_scope struct repository *repository = open_with(in_scratch("w"), NULL);
    for (int i = 0; i < 3; i++)
        cr_expect_str_eq(listed(repository, &run), "deep/d.yaml kept/e.yaml ", "reading %d", i);
    shell("cd w; git add -f build/a.yaml");
    cr_assert_str_eq(listed(repository, &run), "build/a.yaml deep/d.yaml kept/e.yaml ");
    shell("cd w; rm deep/.gitignore; echo deep/d.yaml >.git/info/exclude");
    cr_assert_str_eq(listed(repository, &run), "build/a.yaml deep/er/c.yaml kept/e.yaml ");
}

Test(files, changed_ignore_rules_are_read_again_even_after_they_settled)
{
    arena_scope struct arena run = {0};
    shell("git init -q w; cd w; mkdir a; echo x >a/b.yaml; echo x >a/c.yaml; echo b.yaml "
          ">.gitignore");
    usleep(2200 * 1000); /* a file that is older than two seconds cannot change unnoticed */
    repository_scope struct repository *repository = open_with(in_scratch("w"), NULL);
    cr_assert_str_eq(listed(repository, &run), "a/c.yaml ");
    cr_assert_str_eq(listed(repository, &run), "a/c.yaml ");
    shell("cd w; echo c.yaml >.gitignore");
    cr_assert_str_eq(listed(repository, &run), "a/b.yaml ");
    shell("cd w; echo b.yaml >a/.gitignore");
    cr_assert_str_eq(listed(repository, &run), "");
    shell("cd w; rm a/.gitignore .gitignore");
    cr_assert_str_eq(listed(repository, &run), "a/b.yaml a/c.yaml ");
}

/* The identity of the only file, and the version of the source. */
static struct source_id only_id(struct repository *repository, struct arena *run, uint64_t *version)
{
    struct source source = read_source(repository, run);
    cr_assert_eq(source.count, 1u);
    *version = source.version;
    return source.files[0].id;
}

Test(files, a_file_identity_is_unknown_while_the_file_may_change_unnoticed)
{
    arena_scope struct arena run = {0};
    static const struct source_id unknown = {0};
    uint64_t versions[5];
    shell("mkdir f; echo a >f/a.yaml");
    repository_scope struct repository *repository = open_with(in_scratch("f"), NULL);
    struct source_id zeroth = only_id(repository, &run, &versions[0]);
    struct source_id first = only_id(repository, &run, &versions[1]);
    cr_assert_eq(memcmp(&zeroth, &unknown, sizeof unknown), 0);
    cr_assert_eq(memcmp(&first, &unknown, sizeof unknown), 0);
    cr_assert_neq(versions[0], versions[1], "what is not known may be other files");
    usleep(2200 * 1000);
    struct source_id second = only_id(repository, &run, &versions[2]);
    struct source_id third = only_id(repository, &run, &versions[3]);
    cr_assert_neq(memcmp(&second, &unknown, sizeof unknown), 0);
    cr_assert_eq(memcmp(&second, &third, sizeof unknown), 0);
    cr_assert_eq(versions[2], versions[3]);
    shell("cp -p f/a.yaml f/new; printf b | dd of=f/new conv=notrunc 2>/dev/null;"
          "touch -r f/a.yaml f/new; mv f/new f/a.yaml");
    struct source_id fourth = only_id(repository, &run, &versions[4]);
    cr_assert_neq(memcmp(&third, &fourth, sizeof unknown), 0);
    cr_assert_neq(versions[3], versions[4]);
}

Test(files, the_version_changes_with_a_path_or_a_mode)
{
    arena_scope struct arena run = {0};
    shell("git init -q w; cd w; echo a >a.yaml; git add -A; git commit -qm 1;"
          "git clone -q --bare . ../b.git");
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), NULL);
    static const struct {
        const char *change;
        bool other;
    } changes[] = {
        {"true", false},
        {"echo text >README; git add -A", false},
        {"git mv a.yaml b.yaml", true},
        {"chmod +x b.yaml; git add -A", true},
        {"echo more >c.yaml; git add -A", true},
        {"git rm -q c.yaml", true},
        {"git mv b.yaml notes.txt", true},
    };
    uint64_t last = read_source(repository, &run).version;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        shell("cd w; %s; git commit -qm n --allow-empty; git push -q ../b.git main",
              changes[i].change);
        uint64_t version = read_source(repository, &run).version;
        cr_expect_eq(version != last, changes[i].other, "%s", changes[i].change);
        last = version;
    }
}

Test(files, a_file_that_became_a_link_or_a_pointer_is_not_read)
{
    arena_scope struct arena run = {0};
    struct err err = {0};
    shell("mkdir -p f/d; echo a >f/a.yaml; echo b >f/d/b.yaml; echo s >secret;"
          "printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:0\\n' >f/c.yaml");
    repository_scope struct repository *repository = open_with(in_scratch("f"), NULL);
    struct source source = read_source(repository, &run);
    shell("ln -sf ../secret f/a.yaml; rm -r f/d; ln -s .. f/d; cp secret b.yaml");
    for (size_t i = 0; i < source.count; i++) {
        text_scope struct text bytes = text_of(TEXT_FILE_MAX);
        cr_expect_eq(source.read(source.context, i, &bytes, &err), -1, "%s", source.files[i].path);
        cr_expect(strstr(err.message, source.files[i].path), "%s", err.message);
    }
    text_scope struct text bytes = text_of(10);
    shell("rm f/a.yaml; echo 'longer than ten' >f/a.yaml");
    cr_assert_eq(source.read(source.context, 0, &bytes, &err), 1);
    cr_assert(strstr(err.message, "longer than 10 bytes"), "%s", err.message);
}

Test(commits, a_source_stays_readable_after_the_branch_moved_until_it_is_read_again)
{
    arena_scope struct arena run = {0};
    shell("git init -q w; cd w; echo one >a.yaml; git add -A; git commit -qm 1;"
          "git clone -q --bare . ../b.git");
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), NULL);
    struct source old = read_source(repository, &run);
    shell("cd w; echo two >a.yaml; echo new >b.yaml; git add -A; git commit -qm 2;"
          "git push -q ../b.git main");
    cr_assert_str_eq(bytes_of(&old, "a.yaml", &run), "one\n");
    struct source new = read_source(repository, &run);
    cr_assert_eq(new.count, 2u);
    cr_assert_str_eq(bytes_of(&new, "a.yaml", &run), "two\n");
    cr_assert_str_neq(old.commit, new.commit);
}

Test(commits, a_branch_can_be_chosen_and_a_wrong_name_lists_the_existing_ones)
{
    arena_scope struct arena run = {0};
    struct err err = {0};
    struct source source;
    shell("git init -q w; cd w; echo one >a.yaml; git add -A; git commit -qm 1; git branch dev;"
          "git clone -q --bare . ../b.git; git --git-dir ../b.git symbolic-ref HEAD refs/heads/x");
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), NULL);
    cr_assert_eq(repository_source(repository, &run, &source, &err), -1);
    cr_assert(strstr(err.message, "\"x\", which does not exist"), "%s", err.message);
    cr_assert(strstr(err.hint, "dev, main"), "%s", err.hint);
    cr_assert_eq(repository_branch(repository, "dev", &err), 0);
    source = read_source(repository, &run);
    cr_assert_str_eq(source.branch, "dev");
    cr_assert_eq(repository_branch(repository, "a..b", &err), -1);
    cr_assert_eq(repository_branch(repository, "-x", &err), -1);
}

Test(commits, a_repository_without_a_commit_is_an_empty_source)
{
    arena_scope struct arena run = {0};
    shell("git init -q --bare b.git");
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), NULL);
    struct source source = read_source(repository, &run);
    cr_assert_eq(source.count, 0u);
    cr_assert_null(source.commit);
    cr_assert_str_eq(source.branch, "main");
}

/* A commit whose tree is made of raw lines "mode SP name", each a blob, as SCRATCH/evil.git. */
static struct repository *evil(const char *make)
{
    shell(
        "git init -q --bare evil.git; cd evil.git; B=$(echo x | git hash-object -w --stdin);"
        "raw() { printf '%%s %%b\\0' \"$1\" \"$2\"; perl -e 'print pack q(H*), shift' ${3:-$B}; };"
        "tree() { git hash-object -t tree -w --literally --stdin; }; %s;"
        "git update-ref refs/heads/main $(git commit-tree -m x $T)",
        make);
    return open_with(in_scratch("evil.git"), NULL);
}

Test(commits, entries_with_impossible_names_are_noted_and_skipped)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        evil("S=$(raw 100644 in.yaml | tree);"
             "T=$( (raw 40000 .. $S; raw 40000 .GIT $S; raw 40000 .git $S; raw 100644 'a/b.yaml';"
             "raw 100777 b.yaml; raw 120000 l.yaml; raw 160000 mod; raw 100644 'n\\nl.yaml';"
             "raw 100644 ok.yaml; raw 100644 'u\\377.yaml') | tree)");
    cr_assert_str_eq(listed(repository, &run), "ok.yaml ");
    static const struct {
        const char *path, *reason;
    } wanted[] = {{"..", "\"..\""},       {".GIT", "\".git\""},    {".git", "\".git\""},
                  {"a/b.yaml", "\"/\""},  {"b.yaml", "file mode"}, {"mod", "submodule"},
                  {"l.yaml", "symbolic"}, {"n l.yaml", "control"}, {"u?.yaml", "UTF-8"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        cr_expect(noted(repository, wanted[i].path, wanted[i].reason), "%s", wanted[i].path);
    cr_expect_eq(repository->listing.notes.count, 9u);
}

static void refuses(const char *make, const char *why)
{
    arena_scope struct arena run = {0};
    struct err err = {0};
    struct source source;
    repository_scope struct repository *repository = evil(make);
    cr_assert_eq(repository_source(repository, &run, &source, &err), -1);
    cr_assert(strstr(err.message, why), "%s", err.message);
}

Test(commits, a_tree_that_is_not_sorted_is_refused)
{
    refuses("T=$( (raw 100644 b.yaml; raw 100644 a.yaml) | tree)", "not sorted");
}

Test(commits, a_tree_that_names_a_file_twice_is_refused)
{
    refuses("T=$( (raw 100644 a.yaml; raw 100644 a.yaml) | tree)", "not sorted");
}

Test(commits, a_truncated_tree_is_refused)
{
    refuses("T=$( (raw 100644 a.yaml; printf '100644 b.yaml') | tree)", "damaged");
}

Test(commits, a_tree_that_contains_itself_a_billion_times_ends_at_the_maximum)
{
    refuses("T=$(raw 100644 a.txt | tree); for i in 1 2 3 4 5 6 7 8 9 10; do"
            " T=$( (for n in a b c d e f g h i j; do raw 40000 $n $T; done) | tree); done",
            "more than");
}

Test(commits, folders_deeper_than_the_maximum_are_noted)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        evil("T=$(raw 100644 a.yaml | tree); for i in $(seq 70); do"
             " T=$( (raw 40000 d $T; raw 100644 e.yaml) | tree); done");
    struct source source = read_source(repository, &run);
    cr_assert_eq(source.count, (size_t)REPOSITORY_DEPTH_MAX + 1);
    cr_assert_eq(source.note_count, 1u);
    cr_assert(strstr(source.notes[0].reason, "too deep"));
}

Test(commits, a_blob_longer_than_the_maximum_is_not_unpacked)
{
    arena_scope struct arena run = {0};
    struct err err = {0};
    shell("git init -q w; cd w; head -c 30000000 /dev/zero >big.yaml; git add -A;"
          "git commit -qm x; git clone -q --bare . ../b.git; rm big.yaml");
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), NULL);
    struct source source = read_source(repository, &run);
    text_scope struct text bytes = text_of(TEXT_FILE_MAX);
    cr_assert_eq(source.read(source.context, 0, &bytes, &err), 1);
    cr_assert(strstr(err.message, "has 30000000 bytes, more than"), "%s", err.message);
    cr_assert_null(bytes.data);
}

Test(commits, a_git_folder_in_place_of_its_work_tree_is_refused_with_a_hint)
{
    struct repository *repository = NULL;
    struct err err = {0};
    shell("git init -q w");
    cr_assert_eq(repository_open(in_scratch("w/.git"), NULL, &repository, &err), -1);
    cr_assert(strstr(err.message, "belongs to a work tree"), "%s", err.message);
    cr_assert_neq(err.hint[0], '\0');
    cr_assert_eq(repository_open(in_scratch("none"), NULL, &repository, &err), -1);
    cr_assert(strstr(err.message, "No such file"), "%s", err.message);
    cr_assert_eq(repository_open("http://h.example/app", NULL, &repository, &err), -1);
    cr_assert(strstr(err.message, "without TLS"), "%s", err.message);
    cr_assert_null(repository);
}

/* Files with their modes and ids, and notes. */
static const char *all_of(struct repository *repository, struct arena *run)
{
    struct source source = read_source(repository, run);
    char *all = arena_text(run, "");
    for (size_t i = 0; i < source.count; i++) {
        const struct source_file *file = &source.files[i];
        unsigned long long id;
        memcpy(&id, file->id.bytes, sizeof id);
        all = arena_print(run, "%s%o %llx %s\n", all, file->mode, id, file->path);
    }
    for (size_t i = 0; i < source.note_count; i++)
        all = arena_print(run, "%snote %s %s\n", all, source.notes[i].path, source.notes[i].reason);
    return all;
}

Test(commits, a_folder_in_the_place_of_an_entry_with_a_slash_is_listed)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        evil("S=$(raw 100644 in.yaml | tree); echo $S >s; T=$(raw 40000 a/ $S | tree)");
    cr_assert_str_eq(listed(repository, &run), "");
    cr_assert(noted(repository, "a/", "\"/\""));
    shell("cd evil.git; T=$(printf '040000 tree %%s\ta\n' $(cat s) | git mktree);"
          "git update-ref refs/heads/main $(git commit-tree -m y $T)");
    cr_assert_str_eq(listed(repository, &run), "a/in.yaml ");
    cr_assert(!noted(repository, "a/", "\"/\""));
}

Test(commits, a_listing_made_from_the_previous_one_equals_a_fresh_one)
{
    static const char *const changes[] = {
        "echo 22 >b/c/x.yaml",
        "rm b/a.yaml",
        "mkdir b/b; echo 1 >b/b/n.yaml; echo 1 >b.yaml; echo 1 >b-.yaml",
        "git mv b/c b/z",
        "rm -r b/b; echo 1 >b/b",
        "rm b/b; ln -s a b/l.yaml",
        "rm d/l.yaml; echo 1 >d/l.yaml",
        "chmod +x d/e/f.yaml",
        "git mv d b/d",
        "git rm -qr b",
        "echo 1 >zz.yaml",
    };
    shell("git init -q w; cd w; mkdir -p a b/c d/e; for f in a/a a/b b/a b/c/x b/c/y d/e/f; do"
          " echo 1 >$f.yaml; done; ln -s x d/l.yaml; ln -s x a/l.yaml; git add -A;"
          "git commit -qm 0; git clone -q --bare . ../b.git");
    repository_scope struct repository *kept = open_with(in_scratch("b.git"), NULL);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        arena_scope struct arena run = {0};
        const char *before = all_of(kept, &run);
        shell("cd w; %s; git add -A; git commit -qm %zu; git push -q ../b.git main", changes[i], i);
        repository_scope struct repository *fresh = open_with(in_scratch("b.git"), NULL);
        const char *now = all_of(kept, &run);
        cr_expect_str_eq(now, all_of(fresh, &run), "%s", changes[i]);
        cr_expect_str_neq(now, before, "%s", changes[i]);
    }
}
