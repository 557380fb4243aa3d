// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/commands.h"

#include "reconciler/commands/sets.h"

const struct option_set *const common_sets[] = {&common_set, NULL};

static const struct option_set *const diff_sets[] = {
    &review_set, &patch_set, &report_set, &trust_set, &asking_set, &common_set, NULL};
static const struct option_set *const sync_sets[] = {
    &commit_set, &report_set, &trust_set, &asking_set, &base_set, &common_set, NULL};
static const struct option_set *const run_sets[] = {&interval_set, &trust_set,  &asking_set,
                                                    &base_set,     &common_set, NULL};
static const struct option_set *const lint_sets[] = {&format_set, &common_set, NULL};
static const struct option_set *const verify_sets[] = {&past_set, &format_set, &asking_set,
                                                       &base_set, &common_set, NULL};
static const struct option_set *const get_sets[] = {
    &selection_set, &get_set, &format_set, &asking_set, &base_set, &common_set, NULL};
static const struct option_set *const history_sets[] = {
    &evidence_set, &namespace_set, &format_set, &now_set, &base_set, &common_set, NULL};
static const struct option_set *const where_sets[] = {&format_set, &now_set, &base_set, &common_set,
                                                      NULL};
static const struct option_set *const audit_sets[] = {&audit_set, &format_set, &now_set,
                                                      &base_set,  &common_set, NULL};
static const struct option_set *const explain_sets[] = {&namespace_set, &format_set, &asking_set,
                                                        &base_set,      &common_set, NULL};
static const struct option_set *const import_sets[] = {&import_set, &tag_import_set, &reason_set,
                                                       &commit_set, &namespace_set,  &asking_set,
                                                       &base_set,   &common_set,     NULL};
static const struct option_set *const tag_sets[] = {&tag_set,    &tag_import_set, &reason_set,
                                                    &commit_set, &namespace_set,  &asking_set,
                                                    &base_set,   &common_set,     NULL};
static const struct option_set *const rollback_sets[] = {&rollback_set,  &reason_set, &commit_set,
                                                         &namespace_set, &asking_set, &base_set,
                                                         &common_set,    NULL};
static const struct option_set *const release_sets[] = {&release_set,   &reason_set, &commit_set,
                                                        &namespace_set, &asking_set, &base_set,
                                                        &common_set,    NULL};
static const struct option_set *const promote_sets[] = {
    &promote_set, &reason_set, &commit_set, &asking_set, &base_set, &common_set, NULL};

static const struct option_set *const journal_sets[] = {&repair_set, &asking_set, &base_set,
                                                        &common_set, NULL};

static const char sync_exits[] =
    "0 everything that may move has moved; waits, holds and freezes do not count\n"
    "1 a row needs attention (unknown, a problem, the limit, …), a manifest has\n"
    "  an error, the journal can't be used, or writing failed\n"
    "2 error: the repository can't be read, an option is wrong, …\n";
static const char request_exits[] =
    "0 the request was carried out; with --dry-run: it could be carried out\n"
    "1 the request or a part of it was not carried out, or a row needs attention\n"
    "2 error: the repository can't be read, an option is wrong, …\n";
static const char show_exits[] =
    "0 shown\n2 error: no such object, the repository can't be read, …\n";

static const char past_exits[] =
    "0 shown\n2 error: no such object, the journal can't be trusted, …\n";

