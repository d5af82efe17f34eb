package dev.tare.view.cli.serve;

import dev.tare.base.core.QuantityText;
import dev.tare.specimen.app.emojivoto.EmojiService;
import dev.tare.specimen.app.emojivoto.EmojivotoWeb;
import dev.tare.specimen.app.emojivoto.GrpcService;
import dev.tare.specimen.app.emojivoto.MetricsService;
import dev.tare.specimen.app.emojivoto.ServiceOptions;
import dev.tare.specimen.app.emojivoto.VotingService;
import dev.tare.specimen.app.emojivoto.WebOptions;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tare app emojivoto}: three services on whose page people vote for emoji. */
@Command(
        name = "emojivoto",
        mixinStandardHelpOptions = true,
        description = "Votes for emoji: a web service that asks an emoji and a voting service.",
        footer = {
            "",
            "  ./tare app emojivoto                               # all three,"
                    + " http://127.0.0.1:8080",
            "  ./tare app emojivoto --service emoji --listen 127.0.0.1:8081 --instances 30",
            "  ./tare app emojivoto --service voting --listen 127.0.0.1:8082 --instances 30",
            "  ./tare app emojivoto --service web --emoji 127.0.0.1:8081 --voting 127.0.0.1:8082"
                    + " --instances 30",
            "  curl -H 'Host: web-svc-7' http://127.0.0.1:8080/api/list   # the seventh instance",
            "",
            "Paths: /  /leaderboard  /api/list  /api/vote?choice=:beer:  /api/leaderboard"
                    + "  /ready  /metrics"
        })
final class EmojivotoCommand implements Callable<Integer> {
    /** What a process is. */
    enum Part {
        web,
        emoji,
        voting,
        all
    }

    @Option(
            names = "--service",
            paramLabel = "NAME",
            defaultValue = "all",
            description = "web, emoji, voting, or all in one process (default: ${DEFAULT-VALUE}).")
    private Part part = Part.all;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8080",
            description = "Where to listen, of all: the web service (default: ${DEFAULT-VALUE}).")
    private String listen = "";

    @Option(
            names = "--emoji-listen",
            paramLabel = "HOST:PORT",
            description = "Of all: where the emoji service listens (default: a free port).")
    private @Nullable String emojiListen;

    @Option(
            names = "--voting-listen",
            paramLabel = "HOST:PORT",
            description = "Of all: where the voting service listens (default: a free port).")
    private @Nullable String votingListen;

    @Option(
            names = "--emoji",
            paramLabel = "HOST:PORT",
            description = "The emoji service that web asks, or the proxy before it.")
    private @Nullable String emoji;

    @Option(
            names = "--voting",
            paramLabel = "HOST:PORT",
            description = "The voting service that web asks, or the proxy before it.")
    private @Nullable String voting;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Independent instances, 1 to 100, told apart by web-svc-N, emoji-svc-N and"
                            + " voting-svc-N as the authority (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--failure-rate",
            paramLabel = "0..1",
            defaultValue = "0",
            description =
                    "The share of votes for :doughnut: that fail (default: ${DEFAULT-VALUE}).")
    private double failureRate;

    @Option(
            names = "--doughnut",
            description = "Every vote for :doughnut: fails, as in the original's images v10, v11.")
    private boolean doughnut;

    @Option(
            names = "--artificial-delay",
            paramLabel = "DURATION",
            defaultValue = "0s",
            description = "How long every vote takes, such as 10ms (default: ${DEFAULT-VALUE}).")
    private String artificialDelay = "";

    @Option(
            names = "--metrics-listen",
            paramLabel = "HOST:PORT",
            description = "Where the emoji and voting services tell of themselves (default: not).")
    private @Nullable String metricsListen;

    @Mixin private LoopFlags flags = new LoopFlags();

    private EmojivotoCommand() {}

    @Override
    public Integer call() throws UsageException, IOException, InterruptedException {
        try {
            switch (part) {
                case web -> web(required("--emoji", emoji), required("--voting", voting));
                case emoji -> serve(EmojiService.start(service(listen)));
                case voting -> serve(VotingService.start(service(listen), faults()));
                case all -> all();
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return ExitCode.DONE;
    }

    private void web(InetSocketAddress emojiAddress, InetSocketAddress votingAddress)
            throws UsageException, IOException, InterruptedException {
        HttpServerOptions http =
                HttpServerOptions.standard("web")
                        .withListen(Addresses.listen("--listen", listen))
                        .withThreads(flags.threads())
                        .withLoop(flags.loop());
        EmojivotoWeb.start(
                        WebOptions.of(http, emojiAddress, votingAddress).withInstances(instances))
                .serveUntilStopped(System.out);
    }

    private void serve(GrpcService service)
            throws UsageException, IOException, InterruptedException {
        metrics(List.of(service));
        service.serveUntilStopped(System.out);
    }

    private void all() throws UsageException, IOException, InterruptedException {
        List<GrpcService> services = new ArrayList<>();
        services.add(EmojiService.start(service(orFree(emojiListen))));
        services.add(VotingService.start(service(orFree(votingListen)), faults()));
        for (GrpcService service : services) {
            Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        }
        metrics(services);
        InetSocketAddress emojiAddress = services.getFirst().address();
        InetSocketAddress votingAddress = services.getLast().address();
        System.out.printf(
                "emoji on %s, voting on %s%n",
                HttpServer.text(emojiAddress), HttpServer.text(votingAddress));
        web(
                emoji == null ? emojiAddress : Addresses.connect("--emoji", emoji),
                voting == null ? votingAddress : Addresses.connect("--voting", voting));
    }

    private void metrics(List<GrpcService> services) throws UsageException, IOException {
        if (metricsListen != null) {
            HttpServer server =
                    MetricsService.start(
                            HttpServerOptions.standard("metrics")
                                    .withListen(Addresses.listen("--metrics-listen", metricsListen))
                                    .withMaxBodyBytes(0)
                                    .withLoop(flags.loop()),
                            services);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            System.out.println("metrics on " + HttpServer.text(server.address()));
        }
    }

    private ServiceOptions service(String address) throws UsageException {
        return new ServiceOptions(
                Addresses.listen("--listen", address), flags.threads(), instances);
    }

    private VotingService.Faults faults() throws UsageException {
        long delayNs;
        try {
            delayNs = QuantityText.durationNs(artificialDelay);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--artificial-delay: " + e.getMessage());
        }
        return new VotingService.Faults(doughnut ? 1 : failureRate, delayNs);
    }

    private static String orFree(@Nullable String address) {
        return Optional.ofNullable(address).orElse("127.0.0.1:0");
    }

    private static InetSocketAddress required(String flag, @Nullable String address)
            throws UsageException {
        if (address == null) {
            throw new UsageException(flag + ": web asks this service; name its HOST:PORT");
        }
        return Addresses.connect(flag, address);
    }
}
