// SPDX-License-Identifier: Apache-2.0
/* The protocol with scripted servers. */
#include <criterion/criterion.h>

#include "manifests/base/arena.h"
#include "reconciler/git/wire/advertisement.h"
#include "reconciler/git/wire/capabilities.h"
#include "reconciler/git/wire/fetch.h"
#include "reconciler/git/wire/receive_pack.h"
#include "tests/reconciler/git/memory_wire.h"

TestSuite(protocol);

#define ID_A "1111111111111111111111111111111111111111"
#define ID_B "2222222222222222222222222222222222222222"
#define ID_0 "0000000000000000000000000000000000000000"

/* Lines as pkts; "-" is a flush, "|" a delimiter. */
static const char *pkts(struct text *out, const char *const *lines)
{
    text_clear(out);
    for (; *lines; lines++) {
        if (strcmp(*lines, "-") == 0)
            pkt_put_kind(out, PKT_FLUSH);
        else if (strcmp(*lines, "|") == 0)
            pkt_put_kind(out, PKT_DELIM);
        else
            pkt_put(out, "%s", *lines);
    }
    return out->data;
}
#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static git_oid id_of(const char *hex)
{
    git_oid id;
    cr_assert_eq(git_oid_fromstr(&id, hex), 0);
    return id;
}

Test(protocol, a_pkt_is_its_length_and_its_data)
{
    static const struct {
        const char *bytes;
        int result;
        enum pkt_kind kind;
        size_t length, used;
    } cases[] = {
        {"0000", 1, PKT_FLUSH, 0, 4},     {"0001rest", 1, PKT_DELIM, 0, 4},
        {"0002", 1, PKT_END, 0, 4},       {"0004", 1, PKT_DATA, 0, 4},
        {"0006a\n00", 1, PKT_DATA, 2, 6}, {"000Aabcdef", 1, PKT_DATA, 6, 10},
        {"", 0, PKT_DATA, 0, 0},          {"00", 0, PKT_DATA, 0, 0},
        {"0009abcd", 0, PKT_DATA, 0, 0},  {"fff0", 0, PKT_DATA, 0, 0},
        {"0003", -1, PKT_DATA, 0, 0},     {"fff1", -1, PKT_DATA, 0, 0},
        {"ffff", -1, PKT_DATA, 0, 0},     {"<htm", -1, PKT_DATA, 0, 0},
        {"0x0a", -1, PKT_DATA, 0, 0},     {"-004", -1, PKT_DATA, 0, 0},
        {"g", -1, PKT_DATA, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pkt pkt = {.kind = PKT_DATA};
        size_t used = 0;
        int result = pkt_parse(cases[i].bytes, strlen(cases[i].bytes), &pkt, &used);
        cr_expect_eq(result, cases[i].result, "%s: %d", cases[i].bytes, result);
        cr_expect_eq(used, cases[i].used, "%s", cases[i].bytes);
        cr_expect(result <= 0 || (pkt.kind == cases[i].kind && pkt.length == cases[i].length), "%s",
                  cases[i].bytes);
    }
}

Test(protocol, a_written_pkt_is_parsed_again)
{
    text_scope struct text out = text_of(100);
    struct pkt pkt;
    size_t used;
    pkt_put(&out, "want %s", "x");
    pkt_put_kind(&out, PKT_FLUSH);
    cr_assert_eq(pkt_parse(out.data, out.length, &pkt, &used), 1);
    cr_expect(pkt_is(pkt, "want x"));
    cr_expect(pkt_is(pkt_after(pkt, "want "), "x"));
    cr_expect_eq(pkt_after(pkt, "have ").kind, PKT_FLUSH);
    cr_assert_eq(pkt_parse(out.data + used, out.length - used, &pkt, &used), 1);
    cr_expect_eq(pkt.kind, PKT_FLUSH);
}

Test(protocol, capabilities_of_version_2_are_lines)
{
    text_scope struct text said = text_of(4096);
    arena_scope struct arena arena = {0};
    struct capabilities found;
    struct err err = {0};
    pkts(&said, LINES("# service=git-upload-pack\n", "-", "version 2\n", "agent=git/2.39\n",
                      "ls-refs=unborn\n", "fetch=shallow wait-for-done filter\n", "server-option\n",
                      "object-format=sha1\n", "-"));
    for (size_t piece = 1; piece < 70; piece += 4) {
        memory_wire_scope struct memory_wire *wire =
            memory_wire_open(said.data, said.length, piece);
        cr_assert_eq(wire_begin(&wire->wire, WIRE_FETCH, 2, &err), 0);
        cr_assert_eq(advertisement_read(&wire->wire, &arena, &found, NULL, &err), 0, "%s",
                     err.message);
        cr_expect_eq(found.version, 2);
        cr_expect(found.ls_refs && found.unborn && found.fetch && found.shallow && found.filter &&
                  found.object_format);
        cr_expect(!found.sideband_all && !found.sha256 && !found.atomic);
    }
}

static int advertisement(const char *const *lines, enum wire_service service,
                         struct capabilities *out, struct served *refs, struct arena *arena,
                         struct err *err)
{
    text_scope struct text said = text_of(4096);
    pkts(&said, lines);
    memory_wire_scope struct memory_wire *wire = memory_wire_open(said.data, said.length, 7);
    wire_resume(&wire->wire, service, 2);
    return advertisement_read(&wire->wire, arena, out, refs, err);
}

Test(protocol, an_answer_in_an_older_version_is_recognized_by_its_first_line)
{
    arena_scope struct arena arena = {0};
    static const char first[] = ID_A " HEAD";
    const char *const *cases[] = {LINES("version 1", first), LINES(first, "-"), LINES("-"),
                                  LINES("# service=git-upload-pack\n", "-", first)};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capabilities found = {.version = 9};
        struct err err = {0};
        int result = advertisement(cases[i], WIRE_FETCH, &found, NULL, &arena, &err);
        cr_expect_eq(result, 0, "%zu: %s", i, err.message);
        cr_expect_eq(found.version, 0, "%zu", i);
    }
}

