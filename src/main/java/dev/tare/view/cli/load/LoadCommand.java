package dev.tare.view.cli.load;

import static dev.tare.view.cli.shell.FlagText.read;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.QuantityText;
import dev.tare.io.net.IoBackEnd;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tare load}: one load, in wrk's words. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "One load on one URL, in wrk's words; open loop with -R.",
        footer = {
            "",
            "  ./tare load -c 64 -d 10s http://127.0.0.1:8080/          closed loop",
            "  ./tare load -c 64 -d 10s -R 5000 http://127.0.0.1:8080/  open loop at 5,000/s",
            "  ./tare load -c 64 -d 60s --ramp 100..5000/60s http://127.0.0.1:8080/  a rising rate",
            "  ./tare load --endpoint 'list=9 GET http://127.0.0.1:8080/items' \\",
            "    --endpoint 'add=1 POST http://127.0.0.1:8080/items'      several endpoints",
            "  ./tare load -s token.lua http://127.0.0.1:8080/ -- WORDS   wrk's Lua scripts",
            "Exit codes: 0 done, thresholds met (errors are shown); 1 could not run, or no answer",
            "was correct; 99 a threshold failed; 130 stopped by the user (what was measured is"
                    + " kept)."
        })
public final class LoadCommand implements Callable<Integer> {
    private static final long SPIN_NS = 60_000;
    private static final long MEASURED_NS = 10_000_000_000L;

    /** A day: what a number of calls may take where no time was named. */
    private static final long MAX_MEASURED_NS = 24 * 3_600_000_000_000L;

    @Mixin private RequestFlags request = new RequestFlags();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "WORDS",
            description = "For the script of -s, after the URL and --.")
    private List<String> words = new ArrayList<>();

    @Mixin private ConnectionFlags connection = new ConnectionFlags();
    @Mixin private ScriptFlags script = new ScriptFlags();
    @Mixin private ModelFlags when = new ModelFlags();

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            description = "How long to measure (default: 10s; with -n as long as that takes).")
    private @Nullable String duration;

    @Option(
            names = {"-T", "--timeout"},
            paramLabel = "TIME",
            defaultValue = "2s",
            description = "From the intended start (default: ${DEFAULT-VALUE}).")
    private String timeout = "";

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "Load before measuring (default: ${DEFAULT-VALUE}).")
    private String warmUp = "";

    @Option(
            names = {"-L", "--latency"},
            description = "Print more percentiles.")
    private boolean latency;

    @Option(
            names = "--io",
            paramLabel = "BACK END",
            defaultValue = "auto",
            description = "auto, epoll, io_uring or nio (default: ${DEFAULT-VALUE}).")
    private IoBackEnd backEnd = IoBackEnd.AUTO;

    @Mixin private OutputFlags output = new OutputFlags();

    private LoadCommand() {}

    @Override
    public Integer call() throws UsageException, IOException, FailureException {
        if (script.wanted()) {
            request.refuseBesideScript();
            connection.refuseBesideScript();
        }
        LoadSpec spec = spec();
        OutputFlags.Wanted wanted = output.read(spec);
        try (WrkScriptRun run = script.open(request, words, spec, wanted.format())) {
            return new LoadRun(request.title(), spec, wanted, latency, run).run();
        }
    }

    private LoadSpec spec() throws UsageException, IOException {
        ConnectionPolicy policy = connection.policy();
        int threads = connection.threads();
        long calls = when.calls().orElse(0L);
        long timeoutNs = read("--timeout", timeout, QuantityText::durationNs);
        LoadModel model = when.model();
        try {
            return new LoadSpecBuilder()
                    .endpoints(request.endpoints(connection.unixSocket(), timeoutNs, when.seed()))
                    .model(model)
                    .policy(policy)
                    .cookies(connection.cookies())
                    .threads(threads)
                    .leadNs(read("--warm-up", warmUp, QuantityText::durationNs))
                    .measuredNs(measuredNs(calls))
                    .calls(calls)
                    .intervalNs(output.intervalNs())
                    .timeoutNs(timeoutNs)
                    .backEnd(backEnd)
                    .spinNs(model instanceof LoadModel.OpenLoop ? SPIN_NS : 0)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private long measuredNs(long calls) throws UsageException {
        if (duration == null) {
            return calls == 0 ? MEASURED_NS : MAX_MEASURED_NS;
        }
        return read("--duration", duration, QuantityText::durationNs);
    }
}
