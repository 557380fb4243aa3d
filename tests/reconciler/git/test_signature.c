// SPDX-License-Identifier: Apache-2.0
/* The parsers of signatures, each as a table. signature.test.sh compares them with real programs.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "reconciler/git/objects/commit_parse.h"
#include "reconciler/git/signature/gpgv.h"
#include "reconciler/git/signature/signers.h"
#include "reconciler/git/signature/trust.h"

#define TREE "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
#define PARENT "parent 83baae61804e65cc73a7201a7252750c76066a30\n"
#define PERSON " weir <weir@example.org> 1767312000 +0000\n"
#define HEAD TREE "author" PERSON "committer" PERSON
#define ARMOR "-----BEGIN SSH SIGNATURE-----\n U1NIU0lHAAAAAQ==\n -----END SSH SIGNATURE-----\n"
#define SIGNATURE "gpgsig " ARMOR

/* The private key of these bytes is 32 times 0x01. */
static const char test_key[] = "-----BEGIN PRIVATE KEY-----\n"
                               "MC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n"
                               "-----END PRIVATE KEY-----\n";
#define TEST_BLOB "AAAAC3NzaC1lZDI1NTE5AAAAIIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
#define TEST_LINE "me ssh-ed25519 " TEST_BLOB "\n"
/* By ssh-keygen -Y sign -n git of HEAD "\nweir: myapp\n". */
#define TEST_ARMOR                                                                                 \
    "-----BEGIN SSH SIGNATURE-----\n"                                                              \
    "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgiojj3XQJ8ZX9UtstPLpdcspnCb\n"                     \
    "8dlBIb83SIAbQPb1wAAAADZ2l0AAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1lZDI1NTE5\n"                     \
    "AAAAQGyCsrxxhkS/HPvvzlorew6wg8CVSHTDgU1y7xAF6OjB+PkqB49H7pRoQoqm9K2nQE\n"                     \
    "xqw4JkwUxI9XDrQubcJAU=\n"                                                                     \
    "-----END SSH SIGNATURE-----\n"

