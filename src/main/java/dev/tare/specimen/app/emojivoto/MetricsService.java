package dev.tare.specimen.app.emojivoto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.specimen.app.http.HttpReply;
import dev.tare.specimen.app.http.HttpRequest;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.http.HttpService;
import dev.tare.specimen.app.http.PrometheusText;
import java.io.IOException;
import java.util.List;

/** Tells over HTTP what gRPC services have counted: {@code /metrics}, and {@code /ready}. */
public final class MetricsService implements HttpService {
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final List<GrpcService> services;

    private MetricsService(List<GrpcService> services) {
        this.services = services;
    }

    /**
     * Starts it on a port of its own.
     *
     * @throws IOException when it cannot listen; the message names the address
     */
    public static HttpServer start(HttpServerOptions options, List<GrpcService> services)
            throws IOException {
        return HttpServer.start(options, _ -> new MetricsService(List.copyOf(services)));
    }

    @Override
    public void serve(HttpRequest request, HttpReply reply) {
        switch (request.path()) {
            case "/metrics" ->
                    reply.send(OK, PrometheusText.CONTENT_TYPE, GrpcService.prometheus(services));
            case "/ready" -> reply.send(OK, TEXT, "ready\n".getBytes(UTF_8));
            default -> reply.send(NOT_FOUND, TEXT, "not found; try /metrics\n".getBytes(UTF_8));
        }
    }
}