const struct command commands[] = {
    {
        .name = "diff",
        .operands = "[REPO]",
        .summary = "Show what a sync would write, and why",
        .about = "Reads the repository, asks the registries which digests its tags point to now, "
                 "and reports what a sync would write and why. Nothing is written. With --base, "
                 "two revisions are compared instead: both are planned with the same answers, and "
                 "the differences are reported, starting with policy (gates, holds, limits, ...).",
        .examples = "weir diff\n"
                    "weir diff --base origin/main -o markdown\n"
                    "weir diff --patch https://git.example.org/team/deploy.git\n"
                    "weir diff -o json | jq '.rows[] | select(.state == \"writes\")'\n",
        .exits = "0 nothing would be written now; with --base: no differences\n"
                 "1 something would be written; with --base: there are differences\n"
                 "2 error: the repository can't be read, an option is wrong, …\n"
                 "3 a row is unknown, an error in a manifest or the limit stops rows, or the\n"
                 "  journal can't be used; with --base: only rows that base can judge and new\n"
                 "  errors count\n",
        .names = "repository",
        .sets = diff_sets,
        .operands_max = 1,
        .run = diff_run,
    },
    {
        .name = "sync",
        .operands = "[REPO]",
        .summary = "Write what diff shows, once",
        .about = "Reconciles once: pins the current digests of followed tags, promotes images "
                 "along the promotions, and updates the workloads. Files of a work tree or folder "
                 "are edited in place and nothing is committed; a bare repository or a URL gets "
                 "one commit. A second run with nothing new writes nothing.",
        .examples = "weir sync\n"
                    "weir sync --branch main https://git.example.org/team/deploy.git\n",
        .exits = sync_exits,
        .names = "repository",
        .sets = sync_sets,
        .operands_max = 1,
        .run = sync_run,
    },
    {
        .name = "run",
        .operands = "[REPO]",
        .summary = "Sync again and again, until stopped",
        .about = "Syncs immediately, and again after the interval or when a row may change by "
                 "itself, for example when a hold ends; whichever comes first. Prints one line on "
                 "stderr for each effect. A failed sync does not end the program; SIGTERM and "
                 "SIGINT do.",
        .examples = "weir run --interval 2m https://git.example.org/team/deploy.git\n",
        .exits = "0 stopped by a signal\n"
                 "2 error: an option is wrong, the location is not a repository, …\n",
        .names = "repository",
        .sets = run_sets,
        .operands_max = 1,
        .run = run_run,
    },
    {
        .name = "lint",
        .operands = "[REPO]",
        .summary = "Show every problem in the manifests",
        .about = "Reads the repository and shows every problem with its place and a hint. No "
                 "registry is contacted.",
        .examples = "weir lint\n",
        .exits = "0 no errors; there may be warnings and notes\n"
                 "1 errors\n"
                 "2 error: the repository can't be read, an option is wrong, …\n",
        .names = "repository",
        .sets = lint_sets,
        .operands_max = 1,
        .run = lint_run,
    },
    {
        .name = "verify",
        .operands = "[REPO]",
        .summary = "Check that every pinned image still exists",
        .about = "Asks the registries for every image that a tag or a workload pins, and for the "
                 "latest earlier images of each tag in the journal: one question for each image. "
                 "Shows which images are gone, what pins them, and how far back a rollback of each "
                 "tag could go. Images in the integrated registry can't be checked without its "
                 "address; they are counted separately.",
        .examples = "weir verify\n"
                    "weir verify --history 10 https://git.example.org/team/deploy.git\n"
                    "weir verify -o json | jq '.images[] | select(.state == \"gone\")'\n",
        .exits = "0 every image that can be checked exists\n"
                 "1 some images are gone or unknown\n"
                 "2 error: the repository can't be read, an option is wrong, …\n",
        .names = "repository",
        .sets = verify_sets,
        .operands_max = 1,
        .run = verify_run,
    },
    {
        .name = "get",
        .operands = "streams|tags|promotions|environments [NAME]",
        .summary = "List streams, tags, promotions or environments",
        .about = "Lists what the repository declares. With a NAME only this object is listed: "
                 "[NAMESPACE/]STREAM, for tags also [NAMESPACE/]STREAM:TAG, for promotions the "
                 "promotion's name. The words of oc (is, istag) work too. The list of environments "
                 "shows for each environment of a promotion the image of each stream, since when "
                 "it is there, its lag to the previous environment, and what the next move waits "
                 "for. Registries are contacted for the state of tags, promotions and "
                 "environments, but not for streams and not with --at.",
        .examples = "weir get streams\n"
                    "weir get tags web -n app-dev -o json\n"
                    "weir get tags -n app-prod --at 2026-11-20\n"
                    "weir get environments shop -o markdown\n"
                    "weir get promotions -C https://git.example.org/team/deploy.git\n",
        .exits = past_exits,
        .words = "streams tags promotions environments",
        .sets = get_sets,
        .operands_min = 1,
        .operands_max = 2,
        .run = get_run,
    },
    {
        .name = "describe",
        .operands = "STREAM",
        .summary = "Show one stream in detail",
        .about = "Shows a stream as `oc describe is` does: each tag with its source, its image and "
                 "its policies, the promotions that move it, and the workloads that use it.",
        .examples = "weir describe web -n app-dev\n"
                    "weir describe is/web -n app-dev\n",
        .exits = show_exits,
        .sets = explain_sets,
        .operands_min = 1,
        .operands_max = 2,
        .run = describe_run,
    },
    {
        .name = "history",
        .operands = "STREAM[:TAG]",
        .summary = "Show which images a tag had, since when, and why",
        .about = "Shows the journal's records of a tag, newest first: the image, who moved it, by "
                 "which commit, and why. Without a TAG, shows every tag of the stream, including "
                 "deleted ones. No registry is contacted.",
        .examples = "weir history web:latest -n app-prod\n"
                    "weir history app-prod/web:latest --evidence\n",
        .exits = past_exits,
        .sets = history_sets,
        .operands_min = 1,
        .operands_max = 1,
        .run = history_run,
    },
    {
        .name = "where",
        .operands = "DIGEST",
        .summary = "Show which tags and workloads have an image, and which tags had it",
        .about = "Finds an image by its digest, or by at least its first seven hex digits. "
                 "Shows the tags and workloads that have the image now, and each period in which a "
                 "tag had it according to the journal, oldest first. No registry is contacted.",
        .examples = "weir where sha256:0123456789ab\n"
                    "weir where 0123456 -o json\n",
        .exits = "0 found\n"
                 "1 not found\n"
                 "2 error: not a digest, the journal can't be used, …\n",
        .sets = where_sets,
        .operands_min = 1,
        .operands_max = 1,
        .run = where_run,
    },
    {
        .name = "audit",
        .operands = "[REPO]",
        .summary = "Prove how images got into environments",
        .about =
            "Reads the whole history of the branch and of the journal and compares them. Checks "
            "that each image went through the previous environments, for the soak time and through "
            "the gates that were declared at that time; that every move is recorded and every "
            "record is true; and, if the runner configuration requires signatures, that an allowed "
            "key signed each commit. No registry is contacted and nothing is written.",
        .examples = "weir audit --since 90d -o markdown >audit.md\n"
                    "weir audit --since 2026-07-01 --until 2026-09-30 -n app-prod\n",
        .exits = "0 no exceptions\n"
                 "1 exceptions, or a part of the history is missing\n"
                 "2 error: there is no journal, the repository can't be read, …\n",
        .names = "repository",
        .sets = audit_sets,
        .operands_max = 1,
        .run = audit_run,
    },
    {
        .name = "explain",
        .operands = "STREAM:TAG",
        .summary = "Show why a tag moves, waits or stays",
        .about = "Plans as `weir diff` does, and shows the rules that decided one tag, in the "
                 "order in which they were applied, and the workloads that use the tag.",
        .examples = "weir explain web:latest -n app-prod\n",
        .exits = show_exits,
        .sets = explain_sets,
        .operands_min = 1,
        .operands_max = 1,
        .run = explain_run,
    },
    {
        .name = "import-image",
        .operands = "STREAM[:TAG]",
        .summary = "Pin the current image of a tag's source",
        .about = "Works as `oc import-image` does: asks the registry for the current digest of the "
                 "tag's source, pins it in the manifest, and updates the workloads that use the "
                 "tag in the same commit. With --from, a new tag or a tag without a source gets "
                 "that image as its source. The default tag is latest.",
        .examples = "weir import-image web:latest -n app-dev\n"
                    "weir import-image myapp --from=quay.io/team/myapp:1.2 --scheduled -n dev\n",
        .exits = request_exits,
        .sets = import_sets,
        .operands_min = 1,
        .operands_max = 1,
        .run = import_image_run,
    },
    {
        .name = "tag",
        .operands = "SOURCE DEST | -d TAG...",
        .summary = "Point a tag to another image, or delete it",
        .about = "Works as `oc tag` does: DEST ([NAMESPACE/]STREAM:TAG) gets the image of SOURCE, "
                 "which is an image in a registry, a tag ([NAMESPACE/]STREAM:TAG, with its current "
                 "image unless --alias is given) or a stream's image ([NAMESPACE/]STREAM@DIGEST). "
                 "Workloads that use the tag are updated in the same commit. With -d, the tags "
                 "([NAMESPACE/]STREAM:TAG) are deleted in one commit; workloads keep their images.",
        .examples = "weir tag app-dev/web:latest app-staging/web:latest\n"
                    "weir tag --alias web:1.2 web:latest -n app-dev\n"
                    "weir tag --scheduled quay.io/team/web:stable web:stable -n app-dev\n"
                    "weir tag -d app-dev/web:1.0 app-dev/web:1.1\n",
        .exits = request_exits,
        .sets = tag_sets,
        .operands_min = 1,
        .operands_max = 100,
        .run = tag_run,
    },
    {
        .name = "promote",
        .operands = "STREAM[:TAG]",
        .summary = "Promote an image to an environment",
        .about = "Promotes the image of the previous environment, or an earlier image that --image "
                 "names, to the namespace that --to names, and updates the workloads in the same "
                 "commit. This overrides freezes, windows, `manual` gates, and the rule against "
                 "images that are older than the current one. Other gates are overridden only with "
                 "--override-gates. The journal records what was overridden.",
        .examples = "weir promote web --to app-prod\n"
                    "weir promote web --to app-prod --override-gates --reason 'hotfix for #4711'\n",
        .exits = request_exits,
        .sets = promote_sets,
        .operands_min = 1,
        .operands_max = 1,
        .run = promote_run,
    },
    {
        .name = "rollback",
        .operands = "[STREAM[:TAG]]",
        .summary = "Take a tag back to an earlier image",
        .about =
            "In one commit with the workloads, writes the image that the tag had before, holds the "
            "tag, and denies every image that is rolled back. The earlier image must still be in "
            "the registry. Neither a newer push nor a promotion moves the tag until the hold ends "
            "or `weir release` removes it, and denied images never come back by themselves. With "
            "--all, a whole namespace goes back to a time.",
        .examples = "weir rollback web -n app-prod --reason 'errors since the release'\n"
                    "weir rollback web:latest -n app-prod --to 2 --until 12h\n"
                    "weir rollback --all -n app-prod --to 2026-11-20T09:00:00Z\n",
        .exits = request_exits,
        .sets = rollback_sets,
        .operands_max = 1,
        .run = rollback_run,
    },
    {
        .name = "release",
        .operands = "[STREAM[:TAG]]",
        .summary = "Let a held tag move again",
        .about = "Removes a tag's hold, for example after a rollback. If a person moved the tag by "
                 "hand, lets weir move it again. Denied images stay denied.",
        .examples = "weir release web -n app-prod\n",
        .exits = request_exits,
        .sets = release_sets,
        .operands_max = 1,
        .run = release_run,
    },
    {
        .name = "journal",
        .operands = "repair",
        .summary = "Repair times in the journal after a clock was wrong",
        .about =
            "A record that is more than ten minutes later than now was written by a run with a "
            "wrong clock. It counts as having no time, so since when a tag has its image is "
            "unknown, and soak and settle times do not end. `weir journal repair` records the "
            "image of each such tag again, with the time of the repair and a note about the wrong "
            "time. No line of the journal is changed or removed, and no file of the branch.",
        .examples = "weir journal repair --dry-run -C https://git.example.org/team/deploy.git\n"
                    "weir journal repair -C https://git.example.org/team/deploy.git\n",
        .exits = "0 repaired, or nothing to repair\n"
                 "1 writing failed, or a tag could not be repaired\n"
                 "2 error: the journal can't be used, an option is wrong, …\n",
        .words = "repair",
        .sets = journal_sets,
        .operands_min = 1,
        .operands_max = 1,
        .run = journal_run,
    },
    {
        .name = "init",
        .operands = "[REPO]",
        .summary = "Write a first weir.yaml and Promotion",
        .about =
            "Looks at the streams of a work tree or folder and writes a weir.yaml. Where streams "
            "of the same name are in several namespaces that are named after environments (dev, "
            "test, staging, prod, …), it also writes a Promotion if there is none. Never "
            "overwrites a file.",
        .examples = "weir init && weir diff\n",
        .exits = "0 written, or nothing to do\n"
                 "2 error: not a work tree or folder, a file can't be written, …\n",
        .names = "repository",
        .sets = common_sets,
        .operands_max = 1,
        .run = init_run,
    },
    {
        .name = "completion",
        .operands = "bash|zsh",
        .summary = "Print a completion script for a shell",
        .about = "Prints a script that completes commands and options.",
        .examples = "source <(weir completion bash)\n"
                    "weir completion zsh >~/.zfunc/_weir\n",
        .exits = "0 printed\n2 error: unknown shell\n",
        .words = "bash zsh",
        .sets = common_sets,
        .operands_min = 1,
        .operands_max = 1,
        .unconfigured = true,
        .run = completion_run,
    },
    {
        .name = "help",
        .operands = "[COMMAND]",
        .summary = "Show help for the program or a command",
        .about = "The same as --help.",
        .exits = "0 shown\n2 error: no such command\n",
        .names = "command",
        .sets = common_sets,
        .operands_max = 1,
        .unconfigured = true,
        .run = help_run,
    },
    {
        .name = "version",
        .operands = "",
        .summary = "Show the version",
        .about = "The same as --version.",
        .exits = "0 shown\n",
        .sets = common_sets,
        .unconfigured = true,
        .run = version_run,
    },
    {.name = NULL},
};
