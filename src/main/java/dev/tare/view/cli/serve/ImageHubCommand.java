package dev.tare.view.cli.serve;

import dev.tare.base.core.QuantityText;
import dev.tare.base.time.EpochClock;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.imagehub.ImageHub;
import dev.tare.specimen.planlimit.PlanLimits;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tare app imagehub}: pulls that are limited for each user by plan. */
@Command(
        name = "imagehub",
        mixinStandardHelpOptions = true,
        description = "Serves pulls, so many a minute for each user, by plan.",
        footer = {
            "",
            "  ./tare app imagehub                          # keeps the limits itself",
            "  ./tare app imagehub --no-limits              # leaves them to a proxy before it",
            "  T=$(printf '{\"username\":\"ann\",\"plan\":\"Team\"}' | base64 -w0)",
            "  curl -H \"Authorization: $T\" http://127.0.0.1:9091/pull",
            "",
            "Paths: /pull  /signup  /auth  /upgrade  /ready  /metrics"
        })
final class ImageHubCommand implements Callable<Integer> {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9091",
            description = "Where to listen (default: ${DEFAULT-VALUE}).")
    private String listen = "";

    @Option(
            names = "--limits",
            paramLabel = "PLAN=N",
            split = ",",
            description =
                    "Pulls a minute of each plan (default: Personal=10,Team=100,Enterprise=1000).")
    private Map<String, String> limits = new LinkedHashMap<>();

    @Option(names = "--no-limits", description = "Serve every pull, and look at no token.")
    private boolean noLimits;

    @Option(
            names = "--max-users",
            paramLabel = "N",
            defaultValue = "16384",
            description =
                    "Users told apart in a minute; those beyond share a count"
                            + " (default: ${DEFAULT-VALUE}).")
    private int maxUsers;

    @Mixin private LoopFlags flags = new LoopFlags();

    private ImageHubCommand() {}

    @Override
    public Integer call() throws UsageException, IOException, InterruptedException {
        HttpServerOptions options;
        PlanLimits plans;
        try {
            options =
                    HttpServerOptions.standard("imagehub")
                            .withListen(Addresses.listen("--listen", listen))
                            .withThreads(flags.threads())
                            .withLoop(flags.loop());
            plans =
                    new PlanLimits(
                            limits.isEmpty() ? PlanLimits.standard().perMinute() : perMinute(),
                            maxUsers);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        ImageHub.start(options, plans, !noLimits, EpochClock.system())
                .serveUntilStopped(System.out);
        return ExitCode.DONE;
    }

    private Map<String, Integer> perMinute() throws UsageException {
        Map<String, Integer> perMinute = new LinkedHashMap<>();
        for (Map.Entry<String, String> limit : limits.entrySet()) {
            try {
                perMinute.put(
                        limit.getKey(),
                        QuantityText.count(limit.getValue(), 0, PlanLimits.MAX_LIMIT));
            } catch (IllegalArgumentException e) {
                throw new UsageException(
                        "--limits: %s: %s".formatted(limit.getKey(), e.getMessage()));
            }
        }
        return perMinute;
    }
}
