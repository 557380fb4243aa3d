// SPDX-License-Identifier: Apache-2.0
/* Every option of the program. Each stands in docs/weir.1.scd too; a test compares. */
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
     .help = "the repository: a work tree, a folder, a bare repository or a URL (default: that "
             "around the current folder)"},
    {.name = "config",
     .kind = OPTION_TEXT,
     .value = "FILE",
     .offset = AT(config_file),
     .help = "settings of the machine that runs weir, see weir-config(5) (default: $WEIR_CONFIG)"},
    {.name = "branch",
     .kind = OPTION_TEXT,
     .value = "NAME",
     .offset = AT(branch),
     .help = "the branch of a bare repository or URL to read and to write"},
    {.name = "color",
     .kind = OPTION_TEXT,
     .value = "WHEN",
     .choices = WORDS("auto", "always", "never"),
     .offset = AT(color),
     .help = "colour in reports: auto, always or never (default: auto; NO_COLOR means never)"},
    {.name = "quiet",
     .letter = 'q',
     .kind = OPTION_FLAG,
     .offset = AT(quiet),
     .help = "no progress and no closing remarks on stderr"},
    {.name = "debug",
     .kind = OPTION_FLAG,
     .offset = AT(debug),
     .help = "say on stderr what is asked and decided"},
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
        .help = "as if it were this time, as in 2026-11-21T09:00:00Z"                              \
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
     .help = "let OCI image layouts in FOLDER stand for this host; may be repeated"},
    {.name = "ca-file",
     .kind = OPTION_TEXT,
     .value = "FILE",
     .offset = AT(ca_file),
     .help = "trust the certificate authorities in this PEM file"},
    {.name = "jobs",
     .kind = OPTION_NUMBER,
     .value = "N",
     .offset = AT(jobs),
     .help = "connections to one registry at most, up to 64 (default: 8)"},
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
     .help = "show rows with nothing to say too"},
};
SET(report, "Report");

static const struct option patch_options[] = {
    {.name = "patch",
     .letter = 'p',
     .kind = OPTION_FLAG,
     .offset = AT(patch),
     .help = "show the lines of the files that would change"},
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
     .help = "what is compared with it (default: the work tree, or the branch's tip)"},
    {.name = "untrusted",
     .kind = OPTION_FLAG,
     .offset = AT(untrusted),
     .help = "head is a stranger's: no credentials, the policy of base, no new hosts"},
    {.name = "allow-host",
     .kind = OPTION_LIST,
     .value = "HOST[:PORT]",
     .offset = AT(allow_hosts),
     .help = "ask this host with --untrusted although base does not name it; may be repeated"},
};
SET(review, "Review");

static const struct option trust_options[] = {
    {.name = "accept-rewind",
     .kind = OPTION_FLAG,
     .offset = AT(accept_rewind),
     .help = "act upon a branch, and rely upon a journal, that went back behind what was seen "
             "before; see requireSignedCommits in weir-config(5)"},
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
     .help = "time from one sync to the next, as in 30s or 1h30m (default: 5m)"},
};
SET(interval, "Time");

static const struct option past_options[] = {
    {.name = "history",
     .kind = OPTION_NUMBER,
     .value = "N",
     .offset = AT(history),
     .help = "past images of each tag that a rollback could go back to (default: 3)"},
};
SET(past, "What is looked for");

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
     .help = "only this namespace; of promotions those that pass it"},
    {.name = "all-namespaces",
     .letter = 'A',
     .kind = OPTION_FLAG,
     .offset = AT(all_namespaces),
     .help = "every namespace; this is the default"},
};
SET(selection, "Selection");

static const struct option get_options[] = {
    {.name = "at",
     .kind = OPTION_TEXT,
     .value = "TIME",
     .offset = AT(at),
     .help = "tags: what they meant then, by the journal: 2026-11-20 (the end of that day, UTC), "
             "2026-11-20T09:00:00Z, or 2d for two days ago"},
};
SET(get, "The past");

static const struct option evidence_options[] = {
    {.name = "evidence",
     .kind = OPTION_FLAG,
     .offset = AT(evidence),
     .help = "all that is recorded: whole digests, times, commits, and what was checked"},
};
SET(evidence, "History");

static const struct option now_options[] = {NOW_OPTION};
SET(now, "Time");

