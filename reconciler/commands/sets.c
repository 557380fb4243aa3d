// SPDX-License-Identifier: Apache-2.0
/* Defines every option of the program. A test compares the options with docs/weir.1.scd. */
#include "reconciler/commands/sets.h"

#include "reconciler/commands/command.h"
#include "reconciler/report/report.h"

#define AT(field) offsetof(struct arguments, field)
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define FORMAT_WORD(format, prefix, word, ...) word,
#define FORMATS ((const char *const[]){REPORT_FORMATS(FORMAT_WORD, ) NULL})
#define SET(name, heading)                                                                         \
    const struct option_set name##_set = {heading, name##_options,                                 \
                                          sizeof name##_options / sizeof *name##_options}

static const struct option common_options[] = {
    {.name = "repo",
     .letter = 'C',
     .kind = OPTION_TEXT,
     .value = "REPO",
     .offset = AT(repository),
     .help = "the repository: a work tree, a folder, a bare repository or a URL (default: the one "
             "that contains the current folder)"},
    {.name = "config",
     .kind = OPTION_TEXT,
     .value = "FILE",
     .offset = AT(config_file),
     .help = "the runner configuration (this machine's configuration), see weir-config(5) "
             "(default: $WEIR_CONFIG)"},
    {.name = "branch",
     .kind = OPTION_TEXT,
     .value = "NAME",
     .offset = AT(branch),
     .help = "the branch to read and write in a bare repository or at a URL"},
    {.name = "color",
     .kind = OPTION_TEXT,
     .value = "WHEN",
     .choices = WORDS("auto", "always", "never"),
     .offset = AT(color),
     .help = "color in reports: auto, always or never (default: auto, color on a terminal unless "
             "NO_COLOR is set)"},
    {.name = "quiet",
     .letter = 'q',
     .kind = OPTION_FLAG,
     .offset = AT(quiet),
     .help = "no progress, notes or advice on stderr; errors keep their hints"},
    {.name = "debug",
     .kind = OPTION_FLAG,
     .offset = AT(debug),
     .help = "print details on stderr, such as answers, the plan and timings"},
    {.name = "help",
     .letter = 'h',
     .kind = OPTION_FLAG,
     .offset = AT(help),
     .help = "show this help"},
    {.name = "version", .kind = OPTION_FLAG, .offset = AT(version), .help = "show the version"},
};
SET(common, "Options of every command");

#define NOW_OPTION                                                                                 \
    {                                                                                              \
        .name = "now", .kind = OPTION_TIME, .value = "TIME", .offset = AT(now),                    \
        .help = "act as if it were this time, for example 2026-11-21T09:00:00Z"                    \
    }

static const struct option asking_options[] = {
    {.name = "plain-http",
     .kind = OPTION_LIST,
     .value = "HOST[:PORT]",
     .offset = AT(plain_http),
     .help = "speak http instead of https with this host; may be repeated"},
    {.name = "oci-layout",
     .kind = OPTION_LIST,
     .value = "HOST=FOLDER",
     .offset = AT(oci_layouts),
     .help = "read this host's images from OCI image layouts in FOLDER; may be repeated"},
    {.name = "ca-file",
     .kind = OPTION_TEXT,
     .value = "FILE",
     .offset = AT(ca_file),
     .help = "trust the certificate authorities in this PEM file"},
    {.name = "jobs",
     .kind = OPTION_NUMBER,
     .value = "N",
     .offset = AT(jobs),
     .maximum = CONFIG_JOBS_MAX,
     .help = "maximum number of connections to one registry (default: 8) and of checks at the same "
             "time (default: 4), up to 64"},
    NOW_OPTION,
};
SET(asking, "Registries and time");

static const struct option report_options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = OPTION_TEXT,
     .value = "FORMAT",
     .choices = FORMATS,
     .offset = AT(output),
     .help = "text, json or markdown (default: text)"},
    {.name = "all",
     .kind = OPTION_FLAG,
     .offset = AT(all),
     .help = "also show rows that are up to date"},
};
SET(report, "Report");

static const struct option patch_options[] = {
    {.name = "patch",
     .letter = 'p',
     .kind = OPTION_FLAG,
     .offset = AT(patch),
     .help = "show the changed lines of each file"},
};
SET(patch, "Changes");

