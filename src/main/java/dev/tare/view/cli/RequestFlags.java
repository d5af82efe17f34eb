package dev.tare.view.cli;

import static dev.tare.view.cli.FlagText.read;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.lab.plan.HttpUrl;
import dev.tare.load.request.RequestTemplate;
import dev.tare.load.request.TemplateData;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What is sent where, and what a correct answer is: the flags of every command that loads a URL.
 */
final class RequestFlags {
    @Parameters(paramLabel = "URL", description = "http://host:port/path, or https://…")
    private String url = "";

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
    @Mixin private CheckFlags checks = new CheckFlags();

    @Option(
            names = "--http2",
            description = "Speak HTTP/2: over TLS negotiated, without it by prior knowledge (h2c).")
    private boolean http2;

    @Mixin private TlsFlags tls = new TlsFlags();
    @Mixin private GrpcFlags grpc = new GrpcFlags();

    RequestFlags() {}

    /**
     * The URL.
     *
     * @throws UsageException when it is none
     */
    TemplateUrl url() throws UsageException {
        return read("URL", url, text -> TemplateUrl.parse(text, body.fillsHoles()));
    }

    /**
     * The only endpoint of the load.
     *
     * @param unixSocket path of a unix socket to connect to instead; empty for none
     * @param timeoutNs of the calls that are made to find out what a gRPC method takes
     * @param seed of what is random in the requests
     * @throws IllegalArgumentException when the request cannot be sent as it is asked for
     */
    Endpoint endpoint(String unixSocket, long timeoutNs, long seed)
            throws UsageException, IOException {
        TemplateUrl to = url();
        Target target = target(to, unixSocket);
        List<Field> fields = new ArrayList<>();
        for (String header : headers) {
            fields.add(read("-H", header, RequestFlags::field));
        }
        if (grpc.wanted()) {
            return grpc.endpoint(target, fields, checks.check(), timeoutNs);
        }
        RequestBody payload = body.body();
        Optional<TemplateData> template = body.templateData(seed);
        RequestSpec request =
                new RequestSpec(
                        method.toUpperCase(Locale.ROOT),
                        to.target(),
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

    private Target target(TemplateUrl to, String unixSocket) throws UsageException {
        Protocol protocol = grpc.wanted() ? Protocol.GRPC : http2 ? Protocol.HTTP2 : Protocol.HTTP1;
        boolean encrypted = HttpUrl.isEncrypted(to.url());
        if (!encrypted) {
            tls.refuseWithoutTls();
        }
        return new Target(
                protocol,
                HttpUrl.host(to.url()),
                HttpUrl.port(to.url()),
                unixSocket,
                encrypted ? Optional.of(tls.options()) : Optional.empty());
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
