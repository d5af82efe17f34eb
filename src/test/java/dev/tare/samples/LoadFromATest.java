package dev.tare.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The load engine as a library, from a test of one's own service: docs/library.md. */
@SocketTest
final class LoadFromATest {
    @Test
    void theServiceAnswersTwoHundredRequestsASecond() throws IOException {
        HttpServer service = service();
        try {
            int port = service.getAddress().getPort();
            LoadSpec spec =
                    LoadSpec.of(
                                    Endpoint.single(
                                            Target.http1("127.0.0.1", port),
                                            RequestSpec.get("/hello"),
                                            new AnswerCheck(200, 200, 5, "hello")))
                            .model(new LoadModel.OpenLoop(200, LoadModel.ArrivalLaw.POISSON, 1))
                            .connections(4)
                            .calls(100)
                            .build();

            LoadResult result = new LoadEngine(NanoClock.system()).run(spec, interval -> {});

            assertThat(result.measured().tally().count(Outcome.CORRECT)).isEqualTo(100);
            assertThat(result.measured().responseTime().getTotalCount()).isEqualTo(100);
            assertThat(result.measured().tally().conserved()).isTrue();
        } finally {
            service.stop(0);
        }
    }

    private static HttpServer service() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer service = HttpServer.create(any, 64);
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        service.createContext(
                "/hello",
                exchange -> {
                    exchange.sendResponseHeaders(200, hello.length);
                    exchange.getResponseBody().write(hello);
                    exchange.close();
                });
        service.start();
        return service;
    }
}
