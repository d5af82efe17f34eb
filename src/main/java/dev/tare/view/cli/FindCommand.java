package dev.tare.view.cli;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.IoBackEnd;
import dev.tare.lab.find.FindPlan;
import dev.tare.lab.find.Objective;
import dev.tare.lab.plan.HttpUrl;
import dev.tare.load.engine.Endpoint;
import dev.tare.load.engine.LoadSpec;
import dev.tare.load.engine.Target;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tare find}: the highest rate that meets an objective. */
@Command(
        name = "find",
        mixinStandardHelpOptions = true,
        description = "The highest rate that meets an objective, with the curve around the knee.",
        footer = {
            "",
            "  ./tare find -c 64 --slo 'p99<10ms' http://127.0.0.1:8080/",
            "Exit codes: 0 found, or never broken up to a highest rate; 99 not met even at the",
            "lowest rate; 1 nothing could be measured; 130 stopped by the user (docs/find.md)."
        })
final class FindCommand implements Callable<Integer> {
    private static final int MAX_CONNECTIONS = 65_535;
    private static final int MAX_THREADS = 1_024;
    private static final long DEFAULT_TIMEOUT_NS = 2_000_000_000;

    @Parameters(paramLabel = "URL", description = "http://host:port/path")
    private String url = "";

    @Option(
            names = "--slo",
            paramLabel = "FIGURE<BOUND",
            required = true,
            description = {
                "What must be met: a percentile or the mean of the response time, such as",
                "p99<10ms, or error_ratio<0.1%%; may be repeated, all must hold. Without a bound",
                "of the errors, error_ratio<1%% is added."
            })
    private List<String> objectives = new ArrayList<>();

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            defaultValue = "10",
            description = "Connections to keep open (default: ${DEFAULT-VALUE}).")
    private String connections = "";

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            defaultValue = "1",
            description = "Event loops, one a thread (default: ${DEFAULT-VALUE}).")
    private String threads = "";

    @Mixin private SearchFlags search = new SearchFlags();

    @Option(
            names = "--law",
            paramLabel = "LAW",
            defaultValue = "constant",
            description = "Spacing of the requests: constant or poisson.")
    private String law = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of a poisson law (default: ${DEFAULT-VALUE}).")
    private long seed;

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
            description = {
                "From the intended start (default: 2s, or twice the longest bound if that is",
                "longer)."
            })
    private @Nullable String timeout;

    @Option(
            names = "--io",
            paramLabel = "BACK END",
            defaultValue = "auto",
            description = "auto, epoll, io_uring or nio (default: ${DEFAULT-VALUE}).")
    private IoBackEnd backEnd = IoBackEnd.AUTO;

    @Mixin private FindFiles files = new FindFiles();

    private FindCommand() {}

    @Override
    public Integer call() throws UsageException, IOException, InterruptedException {
        URI target = read("URL", url, HttpUrl::parse);
        FindPlan plan = plan(target);
        return new FindRun(target.toString(), plan, files.read()).run();
    }

    private FindPlan plan(URI target) throws UsageException {
        Objective objective;
        try {
            objective = Objective.parse(objectives);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--slo: " + e.getMessage());
        }
        LoadSpec base = base(target, objective);
        try {
            return new FindPlan(
                    base,
                    law(),
                    seed,
                    objective,
                    search.range(objective),
                    search.pointNs(),
                    search.maxPointNs());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private LoadSpec base(URI target, Objective objective) throws UsageException {
        int connectionCount =
                read("-c", connections, t -> QuantityText.count(t, 1, MAX_CONNECTIONS));
        int threadCount = read("-t", threads, t -> QuantityText.count(t, 1, MAX_THREADS));
        long timeoutNs = Math.max(DEFAULT_TIMEOUT_NS, 2 * objective.longestNs());
        if (timeout != null) {
            timeoutNs = read("--timeout", timeout, QuantityText::durationNs);
        }
        List<Field> fields = new ArrayList<>();
        for (String header : headers) {
            fields.add(read("-H", header, LoadCommand::field));
        }
        try {
            return LoadSpec.of(
                            Endpoint.single(
                                    Target.http1(HttpUrl.host(target), HttpUrl.port(target)),
                                    new RequestSpec(
                                            method.toUpperCase(Locale.ROOT),
                                            HttpUrl.target(target),
                                            fields,
                                            body),
                                    new AnswerCheck(200, 299, AnswerCheck.ANY_LENGTH, "")))
                    .connections(connectionCount)
                    .threads(threadCount)
                    .timeoutNs(timeoutNs)
                    .backEnd(backEnd)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private ArrivalLaw law() throws UsageException {
        return switch (law) {
            case "constant" -> ArrivalLaw.CONSTANT;
            case "poisson" -> ArrivalLaw.POISSON;
            default ->
                    throw new UsageException(
                            "--law: \"" + law + "\" is neither constant nor poisson");
        };
    }

    private static <T> T read(String flag, String text, Function<String, T> reader)
            throws UsageException {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(flag + ": " + e.getMessage());
        }
    }
}
