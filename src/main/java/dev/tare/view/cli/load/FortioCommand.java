package dev.tare.view.cli.load;

import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.foreign.ForeignUsageException;
import dev.tare.lab.foreign.FortioCommandLine;
import dev.tare.lab.foreign.FortioGrpc;
import dev.tare.lab.foreign.FortioJson;
import dev.tare.lab.foreign.FortioSettings;
import dev.tare.lab.foreign.FortioText;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.spec.LoadSpec;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.StopOnInterrupt;
import dev.tare.view.load.LoadDoubts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code tare fortio load}: flags, layout, JSON and exit codes are fortio's. All text goes to
 * standard error, as fortio's does; standard output is for {@code -json -}.
 */
final class FortioCommand {
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final int NO_STATUS = -1;

    /** What to use instead of fortio's other commands. */
    private static final Map<String, String> INSTEAD =
            Map.of(
                    "server", "./tare origin is a server to send load to",
                    "tcp-echo", "./tare origin is a server to send load to",
                    "udp-echo", "./tare origin is a server to send load to",
                    "redirect", "./tare origin is a server to send load to",
                    "proxies", "./tare proxy is a proxy",
                    "report", "./tare report prints bundles, and fortio's own report reads -json",
                    "grpcping", "./tare fortio load sends requests",
                    "curl", "curl fetches a page",
                    "nc", "nc connects",
                    "script", "the shell runs one ./tare fortio load after another");

    private FortioCommand() {}

    static int run(List<String> words) throws ForeignUsageException, IOException {
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        return switch (command) {
            case "load" -> load(rest);
            case "version" -> {
                System.out.println(FortioSettings.VERSION);
                yield ExitCode.DONE;
            }
            case "help" -> {
                System.out.println(
                        "tare fortio load [flags] URL: in fortio's words; what differs stands in"
                                + " docs/dialects.md");
                yield ExitCode.DONE;
            }
            default -> throw refusal(command);
        };
    }

    private static ForeignUsageException refusal(String command) {
        String instead = INSTEAD.get(command);
        if (instead != null) {
            return new ForeignUsageException(
                    command + " is not offered: " + instead, ExitCode.COULD_NOT_RUN);
        }
        return new ForeignUsageException(
                command.isEmpty()
                        ? "Missing command argument: write ./tare fortio load [flags] URL"
                        : "unknown command \"" + command + "\"; load is offered",
                ExitCode.COULD_NOT_RUN);
    }

    private static int load(List<String> words) throws ForeignUsageException, IOException {
        FortioCommandLine line = FortioCommandLine.parse(words, hostName());
        byte[] body = body(line);
        LoadSpec spec = line.spec(body);
        FortioSettings settings = line.settings(body);
        LoadEngine engine = LoadEngine.watched(NanoClock.system());
        StopOnInterrupt interrupt = StopOnInterrupt.install(engine::stop);
        Dialects.remark(line.remarks());
        System.err.print(FortioText.announce(settings, spec));
        Optional<LoadSpec> warmUp = line.warmUp(spec);
        if (warmUp.isPresent()) {
            LoadResult first = engine.run(warmUp.get(), interval -> {});
            PhaseResult answers = first.measured();
            if (!line.allowInitialErrors() && !begun(settings, answers)) {
                System.err.println(
                        settings.grpc().isPresent() ? grpcFault(answers) : fault(line, answers));
                Dialects.remark(first.transport());
                interrupt.finished(ExitCode.COULD_NOT_RUN);
                return ExitCode.COULD_NOT_RUN;
            }
        }
        System.err.print(FortioText.begin(spec, line.output().detail()));
        OffsetDateTime start = now();
        int abortOn = settings.abortOn();
        LoadWatch watch = new LoadWatch();
        LoadResult result =
                engine.run(
                        spec,
                        interval -> {
                            watch.interval(interval);
                            if (abortOn != 0 && hasCode(interval, abortOn)) {
                                engine.stop();
                            }
                        });
        System.err.print(FortioText.end(settings, spec, result, line.output().detail()));
        Dialects.remark(result.transport());
        Dialects.remark(
                LoadDoubts.of(
                        watch.judge(line.url(), spec, result, List.of()),
                        settings.percentiles().stream().filter(p -> p > 0 && p < 100).toList()));
        writeJson(line, FortioJson.text(settings, spec, result, start), start);
        interrupt.finished(ExitCode.DONE);
        return ExitCode.DONE;
    }

    /** Of calls of gRPC fortio looks only at the status before the load. */
    private static boolean begun(FortioSettings settings, PhaseResult phase) {
        return settings.grpc().isPresent()
                ? phase.statuses().getOrDefault(0, 0L) == phase.tally().planned()
                : allCorrect(phase);
    }

    private static String fault(FortioCommandLine line, PhaseResult answers) {
        return "Aborting because of error %d for %s (%.0f bytes)"
                .formatted(
                        badCode(answers),
                        line.url(),
                        (double) answers.headBytes().max() + answers.bodyBytes().max());
    }

    private static String grpcFault(PhaseResult answers) {
        int status =
                answers.statuses().keySet().stream()
                        .filter(code -> code != 0)
                        .findFirst()
                        .orElse(NO_STATUS);
        return "Aborting because of rpc error: code = " + FortioGrpc.codeName(status);
    }

    private static boolean allCorrect(PhaseResult phase) {
        return phase.tally().failed() + phase.tally().unsentTotal() == 0;
    }

    private static int badCode(PhaseResult phase) {
        return phase.statuses().keySet().stream()
                .filter(status -> status < 200 || status > 299)
                .findFirst()
                .orElse(NO_STATUS);
    }

    private static boolean hasCode(IntervalResult interval, int code) {
        PhaseResult measured = interval.measured();
        if (code != NO_STATUS) {
            return measured.statuses().containsKey(code);
        }
        long answered = measured.statuses().values().stream().mapToLong(Long::longValue).sum();
        return measured.tally().ended() + measured.tally().unsentTotal() > answered;
    }

    private static byte[] body(FortioCommandLine line) throws ForeignUsageException {
        if (line.request().bodyFile().isEmpty()) {
            return new byte[0];
        }
        String file = line.request().bodyFile().get();
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new ForeignUsageException(
                    "-payload-file: %s cannot be read: %s"
                            .formatted(
                                    file,
                                    e instanceof NoSuchFileException
                                            ? "there is no such file"
                                            : e.getMessage()),
                    ExitCode.COULD_NOT_RUN);
        }
    }

    private static void writeJson(FortioCommandLine line, String json, OffsetDateTime start)
            throws IOException {
        FortioCommandLine.Output output = line.output();
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        if (output.json().isEmpty() && !output.autoSave()) {
            return;
        }
        String name =
                output.json()
                        .orElseGet(() ->
                                Path.of(output.dataFolder(), line.settings().id(start) + ".json")
                                        .toString());
        if (name.equals("-")) {
            System.out.print(json);
            System.out.flush();
            name = "stdout";
        } else {
            Files.writeString(Path.of(name), json);
        }
        System.err.printf("Successfully wrote %d bytes of Json data to %s%n", length, name);
    }

    private static OffsetDateTime now() {
        long epochNs = EpochClock.system().epochNs();
        Instant instant = Instant.ofEpochSecond(epochNs / NS_PER_SECOND, epochNs % NS_PER_SECOND);
        return OffsetDateTime.ofInstant(instant, ZoneId.systemDefault());
    }

    /** The first label of this machine's name. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceFirst("\\..*$", "");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
