package dev.tare.specimen.app.wamp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.specimen.app.http.AppLoop;
import dev.tare.specimen.app.http.HttpReply;
import dev.tare.specimen.app.http.HttpRequest;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.http.HttpService;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Callees in a thread of their own, with {@code /ready} and {@code /metrics} beside them. */
public final class CalleeServer {
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int UNAVAILABLE = 503;
    private static final int NOT_FOUND = 404;

    private CalleeServer() {}

    /**
     * Starts callees.
     *
     * @param server where to ask how they are; one thread
     * @param groups callees of several kinds
     * @param log told of problems and of being ready, on the callees' thread
     * @throws IOException when it cannot listen; the message names the address
     */
    public static HttpServer start(
            HttpServerOptions server, List<CalleeOptions> groups, Consumer<String> log)
            throws IOException {
        return HttpServer.start(
                server.withThreads(1),
                serverLoop -> {
                    AppLoop loop = serverLoop.loop();
                    Callees callees = new Callees(loop, groups, log);
                    loop.execute(callees::connect);
                    return new Service(callees);
                });
    }

    private record Service(Callees callees) implements HttpService {
        @Override
        public void serve(HttpRequest request, HttpReply reply) {
            switch (request.path()) {
                case "/ready" -> {
                    if (callees.isReady()) {
                        WampService.page(request, reply, TEXT, "ready\n");
                    } else {
                        String why = "not ready " + callees.problem();
                        reply.send(UNAVAILABLE, TEXT, (why.strip() + "\n").getBytes(UTF_8));
                    }
                }
                case "/metrics" ->
                        WampService.page(request, reply, PROMETHEUS, callees.prometheus());
                default ->
                        reply.send(
                                NOT_FOUND,
                                TEXT,
                                "not found; try /ready /metrics\n".getBytes(UTF_8));
            }
        }
    }
}
