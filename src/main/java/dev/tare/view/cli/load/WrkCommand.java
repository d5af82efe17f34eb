package dev.tare.view.cli.load;

import dev.tare.base.time.NanoClock;
import dev.tare.lab.foreign.ForeignUsageException;
import dev.tare.lab.foreign.RateSamples;
import dev.tare.lab.foreign.Wrk2Text;
import dev.tare.lab.foreign.WrkCommandLine;
import dev.tare.lab.foreign.WrkText;
import dev.tare.lab.foreign.WrkTool;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.LoadResult;
import dev.tare.load.script.ScriptDialect;
import dev.tare.load.script.ScriptOutput;
import dev.tare.load.script.ScriptSpec;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import dev.tare.view.cli.shell.BuildInfo;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.StopOnInterrupt;
import dev.tare.view.load.LoadDoubts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** {@code tare wrk} and {@code tare wrk2}: flags, layout and exit codes are wrk's. */
final class WrkCommand {
    private static final int USAGE_EXIT_CODE = 1;
    private static final long NS_PER_MS = 1_000_000;

    private static final String WRK_FLAGS =
            """
                -L, --latency          print percentiles
            """;
    private static final String WRK2_FLAGS =
            """
                -R, --rate        <N>  requests a second over all threads; has to be given
                -L, --latency          print percentiles and their spectrum
                -U, --u_latency        the same from the send, too
                -B, --batch_latency    accepted; there are batches in scripts only
            """;

    private WrkCommand() {}

    static int run(WrkTool tool, List<String> words)
            throws ForeignUsageException, FailureException, IOException {
        if (words.contains("-v") || words.contains("--version")) {
            System.out.printf(
                    "%s %s-tare (tare %s, commit %s)%n",
                    tool.program(), tool.version(), BuildInfo.version(), BuildInfo.commit());
        }
        if (asksForUsage(words)) {
            System.out.print(usage(tool));
            return USAGE_EXIT_CODE;
        }
        WrkCommandLine line = WrkCommandLine.parse(tool, words);
        LoadSpec spec = line.spec();
        requireAnswer(spec);
        Dialects.remark(line.remarks());
        load(line, spec);
        return ExitCode.DONE;
    }

    private static boolean asksForUsage(List<String> words) {
        return words.isEmpty()
                || words.equals(List.of("-v"))
                || words.equals(List.of("--version"))
                || words.getFirst().equals("--help")
                || words.getFirst().equals("-?");
    }

    private static String usage(WrkTool tool) {
        return """
        Usage: %s <flags> <url> [<words for the script>]
          In the words of %s; what differs stands in docs/dialects.md
            -c, --connections <N>  connections, over all threads (10)
            -d, --duration    <T>  how long (10s)
            -t, --threads     <N>  event loops, one a thread (2)
            -s, --script      <S>  file of a Lua script
            -H, --header      <H>  header field to send; may be repeated
        %s        --timeout     <T>  from the intended start (2s)
            -v, --version          version

          Numbers may end with k, M or G; times with s, m or h
        """
                .formatted(
                        "tare " + tool.program(),
                        tool.program(),
                        switch (tool) {
                            case WRK -> WRK_FLAGS;
                            case WRK2 -> WRK2_FLAGS;
                        });
    }

    private static void load(WrkCommandLine line, LoadSpec spec)
            throws IOException, FailureException {
        try (WrkScriptRun script = script(line, spec)) {
            System.out.print(WrkText.begin(line));
            System.out.flush();
            LoadEngine engine = LoadEngine.watched(NanoClock.system());
            StopOnInterrupt interrupt = StopOnInterrupt.install(engine::stop);
            RateSamples rates = new RateSamples(spec.threads());
            LoadWatch watch = new LoadWatch();
            LoadResult result =
                    script.run(
                            engine,
                            spec,
                            interval -> {
                                watch.interval(interval);
                                rates.accept(interval);
                            });
            System.out.print(
                    switch (line.tool()) {
                        case WRK -> WrkText.end(line, result, rates);
                        case WRK2 -> Wrk2Text.end(line, spec, result, rates);
                    });
            System.out.flush();
            script.done(result, rates);
            Dialects.remark(result.transport());
            Dialects.remark(
                    LoadDoubts.of(
                            watch.judge(line.url(), spec, result, List.of()), percentiles(line)));
            interrupt.finished(ExitCode.DONE);
        }
    }

    private static List<Double> percentiles(WrkCommandLine line) {
        if (!line.latency()) {
            return List.of();
        }
        return switch (line.tool()) {
            case WRK -> WrkText.PERCENTILES;
            case WRK2 -> Wrk2Text.PERCENTILES;
        };
    }

    private static WrkScriptRun script(WrkCommandLine line, LoadSpec spec)
            throws IOException, FailureException {
        if (line.script().isEmpty()) {
            return WrkScriptRun.none();
        }
        return WrkScriptRun.open(
                new ScriptSpec(
                        Path.of(line.script().get()),
                        line.url(),
                        line.fields(),
                        line.scriptArguments(),
                        WrkScriptRun.addresses(spec.endpoints().getFirst().target()),
                        spec.threads(),
                        line.passBody(),
                        ScriptOutput.STANDARD_OUTPUT,
                        switch (line.tool()) {
                            case WRK -> ScriptDialect.WRK;
                            case WRK2 -> ScriptDialect.WRK2;
                        }));
    }

    /** As wrk does before it begins: no load on what refuses its first connection. */
    private static void requireAnswer(LoadSpec spec) throws ForeignUsageException {
        Target target = spec.endpoints().getFirst().target();
        InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
        if (address.isUnresolved()) {
            throw new ForeignUsageException(
                    "unable to resolve %s:%d Name or service not known"
                            .formatted(target.host(), target.port()),
                    USAGE_EXIT_CODE);
        }
        try (Socket probe = new Socket()) {
            int limitMs = (int) Math.min(spec.timeoutNs() / NS_PER_MS, Integer.MAX_VALUE);
            probe.connect(address, limitMs);
        } catch (IOException e) {
            throw new ForeignUsageException(
                    "unable to connect to %s:%d %s"
                            .formatted(target.host(), target.port(), e.getMessage()),
                    USAGE_EXIT_CODE);
        }
    }
}
