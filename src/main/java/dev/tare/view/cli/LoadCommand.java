package dev.tare.view.cli;

import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.IoBackEnd;
import dev.tare.lab.plan.HttpUrl;
import dev.tare.load.engine.Endpoint;
import dev.tare.load.engine.LoadSpec;
import dev.tare.load.engine.Protocol;
import dev.tare.load.engine.Target;
import dev.tare.load.request.RequestTemplate;
import dev.tare.load.request.TemplateData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
            "Exit codes: 0 done, thresholds met (errors are shown); 1 could not run, or no answer",
            "was correct; 99 a threshold failed; 130 stopped by the user (what was measured is kept)."
        })
final class LoadCommand implements Callable<Integer> {
    private static final int MAX_CONNECTIONS = 65_535;
    private static final int MAX_THREADS = 1_024;
    private static final long SPIN_NS = 60_000;

    @Parameters(paramLabel = "URL", description = "http://host:port/path")
    private String url = "";

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

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "How long to measure (default: ${DEFAULT-VALUE}).")
    private String duration = "";

    @Option(
            names = {"-R", "--rate"},
            paramLabel = "RATE",
            description = "Offered rate, such as 5000/s: open loop. Without it: closed loop.")
    private @Nullable String rate;

    @Option(
            names = "--law",
            paramLabel = "LAW",
            defaultValue = "constant",
            description = "Spacing in an open loop: constant or poisson.")
    private String law = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of a poisson law and of {{random}} (default: ${DEFAULT-VALUE}).")
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

    @Mixin private BodyFlags body = new BodyFlags();

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

    @Mixin private CheckFlags checks = new CheckFlags();

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

    @Option(
            names = "--http2",
            description = "Speak HTTP/2: over TLS negotiated, without it by prior knowledge (h2c).")
    private boolean http2;

    @Mixin private TlsFlags tls = new TlsFlags();
    @Mixin private GrpcFlags grpc = new GrpcFlags();
    @Mixin private OutputFlags output = new OutputFlags();

    private LoadCommand() {}

    @Override
    public Integer call() throws UsageException, IOException {
        TemplateUrl target = read("URL", url, text -> TemplateUrl.parse(text, body.fillsHoles()));
        LoadSpec spec = spec(target);
        return new LoadRun(target.text(), spec, output.read(spec), latency).run();
    }

    private LoadSpec spec(TemplateUrl target) throws UsageException, IOException {
        int connectionCount =
                read("-c", connections, t -> QuantityText.count(t, 1, MAX_CONNECTIONS));
        int threadCount = read("-t", threads, t -> QuantityText.count(t, 1, MAX_THREADS));
        long timeoutNs = read("--timeout", timeout, QuantityText::durationNs);
        LoadModel model = model();
        List<Field> fields = new ArrayList<>();
        for (String header : headers) {
            fields.add(read("-H", header, LoadCommand::field));
        }
        try {
            Endpoint endpoint = endpoint(target, fields, timeoutNs);
            return LoadSpec.of(endpoint)
                    .model(model)
                    .connections(connectionCount)
                    .threads(threadCount)
                    .leadNs(read("--warm-up", warmUp, QuantityText::durationNs))
                    .measuredNs(read("--duration", duration, QuantityText::durationNs))
                    .intervalNs(output.intervalNs())
                    .timeoutNs(timeoutNs)
                    .backEnd(backEnd)
                    .spinNs(model instanceof LoadModel.OpenLoop ? SPIN_NS : 0)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Endpoint endpoint(TemplateUrl url, List<Field> fields, long timeoutNs)
            throws UsageException, IOException {
        Target target = target(url);
        if (grpc.wanted()) {
            return grpc.endpoint(target, fields, checks.check(), timeoutNs);
        }
        RequestBody payload = body.body();
        Optional<TemplateData> template = body.templateData(seed);
        RequestSpec request =
                new RequestSpec(
                        method.toUpperCase(Locale.ROOT),
                        url.target(),
                        fields,
                        payload.text().orElse(""));
        // Holes that cannot be filled are the user's to mend: before anything is opened.
        template.ifPresent(data -> RequestTemplate.of(request, payload, data));
        Endpoint plain = Endpoint.single(target, request, checks.check());
        return new Endpoint(
                plain.name(),
                plain.target(),
                request,
                payload.text().isPresent() ? List.of() : List.of(payload),
                plain.check(),
                plain.weight(),
                template);
    }

    private Target target(TemplateUrl url) throws UsageException {
        Protocol protocol = grpc.wanted() ? Protocol.GRPC : http2 ? Protocol.HTTP2 : Protocol.HTTP1;
        boolean encrypted = HttpUrl.isEncrypted(url.url());
        if (!encrypted) {
            tls.refuseWithoutTls();
        }
        return new Target(
                protocol,
                HttpUrl.host(url.url()),
                HttpUrl.port(url.url()),
                "",
                encrypted ? Optional.of(tls.options()) : Optional.empty());
    }

    private LoadModel model() throws UsageException {
        if (rate == null) {
            return new LoadModel.ClosedLoop();
        }
        LoadModel.ArrivalLaw arrivalLaw =
                switch (law) {
                    case "constant" -> LoadModel.ArrivalLaw.CONSTANT;
                    case "poisson" -> LoadModel.ArrivalLaw.POISSON;
                    default ->
                            throw new UsageException(
                                    "--law: \"" + law + "\" is neither constant nor poisson");
                };
        double ratePerSec = read("--rate", rate, QuantityText::ratePerSec);
        return read("--rate", rate, t -> new LoadModel.OpenLoop(ratePerSec, arrivalLaw, seed));
    }

    private static Field field(String header) {
        int colon = header.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "\"" + header + "\" is not of the form \"Name: value\"");
        }
        return new Field(header.substring(0, colon), header.substring(colon + 1).strip());
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
