package dev.tare.view.cli;

import static dev.tare.view.cli.FlagText.read;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.IoBackEnd;
import dev.tare.lab.plan.HttpUrl;
import dev.tare.load.engine.ConnectionPolicy;
import dev.tare.load.engine.Endpoint;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.engine.LoadResult;
import dev.tare.load.engine.LoadSpec;
import dev.tare.load.engine.Protocol;
import dev.tare.load.engine.Target;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
            "Exit codes: 0 every answer was correct; 1 some were not, or nothing could be sent."
        })
final class LoadCommand implements Callable<Integer> {
    private static final long INTERVAL_NS = 1_000_000_000L;
    private static final long SPIN_NS = 60_000;
    private static final long MEASURED_NS = 10_000_000_000L;

    /** A day: what a number of calls may take where no time was named. */
    private static final long MAX_MEASURED_NS = 24 * 3_600_000_000_000L;

    @Parameters(paramLabel = "URL", description = "http://host:port/path")
    private String url = "";

    @Mixin private ConnectionFlags connection = new ConnectionFlags();

    @Mixin private ModelFlags when = new ModelFlags();

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            description = "How long to measure (default: 10s; with -n as long as that takes).")
    private @Nullable String duration;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME: VALUE",
            description = "Header field to send; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            defaultValue = "GET",
            description = "HTTP method (default: ${DEFAULT-VALUE}).")
    private String method = "";

    @Option(names = "--body", paramLabel = "TEXT", description = "Request body.")
    private String body = "";

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
            names = "--check-length",
            paramLabel = "BYTES",
            description = "Length that a correct body has.")
    private long checkLength = AnswerCheck.ANY_LENGTH;

    @Option(
            names = "--check-contains",
            paramLabel = "TEXT",
            description = "Text that a correct body contains.")
    private String checkContains = "";

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

    private LoadCommand() {}

    @Override
    public Integer call() throws UsageException, IOException {
        URI target = read("URL", url, HttpUrl::parse);
        LoadSpec spec = spec(target);
        LoadEngine engine = new LoadEngine(NanoClock.system());
        StopOnInterrupt interrupt = StopOnInterrupt.install(engine::stop);
        LoadScreen screen = new LoadScreen(System.out, latency);
        screen.begin(target.toString(), spec);
        LoadResult result = engine.run(spec, interval -> {});
        screen.end(spec, result);
        boolean allCorrect =
                result.measured().tally().failed() == 0
                        && result.measured().tally().unsentTotal() == 0
                        && result.measured().tally().sent() > 0;
        int exitCode =
                result.stopped()
                        ? ExitCode.STOPPED
                        : allCorrect ? ExitCode.DONE : ExitCode.COULD_NOT_RUN;
        interrupt.finished(exitCode);
        return exitCode;
    }

    private LoadSpec spec(URI target) throws UsageException {
        ConnectionPolicy policy = connection.policy();
        int threads = connection.threads();
        long calls = when.calls().orElse(0L);
        long timeoutNs = read("--timeout", timeout, QuantityText::durationNs);
        LoadModel model = when.model();
        List<Field> fields = new ArrayList<>();
        for (String header : headers) {
            fields.add(read("-H", header, LoadCommand::field));
        }
        try {
            Endpoint endpoint =
                    Endpoint.single(
                            new Target(
                                    Protocol.HTTP1,
                                    HttpUrl.host(target),
                                    HttpUrl.port(target),
                                    connection.unixSocket(),
                                    Optional.empty()),
                            new RequestSpec(
                                    method.toUpperCase(Locale.ROOT),
                                    HttpUrl.target(target),
                                    fields,
                                    body),
                            new AnswerCheck(200, 299, checkLength, checkContains));
            return LoadSpec.of(endpoint)
                    .model(model)
                    .policy(policy)
                    .cookies(connection.cookies())
                    .threads(threads)
                    .leadNs(read("--warm-up", warmUp, QuantityText::durationNs))
                    .measuredNs(measuredNs(calls))
                    .calls(calls)
                    .intervalNs(INTERVAL_NS)
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

    private static Field field(String header) {
        int colon = header.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "\"" + header + "\" is not of the form \"Name: value\"");
        }
        return new Field(header.substring(0, colon), header.substring(colon + 1).strip());
    }
}