static const struct option review_options[] = {
    {.name = "base",
     .kind = OPTION_TEXT,
     .value = "REV",
     .offset = AT(base),
     .help = "compare with this revision: a branch, a tag, an id, HEAD~2"},
    {.name = "head",
     .kind = OPTION_TEXT,
     .value = "REV",
     .offset = AT(head),
     .help = "the revision to compare with base (default: the work tree, or the branch's tip)"},
    {.name = "untrusted",
     .kind = OPTION_FLAG,
     .offset = AT(untrusted),
     .help = "do not trust head: use no credentials, base's policy, and no new hosts"},
    {.name = "allow-host",
     .kind = OPTION_LIST,
     .value = "HOST[:PORT]",
     .offset = AT(allow_hosts),
     .help = "permit this host with --untrusted, although base does not name it; may be repeated"},
};
SET(review, "Review");

static const struct option base_options[] = {
    {.name = "base",
     .kind = OPTION_TEXT,
     .value = "BRANCH",
     .offset = AT(base),
     .help = "the branch whose journal is read while the branch has none of its own (default: its "
             "upstream in Git's configuration, weir.yaml's branch, or the default branch)"},
};
SET(base, "Journal");

static const struct option trust_options[] = {
    {.name = "accept-rewind",
     .kind = OPTION_FLAG,
     .offset = AT(accept_rewind),
     .help = "accept a branch or a journal that lacks commits or records seen before; see "
             "requireSignedCommits in weir-config(5)"},
};
SET(trust, "Trust");

static const struct option format_options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = OPTION_TEXT,
     .value = "FORMAT",
     .choices = FORMATS,
     .offset = AT(output),
     .help = "text, json or markdown (default: text)"},
};
SET(format, "Report");

static const struct option interval_options[] = {
    {.name = "interval",
     .kind = OPTION_DURATION,
     .value = "DURATION",
     .offset = AT(interval),
     .help = "time from one sync to the next, for example 30s or 1h30m (default: 5m)"},
};
SET(interval, "Time");

static const struct option past_options[] = {
    {.name = "history",
     .kind = OPTION_NUMBER,
     .value = "N",
     .offset = AT(history),
     .help = "number of earlier images of each tag to check (default: 3)"},
};
SET(past, "Images to check");

static const struct option namespace_options[] = {
    {.name = "namespace",
     .letter = 'n',
     .kind = OPTION_TEXT,
     .value = "NAME",
     .offset = AT(namespace),
     .help = "the namespace of the stream (default: the only one that declares it)"},
};
SET(namespace, "Selection");

static const struct option selection_options[] = {
    {.name = "namespace",
     .letter = 'n',
     .kind = OPTION_TEXT,
     .value = "NAME",
     .offset = AT(namespace),
     .help = "only this namespace; for promotions: only those with this namespace in their path"},
    {.name = "all-namespaces",
     .letter = 'A',
     .kind = OPTION_FLAG,
     .offset = AT(all_namespaces),
     .help = "every namespace (the default)"},
};
SET(selection, "Selection");

static const struct option get_options[] = {
    {.name = "at",
     .kind = OPTION_TEXT,
     .value = "TIME",
     .offset = AT(at),
     .help = "for tags: their images at this time, from the journal: 2026-11-20 (the end of that "
             "day, UTC), 2026-11-20T09:00:00Z, or 2d for two days ago"},
};
SET(get, "The past");

static const struct option evidence_options[] = {
    {.name = "evidence",
     .kind = OPTION_FLAG,
     .offset = AT(evidence),
     .help = "show whole records: full digests, times, commits, and the evidence of gates"},
};
SET(evidence, "History");

static const struct option now_options[] = {NOW_OPTION};
SET(now, "Time");

static const struct option repair_options[] = {
    {.name = "dry-run",
     .kind = OPTION_FLAG,
     .offset = AT(dry_run),
     .help = "show the records that would be written, write nothing"},
};
SET(repair, "Repair");

static const struct option audit_options[] = {
    {.name = "since",
     .kind = OPTION_TEXT,
     .value = "TIME",
     .offset = AT(since),
     .help = "only moves since this time: 2026-11-20 (the beginning of that day, UTC), "
             "2026-11-20T09:00:00Z, or 90d for ninety days ago (default: all)"},
    {.name = "until",
     .kind = OPTION_TEXT,
     .value = "TIME",
     .offset = AT(until),
     .help = "only moves until this time; a date means the end of that day (default: all)"},
    {.name = "namespace",
     .letter = 'n',
     .kind = OPTION_TEXT,
     .value = "NAME",
     .offset = AT(namespace),
     .help = "only moves in this namespace"},
};
SET(audit, "Moves to audit");