static const struct option audit_options[] = {
    {.name = "since",
     .kind = OPTION_TEXT,
     .value = "TIME",
     .offset = AT(since),
     .help = "moves from then on: 2026-11-20 (the beginning of that day, UTC), "
             "2026-11-20T09:00:00Z, or 90d for ninety days ago (default: all)"},
    {.name = "until",
     .kind = OPTION_TEXT,
     .value = "TIME",
     .offset = AT(until),
     .help = "moves until then; a day is meant with its end (default: all)"},
    {.name = "namespace",
     .letter = 'n',
     .kind = OPTION_TEXT,
     .value = "NAME",
     .offset = AT(namespace),
     .help = "only moves in this namespace"},
};
SET(audit, "What is audited");

static const struct option word_options[] = {
    {.name = "scheduled",
     .kind = OPTION_FLAG,
     .offset = AT(scheduled),
     .help = "follow the source from now on (importPolicy.scheduled)"},
    {.name = "import-mode",
     .kind = OPTION_TEXT,
     .value = "MODE",
     .choices = WORDS("Legacy", "PreserveOriginal"),
     .offset = AT(import_mode),
     .help = "Legacy or PreserveOriginal: what a cluster keeps of an index"},
    {.name = "reference-policy",
     .kind = OPTION_TEXT,
     .value = "POLICY",
     .choices = WORDS("source", "local"),
     .offset = AT(reference_policy),
     .help = "source or local: where a cluster pulls from"},
    {.name = "insecure",
     .kind = OPTION_FLAG,
     .offset = AT(insecure),
     .help = "refused: a repository never decides which registry is spoken to without TLS",
     .said_no = "name the host with --plain-http HOST[:PORT]"},
};
SET(word, "What is asked for");

static const struct option said_options[] = {
    {.name = "reason",
     .kind = OPTION_TEXT,
     .value = "TEXT",
     .offset = AT(reason),
     .help = "why, for the journal and the hold; one line"},
    {.name = "allow-denied",
     .kind = OPTION_FLAG,
     .offset = AT(allow_denied),
     .help = "even when weir.dev/deny names the digest"},
    {.name = "dry-run",
     .kind = OPTION_FLAG,
     .offset = AT(dry_run),
     .help = "show the changes, write nothing"},
};
SET(said, "What a person says");

static const struct option import_options[] = {
    {.name = "from",
     .kind = OPTION_TEXT,
     .value = "IMAGE",
     .offset = AT(from),
     .help = "where the image comes from; needed for a tag that has no source"},
    {.name = "confirm",
     .kind = OPTION_FLAG,
     .offset = AT(confirm),
     .help = "accepted and not needed: the commit is reviewed instead"},
};
SET(import, "Import");

static const struct option tag_options[] = {
    {.name = "delete",
     .letter = 'd',
     .kind = OPTION_FLAG,
     .offset = AT(delete),
     .help = "delete the tags that are named; their history stays in the journal"},
    {.name = "source",
     .kind = OPTION_TEXT,
     .value = "KIND",
     .choices =
         WORDS("docker", "istag", "isimage", "DockerImage", "ImageStreamTag", "ImageStreamImage"),
     .offset = AT(source),
     .help = "what SOURCE is: docker, istag or isimage (default: by its form)"},
    {.name = "alias",
     .kind = OPTION_FLAG,
     .offset = AT(alias),
     .help = "let the tag follow the other tag of the same stream"},
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
     .help = "how far: so many images back, a digest, or a time: 2026-11-20, 2026-11-20T09:00:00Z, "
             "3h for three hours ago (default: 1)"},
    {.name = "until",
     .kind = OPTION_TEXT,
     .value = "TIME",
     .offset = AT(until),
     .help = "when the hold ends, as a time or as a duration from now (default: when it is "
             "released)"},
    {.name = "resume-on-newer",
     .kind = OPTION_FLAG,
     .offset = AT(resume_on_newer),
     .help = "hold nothing: an image that is not denied moves the tag on"},
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
     .help = "an image that the environment before has or had, or seven digits of it (default: "
             "what it has now)"},
    {.name = "override-gates",
     .kind = OPTION_FLAG,
     .offset = AT(override_gates),
     .help = "even when gates do not let it pass; the journal says which"},
};
SET(promote, "Promotion");
