package dev.tare.view.cli;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleException;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.BundleWriter;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.Redaction;
import dev.tare.lab.bundle.WallTime;
import dev.tare.lab.compare.Weighed;
import dev.tare.lab.experiment.AnswerProbe;
import dev.tare.lab.experiment.BundleStart;
import dev.tare.lab.experiment.Experiment;
import dev.tare.lab.experiment.LinkPermission;
import dev.tare.lab.plan.BuiltInPlan;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.PlanException;
import dev.tare.lab.plan.PlanReader;
import dev.tare.lab.plan.PlanWishes;
import dev.tare.lab.plan.PublishedReader;
import dev.tare.lab.plan.Timetable;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.view.cli.shell.BuildInfo;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.StopOnInterrupt;
import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.report.TextReport;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.report.html.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare run}: weighs. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Weigh: put the same traffic through a service bare and through proxies.",
        footer = {
            "",
            "  ./tare run                                 every proxy of this machine, 2 minutes",
            "  ./tare run --quick                         the same in under 40 s",
            "  ./tare run --bare http://127.0.0.1:8080/ --specimen mesh=http://127.0.0.1:9090/",
            "  ./tare run --specimen 'mine=my-proxy --listen {listen} --to {origin}'",
            "  ./tare run plans/two-sizes.yaml            a plan (docs/format/plan-v1.md)",
            "  ./tare run plans/minivoy-vs-envoy.yaml --scale 0.1",
            "  ./tare run --resume tare-results/…         go on where a run was stopped",
            "  ./tare run gate.yaml --compare-with baseline --fail-if 'p99 > +5%%'",
            "",
            "Exit codes: 0 done; 99 a --fail-if holds; 3 nothing may be believed;",
            "1 it could not run; 2 usage; 130 stopped, what was measured is kept."
        })