static const struct option tag_import_options[] = {
    {.name = "scheduled",
     .kind = OPTION_FLAG,
     .offset = AT(scheduled),
     .help = "follow the source from now on (importPolicy.scheduled)"},
    {.name = "import-mode",
     .kind = OPTION_TEXT,
     .value = "MODE",
     .choices = WORDS("Legacy", "PreserveOriginal"),
     .offset = AT(import_mode),
     .help = "Legacy or PreserveOriginal: whether a cluster keeps one platform or the whole index"},
    {.name = "reference-policy",
     .kind = OPTION_TEXT,
     .value = "POLICY",
     .choices = WORDS("source", "local"),
     .offset = AT(reference_policy),
     .help = "source or local: where a cluster pulls the image from"},
    {.name = "insecure",
     .kind = OPTION_FLAG,
     .offset = AT(insecure),
     .help = "refused: a repository never decides which registry is contacted without TLS",
     .refusal = "name the host with --plain-http HOST[:PORT]"},
};
SET(tag_import, "Tag import options");

static const struct option reason_options[] = {
    {.name = "reason",
     .kind = OPTION_TEXT,
     .value = "TEXT",
     .offset = AT(reason),
     .help = "the reason, for the journal and the hold; one line"},
    {.name = "allow-denied",
     .kind = OPTION_FLAG,
     .offset = AT(allow_denied),
     .help = "allow a digest that weir.dev/deny names"},
    {.name = "dry-run",
     .kind = OPTION_FLAG,
     .offset = AT(dry_run),
     .help = "show the changes, write nothing"},
};
SET(reason, "Reason and dry run");

static const struct option commit_options[] = {
    {.name = "commit",
     .kind = OPTION_FLAG,
     .offset = AT(commit),
     .help =
         "in a work tree: commit the edited files, and no others, on the branch that is checked "
         "out; a bare repository and a URL always get a commit"},
};
SET(commit, "Work trees");

static const struct option import_options[] = {
    {.name = "from",
     .kind = OPTION_TEXT,
     .value = "IMAGE",
     .offset = AT(from),
     .help = "where the image comes from; required for a tag without a source"},
    {.name = "confirm",
     .kind = OPTION_FLAG,
     .offset = AT(confirm),
     .help = "accepted for compatibility with oc; has no effect"},
};
SET(import, "Import");

static const struct option tag_options[] = {
    {.name = "delete",
     .letter = 'd',
     .kind = OPTION_FLAG,
     .offset = AT(delete),
     .help = "delete the named tags; their history stays in the journal"},
    {.name = "source",
     .kind = OPTION_TEXT,
     .value = "KIND",
     .choices =
         WORDS("docker", "istag", "isimage", "DockerImage", "ImageStreamTag", "ImageStreamImage"),
     .offset = AT(source),
     .help = "the kind of SOURCE: docker, istag or isimage (default: by its form)"},
    {.name = "alias",
     .kind = OPTION_FLAG,
     .offset = AT(alias),
     .help = "make the tag follow another tag of the same stream"},
    {.name = "reference",
     .kind = OPTION_FLAG,
     .offset = AT(reference),
     .help = "only name the image, never import it"},
};
SET(tag, "Tag");

static const struct option rollback_options[] = {
    {.name = "to",
     .kind = OPTION_TEXT,
     .value = "GOAL",
     .offset = AT(to),
     .help = "how far to go back: a number of images, a digest, or a time: 2026-11-20, "
             "2026-11-20T09:00:00Z, 3h for three hours ago (default: 1)"},
    {.name = "until",
     .kind = OPTION_TEXT,
     .value = "TIME",
     .offset = AT(until),
     .help = "when the hold ends: a time, or a duration from now (default: when it is released)"},
    {.name = "resume-on-newer",
     .kind = OPTION_FLAG,
     .offset = AT(resume_on_newer),
     .help = "set no hold: the next image that is not denied moves the tag"},
    {.name = "all",
     .kind = OPTION_FLAG,
     .offset = AT(all),
     .help = "every tag of the namespace that -n names"},
};
SET(rollback, "Rollback");

static const struct option release_options[] = {
    {.name = "all",
     .kind = OPTION_FLAG,
     .offset = AT(all),
     .help = "every tag of the namespace that -n names"},
};
SET(release, "Release");

static const struct option promote_options[] = {
    {.name = "to",
     .kind = OPTION_TEXT,
     .value = "NAMESPACE",
     .offset = AT(to),
     .help = "the environment that gets the image"},
    {.name = "image",
     .kind = OPTION_TEXT,
     .value = "DIGEST",
     .offset = AT(image),
     .help = "digest (or at least its first seven hex digits) of an image that the previous "
             "environment has or had (default: that environment's current image)"},
    {.name = "override-gates",
     .kind = OPTION_FLAG,
     .offset = AT(override_gates),
     .help = "promote even if gates are not open; the journal records which gates"},
};
SET(promote, "Promotion");