Test(split, splits_a_commit_into_its_parts)
{
    static const char commit[] =
        TREE PARENT PARENT "author" PERSON "committer" PERSON "encoding UTF-8\n" SIGNATURE
                           "mergetag object x\n gpgsig no\n\nsubject\n\ngpgsig none\n";
    arena_scope struct arena arena = {0};
    struct parsed_commit split;
    struct err err = {0};
    cr_assert(commit_parse(&arena, commit, sizeof commit - 1, &split, &err) == 0, "%s",
              err.message);
    cr_expect(split.kind == COMMIT_SSH, "kind %d", split.kind);
    cr_expect_str_eq(split.armor,
                     "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----",
                     "%s", split.armor);
    cr_expect_str_eq(split.payload,
                     TREE PARENT PARENT
                     "author" PERSON "committer" PERSON
                     "encoding UTF-8\nmergetag object x\n gpgsig no\n\nsubject\n\ngpgsig none\n",
                     "%s", split.payload);
    cr_expect(split.payload_length == strlen(split.payload), "length");
    cr_expect_str_eq(split.tree, "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "tree");
    cr_expect(split.parents.count == 2, "%zu parents", split.parents.count);
    cr_expect(split.committed == 1767312000, "date");
    cr_expect_str_eq(split.committer, "weir <weir@example.org> 1767312000 +0000", "committer");
    cr_expect_str_eq(split.message, "subject\n\ngpgsig none\n", "message");
    cr_expect(split.message_length == strlen(split.message), "its length");
}

Test(split, recognizes_the_kind_of_a_signature)
{
    static const struct {
        const char *commit;
        enum commit_signature_kind kind;
    } cases[] = {
        {HEAD "\n", COMMIT_UNSIGNED},
        {HEAD "\nmessage\n" SIGNATURE, COMMIT_UNSIGNED},
        {HEAD "HG:extra x\n " SIGNATURE "\nm\n", COMMIT_UNSIGNED},
        {HEAD SIGNATURE "\nm\n", COMMIT_SSH},
        {HEAD SIGNATURE " \n \n\nm\n", COMMIT_SSH},
        {HEAD "gpgsig -----BEGIN PGP SIGNATURE-----\n \n wsBc\n -----END PGP SIGNATURE-----\n \n\n",
         COMMIT_OPENPGP},
        {HEAD "gpgsig -----BEGIN SIGNED MESSAGE-----\n x\n -----END SIGNED MESSAGE-----\n\nm\n",
         COMMIT_OTHER},
        {HEAD "gpgsig \n\nm\n", COMMIT_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct parsed_commit split;
        struct err err = {0};
        cr_assert(commit_parse(&arena, cases[i].commit, strlen(cases[i].commit), &split, &err) == 0,
                  "case %zu: %s", i, err.message);
        cr_expect(split.kind == cases[i].kind, "case %zu: kind %d", i, split.kind);
    }
}

Test(split, refuses_an_ambiguous_commit)
{
#define CASE(text, words)                                                                          \
    {                                                                                              \
        text, sizeof text - 1, words                                                               \
    }
    static const struct {
        const char *commit;
        size_t length;
        const char *words;
    } cases[] = {
        CASE("", "no end"),
        CASE("\n", "missing, duplicate"),
        CASE(TREE, "no end"),
        CASE(HEAD, "no end"),
        CASE(TREE "\n", "missing, duplicate"),
        CASE(HEAD "\nm\0more", "a NUL byte"),
        CASE(HEAD SIGNATURE "\nm\n\0", "a NUL byte"),
        CASE(HEAD SIGNATURE SIGNATURE "\nm\n", "more than one signature"),
        CASE(HEAD SIGNATURE " more\n\nm\n", "more data after that line"),
        CASE(HEAD SIGNATURE " -----BEGIN SSH SIGNATURE-----\n\nm\n", "more data after that line"),
        CASE(HEAD "gpgsig -----BEGIN SSH SIGNATURE-----\n AAAA\n\nm\n", "has no end"),
        CASE(HEAD "gpgsig -----BEGIN SSH SIGNATURE-----\n A\n -----END SSH SIGNATURE-----x\n\nm\n",
             "more data after that line"),
        CASE(HEAD "gpgsig -----BEGIN SSH SIGNATURE-----\n A\n -----END PGP SIGNATURE-----\n\nm\n",
             "has no end"),
        CASE(HEAD "gpgsig-sha256 " ARMOR "\nm\n", "unknown kind"),
        CASE(HEAD SIGNATURE "gpgsig-sha256 " ARMOR "\nm\n", "unknown kind"),
        CASE(HEAD "gpgsigx " ARMOR "\nm\n", "unknown kind"),
        CASE(HEAD "gpgsig\n " ARMOR "\nm\n", "without a name or a value"),
        CASE(SIGNATURE HEAD "\nm\n", "the wrong order"),
        CASE(TREE SIGNATURE "author" PERSON "committer" PERSON "\nm\n", "the wrong order"),
        CASE(TREE HEAD "\nm\n", "the wrong order"),
        CASE(HEAD TREE "\nm\n", "the wrong order"),
        CASE(HEAD PARENT "\nm\n", "the wrong order"),
        CASE(HEAD "committer" PERSON "\nm\n", "the wrong order"),
        CASE(TREE "committer" PERSON "author" PERSON "\nm\n", "the wrong order"),
        CASE("tree 4b825d\nauthor" PERSON "committer" PERSON "\nm\n", "no valid tree"),
        CASE("tree 4B825DC642CB6EB9A060E54BF8D69288FBEE4904\nauthor" PERSON "committer" PERSON
             "\nm\n",
             "no valid tree"),
        CASE(TREE "parent x\nauthor" PERSON "committer" PERSON "\nm\n", "is not a valid ID"),
        CASE(TREE "author a\n b" PERSON "committer" PERSON "\nm\n", "a second line"),
        CASE(TREE "author" PERSON "committer w <w> 12x +0000\n\nm\n", "no valid date"),
        CASE(TREE "author" PERSON "committer w <w> -1 +0000\n\nm\n", "no valid date"),
        CASE(TREE "author" PERSON "committer w <w> 99999999999999999999 +0000\n\nm\n",
             "no valid date"),
        CASE(TREE "author" PERSON "committer w <w> 12 +00a0\n\nm\n", "no valid date"),
        CASE(TREE "author" PERSON "committer w\n\nm\n", "no valid date"),
        CASE(HEAD " x\n\nm\n", "a second line"),
        CASE(" " HEAD "\nm\n", "without a name"),
        CASE(HEAD "x\n\nm\n", "without a name"),
    };
#undef CASE
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct parsed_commit split = {.message_length = 17};
        struct err err = {0};
        cr_expect(commit_parse(&arena, cases[i].commit, cases[i].length, &split, &err) == -1,
                  "case %zu is taken", i);
        cr_expect(strstr(err.message, cases[i].words) != NULL, "case %zu: %s", i, err.message);
        cr_expect(split.message_length == 17, "case %zu: the output is touched", i);
    }
}

Test(split, refuses_a_field_that_is_too_long)
{
    arena_scope struct arena arena = {0};
    struct parsed_commit split;
    struct err err = {0};
    size_t length = COMMIT_BYTES_MAX + 1;
    char *commit = arena_alloc(&arena, length);
    memset(commit, 'x', length);
    memcpy(commit, HEAD "\n", strlen(HEAD "\n"));
    cr_expect(commit_parse(&arena, commit, length, &split, &err) == -1, "a long commit");
    cr_expect(commit_parse(&arena, commit, length - 1, &split, &err) == 0, "%s", err.message);
    const char *start = HEAD "gpgsig -----BEGIN SSH SIGNATURE-----\n ";
    memcpy(commit, start, strlen(start));
    memcpy(commit + COMMIT_SIGNATURE_MAX + 1000, "\n\n", 2);
    cr_expect(commit_parse(&arena, commit, COMMIT_SIGNATURE_MAX + 1002, &split, &err) == -1,
              "a long signature");
    cr_expect(strstr(err.message, "signature is longer") != NULL, "%s", err.message);
}

Test(signers, a_line_names_the_signer_and_the_times)
{
    static const char file[] =
        "# comment\n\n  \t\n" TEST_LINE
        "a@b,c@d namespaces=\"git,file\",valid-after=\"20260101Z\" ssh-ed25519 " TEST_BLOB
        " note\r\n"
        "\"with space\" valid-before=20260102030405Z,Cert-Authority ssh-ed25519 " TEST_BLOB "\n"
        "x\tnamespaces=\"a\\\"b\"  ssh-ed25519\t" TEST_BLOB;
    arena_scope struct arena arena = {0};
    struct signers signers = {0};
    struct err err = {0};
    cr_assert(signers_parse(&arena, "s", file, sizeof file - 1, &signers, &err) == 0, "%s: %s",
              err.place, err.message);
    cr_assert(signers.list.count == 4, "%zu lines", signers.list.count);
    const struct signer *signer = signers.list.items;
    cr_expect(signer[0].line == 4 && signer[0].spaces == NULL && signer[0].after == -1, "plain");
    cr_expect(signer[0].key.length == 51, "%zu bytes of a key", signer[0].key.length);
    cr_expect_str_eq(signer[1].principals, "a@b,c@d", "principals");
    cr_expect_str_eq(signer[1].spaces, "git,file", "namespaces");
    cr_expect(signer[1].after == 1767225600 && signer[1].before == -1, "valid-after");
    cr_expect_str_eq(signer[2].principals, "with space", "quoted principals");
    cr_expect(signer[2].before == 1767323045 && signer[2].ignored != NULL, "valid-before");
    cr_expect_str_eq(signer[3].spaces, "a\"b", "a quote in quotes");
}

Test(signers, an_invalid_line_is_an_error)
{
    static const struct {
        const char *line, *words;
    } cases[] = {
        {"me", "must have principals, a space and then a key"},
        {"\"\" ssh-ed25519 " TEST_BLOB, "must have principals, a space and then a key"},
        {"ssh-ed25519 " TEST_BLOB, "the option is unknown"},
        {"\"me ssh-ed25519 " TEST_BLOB, "closing quote is missing"},
        {"me ssh-ed25519", "no key of the kind that it names"},
        {"me ssh-ed25519 AAAA*", "no valid key"},
        {"me ssh-ed25519 AAAA", "no key of the kind that it names"},
        {"me ssh-rsa " TEST_BLOB, "no key of the kind that it names"},
        {"me valid-after=\"20260101\"", "followed by a space and a key"},
        {"me valid-after=\"20260101\",ssh-ed25519 " TEST_BLOB, "the option is unknown"},
        {"me valid-after=\"2026\" ssh-ed25519 " TEST_BLOB, "valid-after must be a time"},
        {"me valid-after ssh-ed25519 " TEST_BLOB, "valid-after must be a time"},
        {"me valid-before=\"20260230\" ssh-ed25519 " TEST_BLOB, "valid-before must be a time"},
        {"me valid-before=\"20260201z0\" ssh-ed25519 " TEST_BLOB, "valid-before must be a time"},
        {"me valid-after=\"20260101\",valid-after=\"20260101\" ssh-ed25519 " TEST_BLOB, "twice"},
        {"me namespaces=\"a\",namespaces=\"b\" ssh-ed25519 " TEST_BLOB, "twice"},
        {"me namespaces=\"\" ssh-ed25519 " TEST_BLOB, "namespaces is empty"},
        {"me namespaces=\"git ssh-ed25519 " TEST_BLOB, "closing quote is missing"},
        {"me valid-after=\"20260102Z\",valid-before=\"20260101Z\" ssh-ed25519 " TEST_BLOB,
         "not later"},
        {"me cert-authority=\"x\" ssh-ed25519 " TEST_BLOB, "the option is unknown"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct signers signers = {0};
        struct err err = {0};
        const char *file = arena_print(&arena, "# one\n%s\n", cases[i].line);
        cr_expect(signers_parse(&arena, "s", file, strlen(file), &signers, &err) == -1,
                  "case %zu is taken", i);
        cr_expect(strstr(err.message, cases[i].words) != NULL, "case %zu: %s", i, err.message);
        cr_expect_str_eq(err.place, "s:2", "case %zu: %s", i, err.place);
    }
}

Test(signers, a_line_is_found_by_key_namespace_and_time)
{
    static const struct {
        const char *options, *space;
        moment at;
        bool found;
    } cases[] = {
        {"", "git", 0, true},
        {"namespaces=\"git\"", "git", 0, true},
        {"namespaces=\"file\"", "git", 0, false},
        {"namespaces=\"file,git\"", "git", 0, true},
        {"namespaces=\"*\"", "git", 0, true},
        {"namespaces=\"g?t\"", "git", 0, true},
        {"namespaces=\"g*x*t\"", "git", 0, false},
        {"namespaces=\"*,!git\"", "git", 0, false},
        {"namespaces=\"!file\"", "git", 0, false},
        {"namespaces=\"gitt\"", "git", 0, false},
        {"namespaces=\"gi\"", "git", 0, false},
        {"namespaces=\"[g]it\"", "git", 0, false},
        {"namespaces=\"[g]it\"", "[g]it", 0, true},
        {"namespaces=\"a*c\"", "a/b/c", 0, true},
        {"valid-after=\"19700102Z\"", "git", 86399, false},
        {"valid-after=\"19700102Z\"", "git", 86400, true},
        {"valid-before=\"19700102Z\"", "git", 86400, true},
        {"valid-before=\"19700102Z\"", "git", 86401, false},
        {"cert-authority", "git", 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct signers signers = {0};
        struct err err = {0};
        const char *file =
            arena_print(&arena, "me %s ssh-ed25519 " TEST_BLOB "\n", cases[i].options);
        cr_assert(signers_parse(&arena, "s", file, strlen(file), &signers, &err) == 0, "%s",
                  err.message);
        const struct signer *found =
            signers_find(&signers, signers.list.items[0].key,
                         byte_view_of(cases[i].space, strlen(cases[i].space)), cases[i].at, &err);
        cr_expect((found != NULL) == cases[i].found, "case %zu: %s", i, err.message);
        cr_expect(found != NULL || strstr(err.message, "line 1") != NULL, "case %zu: %s", i,
                  err.message);
    }
}

/* The answers are those of `git verify-commit`. */
Test(signers, principals_that_only_exclude_name_nobody)
{
    static const struct {
        const char *principals;
        bool found;
    } cases[] = {
        {"ada@x", true},
        {"!ada@x", false},
        {"ada@x,!bob@x", true},
        {"ada@x,!ada@*", false},
        {"*,!bob@x", true},
        {"!bob@x,*", true},
        {"*", true},
        {"!*", false},
        {"!*,ada@x", false},
        {"ada@x,,bob@x", true},
        {",ada@x", false},
        {"!ada@x,!bob@x", false},
        {"?da@x,!ada@x", true},
        {"ada@x,!?da@x", false},
        {"\"!ada@x\"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct signers signers = {0};
        struct err err = {0};
        const char *file =
            arena_print(&arena, "%s ssh-ed25519 " TEST_BLOB "\n", cases[i].principals);
        cr_assert(signers_parse(&arena, "s", file, strlen(file), &signers, &err) == 0, "%s",
                  err.message);
        const struct signer *found =
            signers_find(&signers, signers.list.items[0].key, byte_view_of("git", 3), 0, &err);
        cr_expect((found != NULL) == cases[i].found, "case %zu: %s", i, err.message);
    }
}

Test(sshsig, the_same_bytes_make_the_same_signature)
{
    arena_scope struct arena arena = {0};
    private_key_scope struct private_key private = {0};
    struct err err = {0};
    const char *armor = "", *payload = HEAD "\nweir: myapp\n";
    cr_assert(private_key_decode(test_key, sizeof test_key - 1, &private, &err) == 0, "%s",
              err.message);
    cr_assert(sshsig_make(&arena, &private, "git", byte_view_of(payload, strlen(payload)), &armor,
                          &err) == 0,
              "%s", err.message);
    cr_expect_str_eq(armor, TEST_ARMOR, "%s", armor);
}

Test(sshsig, a_signature_with_any_other_letter_is_not_good)
{
    arena_scope struct arena arena = {0};
    struct err err = {0};
    struct signers signers = {0};
    const char *payload = HEAD "\nweir: myapp\n";
    key_scope EVP_PKEY *key = NULL;
    const struct key_kind *kind;
    cr_assert(signers_parse(&arena, "s", TEST_LINE, strlen(TEST_LINE), &signers, &err) == 0, "%s",
              err.message);
    struct byte_view blob = signers.list.items[0].key;
    cr_assert(key_decode(blob, &kind, &key, &err) == 0, "%s", err.message);
    unsigned good = 0, damaged = 0, count = 0;
    for (size_t i = 0; i <= strlen(TEST_ARMOR); i++) {
        char *armor = arena_text(&arena, TEST_ARMOR);
        struct sshsig sshsig;
        if (i < strlen(TEST_ARMOR))
            armor[i] = armor[i] == 'A' ? 'B' : 'A';
        count++;
        if (sshsig_parse(&arena, armor, &sshsig, &err) != 0)
            damaged++;
        else if (byte_view_equal(sshsig.key, blob) && byte_view_is(sshsig.space, "git"))
            good += sshsig_verify(&sshsig, key, kind, byte_view_of(payload, strlen(payload)));
    }
    cr_expect(good == 1, "%u of %u are good", good, count);
    cr_expect(damaged > 60 && damaged < count, "%u are damaged", damaged);
}

Test(sshsig, armor_has_one_spelling)
{
    static const char *const wrong[] = {
        "",
        "x",
        "-----BEGIN SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAg==\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NI*0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\nx",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        arena_scope struct arena arena = {0};
        struct sshsig sshsig;
        struct err err = {0};
        cr_expect(sshsig_parse(&arena, wrong[i], &sshsig, &err) == -1, "case %zu is taken", i);
    }
}

Test(private_key, an_invalid_key_is_refused_and_not_repeated)
{
    static const char *const wrong[] = {
        "",
        "secret",
        "-----BEGIN OPENSSH PRIVATE KEY-----\n",
        "-----BEGIN OPENSSH PRIVATE KEY--------END OPENSSH PRIVATE KEY-----\n",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct private_key private = {0};
        struct err err = {0};
        cr_expect(private_key_decode(wrong[i], strlen(wrong[i]), &private, &err) == -1, "case %zu",
                  i);
        cr_expect(strstr(err.message, "c2Vj") == NULL && strstr(err.message, "secret") == NULL,
                  "case %zu: %s", i, err.message);
        cr_expect(private.key == NULL, "case %zu", i);
    }
}

Test(ssh_field, numbers_have_one_spelling)
{
#define CASE(text, taken, left)                                                                    \
    {                                                                                              \
        text, sizeof text - 1, taken, left                                                         \
    }
    static const struct {
        const char *bytes;
        size_t length;
        bool taken;
        size_t left;
    } cases[] = {
        CASE("", false, 0),
        CASE("\0\0\0", false, 3),
        CASE("\0\0\0\0", true, 0),
        CASE("\0\0\0\1\1", true, 0),
        CASE("\0\0\0\1\1x", true, 1),
        CASE("\0\0\0\2\1", false, 5),
        CASE("\0\0\0\1\x80", false, 5),
        CASE("\0\0\0\2\0\x80", true, 0),
        CASE("\0\0\0\1\0", false, 5),
        CASE("\0\0\0\2\0\1", false, 6),
        CASE("\xff\xff\xff\xff\1", false, 5),
    };
#undef CASE
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct byte_view from = byte_view_of(cases[i].bytes, cases[i].length), number;
        cr_expect(ssh_field_integer(&from, &number) == cases[i].taken, "case %zu", i);
        cr_expect(from.length == cases[i].left, "case %zu: %zu bytes left", i, from.length);
    }
}

#define FINGERPRINT "0123456789ABCDEF0123456789ABCDEF01234567"
#define OTHER "FEDCBA9876543210FEDCBA9876543210FEDCBA98"
#define GOOD "[GNUPG:] GOODSIG 89ABCDEF01234567 Ada\n"
#define VALID "[GNUPG:] VALIDSIG " OTHER " 2026-01-01 1767225600 0 4 0 22 8 00 " FINGERPRINT "\n"

Test(gpgv, exactly_one_good_and_valid_signature_is_accepted)
{
    static const struct {
        const char *status, *why;
        bool exited;
    } cases[] = {
        {"[GNUPG:] NEWSIG\n" GOOD VALID, NULL, true},
        {GOOD VALID, "did not report", false},
        {GOOD, "did not report", true},
        {VALID, "did not report", true},
        {"", "did not report", true},
        {GOOD VALID GOOD VALID, "did not report", true},
        {GOOD VALID VALID, "did not report", true},
        {GOOD VALID "[GNUPG:] BADSIG 89ABCDEF01234567 Ada\n", "does not match", true},
        {"[GNUPG:] EXPKEYSIG 89ABCDEF01234567 Ada\n" VALID, "key has expired", true},
        {"[GNUPG:] EXPSIG 89ABCDEF01234567 Ada\n" VALID, "signature has expired", true},
        {"[GNUPG:] REVKEYSIG 89ABCDEF01234567 Ada\n" VALID, "revoked", true},
        {"[GNUPG:] ERRSIG 1 22 8 00 1767225600 9\n[GNUPG:] NO_PUBKEY 1\n", "isn't in the keyring",
         true},
        {"[GNUPG:] NODATA 4\n", "not an OpenPGP signature", true},
        {"GOODSIG x\nVALIDSIG x\n", "did not report", true},
        {" " GOOD VALID, "did not report", true},
        {GOOD "[GNUPG:] VALIDSIG " OTHER " 2026-01-01\n", "did not report", true},
        {"[GNUPG:]\n[GNUPG:] \n\n", "did not report", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct gpgv_answer answer = {0};
        gpgv_read(cases[i].status, cases[i].exited, &answer);
        cr_expect(answer.good == (cases[i].why == NULL), "case %zu: %s", i, answer.why);
        if (cases[i].why != NULL)
            cr_expect(strstr(answer.why, cases[i].why) != NULL, "case %zu: %s", i, answer.why);
        cr_expect_str_eq(answer.primary, cases[i].why == NULL ? FINGERPRINT : "", "case %zu", i);
    }
}

Test(trust, a_fingerprint_must_be_complete)
{
    static const struct {
        const char *text;
        bool taken;
    } cases[] = {
        {FINGERPRINT, true},         {"0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567", true},
        {"89ABCDEF01234567", false}, {"", false},
        {FINGERPRINT "0", false},    {"0x" FINGERPRINT, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trust trust = {.gpg_fingerprints = &cases[i].text, .gpg_fingerprint_count = 1};
        struct err err = {0};
        cr_expect((trust_check(&trust, &err) == 0) == cases[i].taken, "%s", cases[i].text);
    }
}
