package dev.tare.view.cli.load;

import static dev.tare.view.cli.shell.FlagText.read;

import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.QuantityText;
import dev.tare.io.net.IoBackEnd;
import dev.tare.lab.find.FindPlan;
import dev.tare.lab.find.Objective;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
public final class FindCommand implements Callable<Integer> {
    private static final long DEFAULT_TIMEOUT_NS = 2_000_000_000;

    @Mixin private RequestFlags request = new RequestFlags();
    @Mixin private ConnectionFlags connection = new ConnectionFlags();

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
        FindPlan plan = plan();
        return new FindRun(request.title(), plan, files.read()).run();
    }

    private FindPlan plan() throws UsageException, IOException {
        Objective objective;
        try {
            objective = Objective.parse(objectives);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--slo: " + e.getMessage());
        }
        LoadSpec base = base(objective);
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

    private LoadSpec base(Objective objective) throws UsageException, IOException {
        long timeoutNs = Math.max(DEFAULT_TIMEOUT_NS, 2 * objective.longestNs());
        if (timeout != null) {
            timeoutNs = read("--timeout", timeout, QuantityText::durationNs);
        }
        try {
            return new LoadSpecBuilder()
                    .endpoints(request.endpoints(connection.unixSocket(), timeoutNs, seed))
                    .policy(connection.policy())
                    .cookies(connection.cookies())
                    .threads(connection.threads())
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
}
