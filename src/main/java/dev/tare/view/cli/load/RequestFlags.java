package dev.tare.view.cli.load;

import static dev.tare.view.cli.shell.FlagText.read;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.lab.plan.EndpointSpec;
import dev.tare.lab.plan.HttpUrl;
import dev.tare.load.request.RequestTemplate;
import dev.tare.load.request.TemplateData;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What is sent where, and what a correct answer is: the flags of every command that loads a URL.
 */
final class RequestFlags {
    /** Places that a title names one by one. */
    private static final int MAX_PLACES = 3;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            description = "http://host:port/path, or https://…; none beside --endpoint.")
    private @Nullable String url;

    @Mixin private EndpointFlags several = new EndpointFlags();

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME: VALUE",
            description = "Header field to send; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "HTTP method (default: GET).")
    private @Nullable String method;

    @Mixin private BodyFlags body = new BodyFlags();
    @Mixin private CheckFlags checks = new CheckFlags();

    @Option(
            names = "--http2",
            description = "Speak HTTP/2: over TLS negotiated, without it by prior knowledge (h2c).")
    private boolean http2;

    @Mixin private TlsFlags tls = new TlsFlags();
    @Mixin private GrpcFlags grpc = new GrpcFlags();

    RequestFlags() {}

    /**
     * What is loaded, in words: the URL, or where several endpoints lie.
     *
     * @throws UsageException when there is none
     */
    String title() throws UsageException {
        if (!several.wanted()) {
            return url().text();
        }
        List<String> places = new ArrayList<>();
        for (EndpointSpec endpoint : several.read()) {
            URI to = url(endpoint.url()).url();
            String place = to.getScheme() + "://" + to.getRawAuthority();
            if (!places.contains(place)) {
                places.add(place);
            }
        }
        String first = String.join(", ", places.subList(0, Math.min(places.size(), MAX_PLACES)));
        int more = places.size() - MAX_PLACES;
        return more > 0 ? first + " and %d more".formatted(more) : first;
    }

    /**
     * The URL.
     *
     * @throws UsageException when it is none
     */
    TemplateUrl url() throws UsageException {
        if (url == null) {
            throw new UsageException(
                    "the URL is missing: write it as http://host:port/path, or give --endpoint");
        }
        return url(url);
    }

    private TemplateUrl url(String text) throws UsageException {
        return read("URL", text, words -> TemplateUrl.parse(words, body.fillsHoles()));
    }

    /** Header fields for all requests. */
    List<Field> fields() throws UsageException {
        List<Field> fields = new ArrayList<>();
        for (String header : headers) {
            fields.add(read("-H", header, RequestFlags::field));
        }
        return fields;
    }

    /**
     * Refuses the flags that say what is sent, for a load whose requests a script makes.
     *
     * @throws UsageException that names the first of them
     */
    void refuseBesideScript() throws UsageException {
        String flag =
                several.wanted()
                        ? "--endpoint"
                        : http2
                                ? "--http2"
                                : grpc.wanted()
                                        ? "--grpc"
                                        : body.fillsHoles()
                                                ? "--template"
                                                : body.given() ? "--body" : "";
        if (flag.isEmpty() && method != null) {
            flag = "-X";
        }
        if (!flag.isEmpty()) {
            throw new UsageException(
                    "-s and %s exclude each other: a script makes the requests, over HTTP/1.1"
                            .formatted(flag));
        }
    }

    /**
     * The endpoints of the load.
     *
     * @param unixSocket path of a unix socket to connect to instead; empty for none
     * @param timeoutNs of the calls that are made to find out what a gRPC method takes
     * @param seed of what is random in the requests
     * @throws IllegalArgumentException when a request cannot be sent as it is asked for
     */
    List<Endpoint> endpoints(String unixSocket, long timeoutNs, long seed)
            throws UsageException, IOException {
        if (several.wanted()) {
            return several(unixSocket, seed);
        }
        TemplateUrl to = url();
        Target target = target(to, unixSocket);
        if (grpc.wanted()) {
            return List.of(grpc.endpoint(target, fields(), checks.check(), timeoutNs));
        }
        RequestBody payload = body.body();
        String verb = method == null ? "GET" : method.toUpperCase(Locale.ROOT);
        RequestSpec request =
                new RequestSpec(verb, to.target(), fields(), payload.text().orElse(""));
        Endpoint plain = Endpoint.single(target, request, checks.check());
        return List.of(
                filled(
                        new Endpoint(
                                plain.name(),
                                target,
                                request,
                                payload.text().isPresent() ? List.of() : List.of(payload),
                                plain.check(),
                                plain.weight(),
                                body.templateData(seed))));
    }

    private List<Endpoint> several(String unixSocket, long seed) throws UsageException {
        refuseBesideSeveral();
        List<Field> shared = fields();
        AnswerCheck check = checks.check();
        Optional<TemplateData> template = body.templateData(seed);
        List<Endpoint> endpoints = new ArrayList<>();
        boolean encrypted = false;
        for (EndpointSpec asked : several.read()) {
            TemplateUrl to = url(asked.url());
            encrypted |= HttpUrl.isEncrypted(to.url());
            List<Field> fields = new ArrayList<>(shared);
            fields.addAll(asked.fields());
            endpoints.add(
                    filled(
                            new Endpoint(
                                    asked.name(),
                                    targetOf(to, unixSocket),
                                    new RequestSpec(
                                            asked.method(), to.target(), fields, asked.body()),
                                    List.of(),
                                    asked.check().orElse(check),
                                    asked.weight(),
                                    template)));
        }
        if (!encrypted) {
            tls.refuseWithoutTls();
        }
        return endpoints;
    }

    private void refuseBesideSeveral() throws UsageException {
        if (url != null) {
            throw new UsageException(
                    "\"%s\" and --endpoint exclude each other: make it an endpoint too"
                            .formatted(url));
        }
        if (grpc.wanted()) {
            throw new UsageException("--grpc and --endpoint exclude each other: it is one method");
        }
        if (method != null) {
            throw new UsageException(
                    "-X and --endpoint exclude each other: write 'NAME=WEIGHT METHOD URL'");
        }
        if (body.given()) {
            throw new UsageException(
                    "--body and --endpoint exclude each other: a file of --endpoints gives each"
                            + " its body");
        }
    }

    /** Holes that cannot be filled are the user's to mend: before anything is opened. */
    private static Endpoint filled(Endpoint endpoint) {
        endpoint.template()
                .ifPresent(data ->
                        RequestTemplate.of(endpoint.request(), endpoint.bodies().getFirst(), data));
        return endpoint;
    }

    private Target target(TemplateUrl to, String unixSocket) throws UsageException {
        if (!HttpUrl.isEncrypted(to.url())) {
            tls.refuseWithoutTls();
        }
        return targetOf(to, unixSocket);
    }

    private Target targetOf(TemplateUrl to, String unixSocket) throws UsageException {
        Protocol protocol = grpc.wanted() ? Protocol.GRPC : http2 ? Protocol.HTTP2 : Protocol.HTTP1;
        return new Target(
                protocol,
                HttpUrl.host(to.url()),
                HttpUrl.port(to.url()),
                unixSocket,
                HttpUrl.isEncrypted(to.url()) ? Optional.of(tls.options()) : Optional.empty());
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