Test(protocol, an_invalid_advertisement_is_an_error_with_a_message)
{
    arena_scope struct arena arena = {0};
    const struct {
        const char *const *lines, *words;
    } cases[] = {
        {LINES("<html>"), "unexpected line"},
        {LINES("ERR no such\x1b[2J repository\n"), "the server says: no such [2J repository"},
        {LINES("version 2"), "was cut"},
        {LINES("version 2", "object-format=sha256", "-"), "SHA-256"},
        {LINES("# service=git-upload-pack", "version 2"), "unexpected line"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capabilities found;
        struct err err = {0};
        int result = advertisement(cases[i].lines, WIRE_FETCH, &found, NULL, &arena, &err);
        cr_expect_eq(result, -1, "%zu", i);
        cr_expect(strstr(err.message, cases[i].words), "%zu: %s", i, err.message);
    }
}

Test(protocol, a_ref_line_has_name_target_and_peeled_id)
{
    arena_scope struct arena arena = {0};
    static const struct {
        const char *line, *name, *target;
        bool good, peeled, unborn;
    } cases[] = {
        {ID_A " refs/heads/main", "refs/heads/main", NULL, true, false, false},
        {ID_A " HEAD symref-target:refs/heads/x", "HEAD", "refs/heads/x", true, false, false},
        {ID_A " refs/tags/v1 peeled:" ID_B, "refs/tags/v1", NULL, true, true, false},
        {"unborn HEAD symref-target:refs/heads/main", "HEAD", "refs/heads/main", true, false, true},
        {ID_A " ", NULL, NULL, false, false, false},
        {ID_A, NULL, NULL, false, false, false},
        {"", NULL, NULL, false, false, false},
        {"12345 refs/heads/main", NULL, NULL, false, false, false},
        {ID_A " refs/heads/a\tb", NULL, NULL, false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct served_ref ref = {0};
        struct pkt line = {PKT_DATA, cases[i].line, strlen(cases[i].line)};
        bool good = ls_refs_parse(&arena, line, &ref);
        cr_expect_eq(good, cases[i].good, "%s", cases[i].line);
        cr_expect(text_equal(ref.name, cases[i].name), "%s", cases[i].line);
        cr_expect(text_equal(ref.target, cases[i].target), "%s", cases[i].line);
        cr_expect_eq(!git_oid_is_zero(&ref.peeled), cases[i].peeled, "%s", cases[i].line);
        cr_expect_eq(good && git_oid_is_zero(&ref.id), cases[i].unborn, "%s", cases[i].line);
    }
}

Test(protocol, refs_are_asked_for_by_prefix)
{
    text_scope struct text said = text_of(4096), wanted = text_of(4096);
    struct served served;
    struct err err = {0};
    pkts(&said, LINES(ID_A " refs/heads/main", ID_B " refs/heads/main2", "-"));
    memory_wire_scope struct memory_wire *wire = memory_wire_open(said.data, said.length, 3);
    struct conversation with = {
        .wire = &wire->wire, .capabilities = {.version = 2, .unborn = true, .object_format = true}};
    cr_assert_eq(ls_refs_ask(&with, LINES("refs/heads/main"), 1, &served, &err), 0, "%s",
                 err.message);
    cr_expect_eq(served.refs.count, 2);
    git_oid a = id_of(ID_A);
    cr_expect(git_oid_equal(&served_find(&served, "refs/heads/main")->id, &a));
    pkts(&wanted, LINES("command=ls-refs", "agent=git/weir-" WEIR_VERSION, "object-format=sha1",
                        "|", "symrefs", "peel", "unborn", "ref-prefix refs/heads/main", "-"));
    cr_expect_eq(wire->asked.length, wanted.length);
    cr_expect_str_eq(wire->asked.data, wanted.data);
    arena_done(&with.arena);
}

/* Does a fetch whose answer has no good pack, and checks the request and the message. */
static void fetch(struct capabilities capabilities, const char *const *lines, struct fetched *came,
                  struct text *asked, struct err *err, struct arena *arena)
{
    text_scope struct text said = text_of(1 << 20);
    struct object_ids want = {0}, have = {0}, shallow = {0};
    struct fetch_request request = {.want = &want,
                                    .have = &have,
                                    .shallow = &shallow,
                                    .thin = true,
                                    .depth = 1,
                                    .filter = "blob:none",
                                    .bytes_max = 100};
    *list_add(arena, &want.list) = id_of(ID_B);
    *list_add(arena, &have.list) = id_of(ID_A);
    *list_add(arena, &shallow.list) = id_of(ID_A);
    git_libgit2_init();
    cr_assert_eq(git_odb_new(&request.odb), 0);
    pkts(&said, lines);
    memory_wire_scope struct memory_wire *wire = memory_wire_open(said.data, said.length, 11);
    struct conversation with = {
        .wire = &wire->wire, .capabilities = capabilities, .said = text_of(512), .arena = *arena};
    cr_expect_eq(fetch_pack(&with, &request, came, err), -1);
    *arena = with.arena;
    text_done(&with.said);
    cr_assert_eq(text_append(asked, wire->asked.data, wire->asked.length), 0);
    git_odb_free(request.odb);
    git_libgit2_shutdown();
}

Test(protocol, a_fetch_with_too_many_shallow_commits_fails_before_it_asks)
{
    arena_scope struct arena arena = {0};
    struct object_ids want = {0}, shallow = {0};
    struct fetch_request request = {.want = &want, .shallow = &shallow};
    *list_add(&arena, &want.list) = id_of(ID_B);
    for (size_t i = 0; i <= 60000; i++)
        *list_add(&arena, &shallow.list) = id_of(ID_A);
    memory_wire_scope struct memory_wire *wire = memory_wire_open("", 0, 1);
    struct conversation with = {.wire = &wire->wire, .capabilities = {.shallow = true}};
    struct fetched came = {0};
    struct err err = {0};
    cr_expect_eq(fetch_pack(&with, &request, &came, &err), -1);
    cr_expect_str_eq(err.message,
                     "the request would name more than 60000 commits of the local copy");
    cr_expect(came.suspect);
    cr_expect_eq(wire->asked.length, 0);
}

Test(protocol, a_fetch_is_one_request_with_all_that_the_server_can)
{
    arena_scope struct arena arena = {0};
    static const struct {
        struct capabilities capabilities;
        const char *const lines[16];
    } cases[] = {
        {{.version = 2},
         {"command=fetch", "agent=git/weir-" WEIR_VERSION, "|", "thin-pack", "no-progress",
          "ofs-delta", "want " ID_B, "have " ID_A, "done", "-"}},
        {{.version = 2, .shallow = true, .filter = true, .sideband_all = true},
         {"command=fetch", "agent=git/weir-" WEIR_VERSION, "|", "thin-pack", "no-progress",
          "ofs-delta", "sideband-all", "shallow " ID_A, "deepen 1", "filter blob:none",
          "want " ID_B, "have " ID_A, "done", "-"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_scope struct text asked = text_of(4096), wanted = text_of(4096);
        struct fetched came;
        struct err err = {0};
        fetch(cases[i].capabilities, LINES("-"), &came, &asked, &err, &arena);
        pkts(&wanted, cases[i].lines);
        cr_expect_str_eq(asked.data, wanted.data);
    }
}

Test(protocol, errors_of_a_fetch_are_reported)
{
    arena_scope struct arena arena = {0};
    static const struct {
        bool banded, suspect;
        const char *words;
        const char *const lines[8];
    } cases[] = {
        {false, false, "sent no pack", {"-"}},
        {false, false, "was cut", {"packfile"}},
        {false,
         false,
         "the server says: upload-pack: not our ref",
         {"ERR upload-pack: not our ref"}},
        {false, false, "unexpected line", {"shallow-info", "shallow 123", "|"}},
        {false, false, "the server says: out of memory", {"packfile", "\003out of\n memory"}},
        {false, false, "unknown sideband", {"packfile", "\004x"}},
        {true, false, "the server says: gone", {"\002counting", "\003gone"}},
        {false, true, "can't be stored", {"packfile", "\001PACK"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_scope struct text asked = text_of(4096);
        struct fetched came;
        struct err err = {0};
        fetch((struct capabilities){.version = 2, .sideband_all = cases[i].banded}, cases[i].lines,
              &came, &asked, &err, &arena);
        cr_expect(strstr(err.message, cases[i].words), "%zu: %s", i, err.message);
        cr_expect(!cases[i].suspect || came.suspect, "%zu", i);
    }
}

Test(protocol, shallow_commits_are_taken_from_the_answer)
{
    arena_scope struct arena arena = {0};
    text_scope struct text asked = text_of(4096);
    struct fetched came;
    struct err err = {0};
    git_oid b = id_of(ID_B);
    fetch((struct capabilities){.version = 2, .shallow = true},
          LINES("shallow-info", "shallow " ID_B, "unshallow " ID_A, "|", "wanted-refs",
                "anything at all", "|", "packfile", "\003enough"),
          &came, &asked, &err, &arena);
    cr_expect_eq(came.shallow.list.count, 1);
    cr_expect(git_oid_equal(&came.shallow.list.items[0], &b));
    cr_expect_eq(came.deepened.list.count, 1);
}

/* Pushes main (at A) and dev (new) to B. */
static int push(const char *const *lines, bool atomic, struct push_update *updates,
                struct text *asked, struct text *words, struct err *err)
{
    static git_oid from, to;
    static const char *const options[] = {"ci.skip"};
    text_scope struct text said = text_of(1 << 20), pack = text_of(100);
    char first[256];
    size_t length =
        (size_t)snprintf(first, sizeof first, ID_A " refs/heads/main%c report-status %s", 0,
                         atomic ? "atomic push-options side-band-64k" : "");
    from = id_of(ID_A);
    to = id_of(ID_B);
    updates[0] = (struct push_update){.ref = "refs/heads/main", .from = &from, .to = &to};
    updates[1] = (struct push_update){.ref = "refs/heads/dev", .to = &to};
    struct push_request request = {.updates = updates,
                                   .count = 2,
                                   .atomic = atomic,
                                   .pack = &pack,
                                   .options = options,
                                   .option_count = atomic};
    text_put(&pack, "PACK…", strlen("PACK…"));
    text_scope struct text rest = text_of(1 << 20);
    char head[PKT_HEAD + 1];
    snprintf(head, sizeof head, "%04x", (unsigned)length + PKT_HEAD);
    text_put(&said, head, PKT_HEAD);
    text_put(&said, first, length);
    pkts(&rest, lines);
    text_put(&said, rest.data, rest.length);
    memory_wire_scope struct memory_wire *wire = memory_wire_open(said.data, said.length, 5);
    int result = receive_pack_send(&wire->wire, &request, words, err);
    cr_assert_eq(text_append(asked, wire->asked.data ? wire->asked.data : "", wire->asked.length),
                 0);
    return result;
}

Test(protocol, a_push_is_judged_ref_by_ref)
{
    text_scope struct text asked = text_of(4096), words = text_of(512);
    struct push_update updates[2];
    struct err err = {0};
    int result = push(LINES("-", "unpack ok\n", "ok refs/heads/main\n",
                            "ng refs/heads/dev hook\x1b declined\n", "-"),
                      false, updates, &asked, &words, &err);
    cr_assert_eq(result, 0, "%s", err.message);
    cr_expect_eq(updates[0].verdict, PUSH_TAKEN);
    cr_expect_eq(updates[1].verdict, PUSH_REFUSED);
    cr_expect_str_eq(updates[1].words, "hook declined");
    cr_expect(memmem(asked.data, asked.length, ID_A " " ID_B " refs/heads/main\0 report-status",
                     82 + 15 + 1 + 14),
              "the features behind a NUL");
    cr_expect(
        memmem(asked.data, asked.length, ID_0 " " ID_B " refs/heads/dev0000PACK", 82 + 14 + 8),
        "create only, then a flush and the pack");
}

Test(protocol, an_atomic_push_with_options_reports_in_a_sideband)
{
    text_scope struct text asked = text_of(4096), words = text_of(512);
    struct push_update updates[2];
    struct err err = {0};
    int result = push(
        LINES("-", "\002only on Mondays\n", "\001000eunpack ok\n002bng refs/heads/m",
              "\001ain atomic push failure\n002ang refs/heads/dev atomic push failure\n0000", "-"),
        true, updates, &asked, &words, &err);
    cr_assert_eq(result, 0, "%s", err.message);
    cr_expect_eq(updates[0].verdict, PUSH_REFUSED);
    cr_expect_eq(updates[1].verdict, PUSH_REFUSED);
    cr_expect_str_eq(updates[0].words, "atomic push failure");
    cr_expect_str_eq(words.data, "only on Mondays\n");
    cr_expect(memmem(asked.data, asked.length, " atomic push-options", 20));
    cr_expect(memmem(asked.data, asked.length, "0000000bci.skip0000PACK", 23));
}

Test(protocol, errors_of_a_push_are_reported)
{
    static const struct {
        bool atomic;
        const char *words;
        const char *const lines[8];
    } cases[] = {
        {false,
         "can't store the objects: index-pack abnormal exit",
         {"-", "unpack index-pack abnormal exit", "ng refs/heads/main unpacker error", "-"}},
        {false,
         "did not report on \"refs/heads/dev\"",
         {"-", "unpack ok", "ok refs/heads/main", "-"}},
        {false, "was cut", {"-", "unpack ok"}},
        {false, "the server says: not today", {"ERR not today"}},
        {true, "the server says: killed", {"-", "\003killed"}},
        {true, "report was cut", {"-", "\001000eunpack ok\n", "-"}},
        {true, "not follow Git's protocol", {"-", "\001zzzz", "-"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_scope struct text asked = text_of(4096), words = text_of(512);
        struct push_update updates[2];
        struct err err = {0};
        int result = push(cases[i].lines, cases[i].atomic, updates, &asked, &words, &err);
        cr_expect_eq(result, -1, "%zu", i);
        cr_expect(strstr(err.message, cases[i].words), "%zu: %s", i, err.message);
    }
}

Test(protocol, a_ref_that_moved_is_known_before_anything_is_sent)
{
    text_scope struct text asked = text_of(4096), words = text_of(512);
    struct push_update updates[2];
    struct err err = {0};
    int result = push(LINES(ID_A " refs/heads/dev", "-"), false, updates, &asked, &words, &err);
    cr_assert_eq(result, 0, "%s", err.message);
    cr_expect_eq(updates[0].verdict, PUSH_UNJUDGED);
    cr_expect_eq(updates[1].verdict, PUSH_MOVED);
    cr_expect_eq(asked.length, 0);
}