final class RunCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "PLAN.yaml",
            description =
                    "A plan, or a PerformanceTestConfig of SMP; without one the built-in plan is"
                            + " weighed.")
    private @Nullable Path planFile;

    @Option(names = "--quick", description = "The built-in plan in under 40 s.")
    private boolean quick;

    @Option(
            names = "--bare",
            paramLabel = "URL",
            description = "A service of your own as the zero of the scale.")
    private @Nullable String bare;

    @Option(
            names = "--specimen",
            paramLabel = "NAME=URL|COMMAND",
            description =
                    "What to weigh: what runs already, or a command to start, with {listen} and"
                            + " {origin} in it.")
    private List<String> specimens = new ArrayList<>();

    @Option(
            names = "--pid",
            paramLabel = "NAME=PID",
            description = "Whose CPU to count for a specimen that runs already.")
    private List<String> pids = new ArrayList<>();

    @Option(names = "--specimens", paramLabel = "A,B", description = "Only these, by name.")
    private @Nullable String chosenSpecimens;

    @Option(names = "--workloads", paramLabel = "A,B", description = "Only these, by name.")
    private @Nullable String chosenWorkloads;

    @Option(names = "--duration", paramLabel = "TIME", description = "Of the whole run: 90s, 2m.")
    private @Nullable String duration;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "The longest that a round may warm up; a share of the duration else.")
    private @Nullable String warmUp;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            description = "Balanced rotations; below 6 there is no tare cost.")
    private @Nullable String blocks;

    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            description =
                    "Make the plan's times and bodies smaller: 0.1 is a tenth"
                            + " (docs/format/plan-v1.md).")
    private @Nullable String scale;

    @Option(names = "--seed", paramLabel = "N", description = "Of every random choice.")
    private @Nullable String seed;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "The bundle's folder (default: tare-results/DATE-TIME).")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            paramLabel = "BUNDLE",
            description = "Go on where that run was stopped.")
    private @Nullable Path resume;

    @Option(
            names = "--compare-with",
            paramLabel = "BUNDLE",
            description =
                    "Compare with that earlier run when this one has ended (docs/compare.md); the"
                            + " gate of a CI, with --fail-if.")
    private @Nullable Path compareWith;

    @Mixin private GateFlags gate = new GateFlags();

    private RunCommand() {}

    @Override
    public Integer call() throws UsageException, FailureException, IOException {
        Optional<EarlierRun> earlier = earlier();
        FoundProxies proxies = FoundProxies.look();
        LinkPermission permission =
                permitted(resume == null ? newPlan(proxies) : resumedPlan(resume, proxies));
        Plan plan = permission.plan();
        if (earlier.isPresent()) {
            earlier.get().require(plan);
        }
        if (resume != null && planFile == null && !permission.notes().isEmpty()) {
            // The bundle's own plan has no links but those that it was run with.
            throw new FailureException(
                    "%s cannot be resumed: %s".formatted(resume, permission.notes().getFirst()));
        }
        Optional<String> refusal = Experiment.refusal(plan);
        if (refusal.isPresent()) {
            throw new FailureException(refusal.get());
        }
        Optional<String> published = published(plan);
        RunScreen screen = RunScreen.onTerminal(plan);
        List<String> missing =
                planFile == null && resume == null && specimens.isEmpty()
                        ? proxies.missing()
                        : List.of();
        screen.foretell(Timetable.of(plan), missing);
        List<String> notes = new ArrayList<>(missing);
        List<String> further = new ArrayList<>(permission.notes());
        further.addAll(readingNotes());
        further.addAll(Experiment.notes(plan));
        for (String note : further) {
            screen.note(note + ".");
            notes.add(note);
        }
        try (BundleWriter bundle = bundle(plan, notes)) {
            if (published.isPresent()) {
                bundle.writePublished(published.get());
            }
            RunCalibration calibration = new RunCalibration(DoctorCommand.store(), screen::note);
            Experiment experiment = new Experiment(plan, bundle, screen);
            StopOnInterrupt interrupt =
                    StopOnInterrupt.install(() -> {
                        calibration.stop();
                        experiment.stop();
                    });
            calibration.bind(bundle, Timetable.of(plan).totalNs());
            EndRecord end = experiment.run();
            screen.ended();
            Optional<Timetable> foretold =
                    resume == null ? Optional.of(Timetable.of(plan)) : Optional.empty();
            int exitCode = report(bundle.folder(), end, foretold, earlier, screen);
            interrupt.finished(exitCode);
            return exitCode;
        }
    }

    private Optional<EarlierRun> earlier() throws UsageException, FailureException, IOException {
        if (compareWith == null) {
            if (gate.given()) {
                throw new UsageException(
                        "--fail-if, --map, --unsure and --strict need --compare-with BUNDLE");
            }
            return Optional.empty();
        }
        if (resume != null
                && Files.exists(resume)
                && Files.exists(compareWith)
                && Files.isSameFile(resume, compareWith)) {
            throw new UsageException("%s is compared with itself".formatted(resume));
        }
        return Optional.of(EarlierRun.read(compareWith, gate));
    }

    private Plan newPlan(FoundProxies proxies) throws UsageException, FailureException {
        if (planFile == null && specimens.isEmpty() && chosenSpecimens != null) {
            Optional<String> missing = proxies.missingAmong(chosenSpecimens);
            if (missing.isPresent()) {
                throw new UsageException("--specimens: " + missing.get());
            }
        }
        try {
            return wishes().plan(proxies.kinds(), AnswerProbe::find);
        } catch (PlanException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private List<String> readingNotes() throws UsageException {
        try {
            return wishes().notes();
        } catch (PlanException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The plan without the links that cannot be had here. */
    private static LinkPermission permitted(Plan plan) throws FailureException {
        try {
            return LinkPermission.of(plan);
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    "nothing is left to be weighed without the links, which cannot be had here: "
                            + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException("stopped before anything was started");
        }
    }

    private PlanWishes wishes() throws UsageException {
        return new PlanWishes(
                quick,
                document(planFile),
                Optional.ofNullable(bare),
                specimens,
                pids,
                Optional.ofNullable(chosenSpecimens),
                Optional.ofNullable(chosenWorkloads),
                Optional.ofNullable(duration),
                Optional.ofNullable(warmUp),
                Optional.ofNullable(blocks),
                Optional.ofNullable(seed),
                Optional.ofNullable(scale));
    }

    private static Optional<PlanWishes.Document> document(@Nullable Path file)
            throws UsageException {
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PlanWishes.Document(file.toString(), TextFile.read(file, "the plan")));
        } catch (IOException e) {
            throw new UsageException(
                    "the plan %s cannot be read: %s; samples are in plans/"
                            .formatted(file, TextFile.fault(e)));
        }
    }

    /** The published figures that the plan names, beside the plan's file; a bundle has its own. */
    private Optional<String> published(Plan plan) throws UsageException {
        if (planFile == null || resume != null || plan.published().isEmpty()) {
            return Optional.empty();
        }
        Path file = planFile.resolveSibling(plan.published());
        try {
            String text = TextFile.read(file, "the published figures");
            PublishedReader.read(text, file.toString());
            return Optional.of(text);
        } catch (IOException e) {
            throw new UsageException(
                    "the published figures %s, which the plan %s names, cannot be read: %s"
                            .formatted(file, planFile, TextFile.fault(e)));
        } catch (PlanException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Plan resumedPlan(Path folder, FoundProxies proxies)
            throws UsageException, FailureException, BundleException {
        if (bare != null
                || !specimens.isEmpty()
                || out != null
                || quick
                || duration != null
                || warmUp != null
                || (scale != null && planFile == null)) {
            throw new UsageException(
                    "--resume goes on with the bundle's own plan; leave the other words out");
        }
        Manifest manifest = BundleReader.readManifest(folder);
        if (planFile != null) {
            Plan named = newPlan(proxies);
            if (!BundleStart.planSha256(permitted(named).plan()).equals(manifest.planSha256())) {
                throw new UsageException(
                        "%s is another plan than that of %s; name the same one"
                                .formatted(planFile, folder));
            }
            return named;
        }
        Path file = folder.resolve(BundleWriter.PLAN);
        try {
            String text = TextFile.read(file, "the plan");
            if (text.contains(Redaction.REDACTED)) {
                throw new UsageException(
                        "the plan of %1$s held secrets, which a bundle does not keep; name the plan"
                                + " file: ./tare run PLAN.yaml --resume %1$s".formatted(folder));
            }
            return PlanReader.read(text, file.toString(), BuiltInPlan.of(proxies.kinds(), quick));
        } catch (IOException e) {
            throw new FailureException(file + " cannot be read, so that the run cannot be resumed");
        } catch (PlanException e) {
            throw new FailureException(String.valueOf(e.getMessage()));
        }
    }

    private BundleWriter bundle(Plan plan, List<String> notes) throws BundleException {
        if (resume != null) {
            return BundleWriter.resume(resume);
        }
        return BundleStart.create(
                Optional.ofNullable(out),
                plan,
                spec.commandLine().getParseResult().originalArgs(),
                BuildInfo.version(),
                BuildInfo.commit(),
                notes);
    }

    private static int report(
            Path folder,
            EndRecord end,
            Optional<Timetable> foretold,
            Optional<EarlierRun> earlier,
            RunScreen screen)
            throws IOException, FailureException, UsageException {
        BundleContent content = BundleReader.read(folder);
        if (content.blocks().isEmpty()) {
            screen.nothingMeasured(end);
            return exitCode(end, false);
        }
        Weighing weighing = Judge.weigh(content, folder.toString());
        ReportInput input = new ReportInput(content, weighing, folder.toString());
        screen.lastScreen(new TextReport(screen.style()).render(input), folder, end);
        foretold.ifPresent(
                planned -> WallTime.of(content).ifPresent(time -> screen.took(time, planned)));
        Path html = folder.resolve("report.html");
        try {
            Files.writeString(html, new HtmlReport().render(input));
        } catch (IOException e) {
            Files.deleteIfExists(html);
            throw new FailureException(
                    ("%s could not be written (%s); make room or name another file: ./tare report"
                                    + " %s --format html --out FILE")
                            .formatted(html, e.getMessage(), folder));
        }
        int exitCode = exitCode(end, weighing.anyValidHeadline());
        return earlier.isPresent()
                ? compared(
                        earlier.get(),
                        new Weighed(CompareCommand.name(folder), content, weighing, List.of()),
                        folder,
                        end,
                        exitCode,
                        screen)
                : exitCode;
    }

    /** Shows the comparison; what is wrong with the run itself goes before what it comes to. */
    private static int compared(
            EarlierRun earlier,
            Weighed after,
            Path folder,
            EndRecord end,
            int ownExitCode,
            RunScreen screen)
            throws FailureException, UsageException {
        if (end.state() != EndRecord.State.COMPLETE) {
            screen.note(earlier.notCompared(end, folder));
            return ownExitCode;
        }
        EarlierRun.Compared compared = earlier.with(after, screen.style());
        screen.comparison(compared.text());
        return ownExitCode == ExitCode.DONE ? compared.exitCode() : ownExitCode;
    }

    private static int exitCode(EndRecord end, boolean anyValidHeadline) {
        return switch (end.state()) {
            case COMPLETE -> anyValidHeadline ? ExitCode.DONE : ExitCode.NO_VALID_HEADLINE;
            case STOPPED -> ExitCode.STOPPED;
            case FAILED -> ExitCode.COULD_NOT_RUN;
        };
    }
}
