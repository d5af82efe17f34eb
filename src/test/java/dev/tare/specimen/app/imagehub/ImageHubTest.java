package dev.tare.specimen.app.imagehub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.planlimit.PlanLimits;
import dev.tare.specimen.planlimit.PlanVectors;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@SocketTest
@Timeout(60)
final class ImageHubTest {
    private static final String JSON_TYPE = "application/json; charset=UTF-8";

    private final AtomicLong epochNs = new AtomicLong();

    private HttpServer hub(boolean limiting) throws IOException {
        return ImageHub.start(
                HttpServerOptions.standard("hub").withThreads(2),
                PlanLimits.standard(),
                limiting,
                epochNs::get);
    }

    private static RawResponse post(RawClient client, String path, String body) throws IOException {
        return client.send(
                        "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(path, body.length(), body))
                .read();
    }

    private static RawResponse pull(RawClient client, String... authorization) throws IOException {
        StringBuilder head = new StringBuilder("GET /pull HTTP/1.1\r\nHost: h\r\n");
        for (String value : authorization) {
            head.append("Authorization: ").append(value).append("\r\n");
        }
        return client.send(head.append("\r\n").toString()).read();
    }

    @ParameterizedTest
    @MethodSource("dev.tare.specimen.planlimit.PlanVectors#all")
    void theVectorsHold(PlanVectors.Scenario scenario) throws IOException {
        try (HttpServer hub = hub(true);
                RawClient one = RawClient.to(hub.address());
                RawClient other = RawClient.to(hub.address())) {
            int number = 0;
            for (PlanVectors.Request request : scenario.requests()) {
                epochNs.set(request.epochNs());
                RawClient client = number++ % 2 == 0 ? one : other;
                RawResponse answer = pull(client, request.authorization().toArray(String[]::new));
                assertThat(answer.status()).as(request.toString()).isEqualTo(request.status());
                assertThat(answer.text()).isEqualTo(request.text());
                assertThat(answer.field("access-control-allow-origin")).isEqualTo("*");
                for (String name : PlanVectors.FIELDS) {
                    assertThat(answer.field(name))
                            .as(name)
                            .isEqualTo(request.fields().getOrDefault(name, ""));
                }
            }
        }
    }

    @Test
    void withoutLimitsEveryPullIsServed() throws IOException {
        try (HttpServer hub = hub(false);
                RawClient client = RawClient.to(hub.address())) {
            for (int i = 0; i < 20; i++) {
                assertThat(pull(client).text()).isEqualTo("All Good!\n");
            }
        }
    }

    @Test
    void whoSignsUpGetsATokenThatPulls() throws IOException {
        try (HttpServer hub = hub(true);
                RawClient client = RawClient.to(hub.address())) {
            String ann = "{\"username\":\"ann\",\"password\":\"p\",\"plan\":\"Personal\"}";
            RawResponse signedUp = post(client, "/signup", ann);
            assertThat(signedUp.status()).isEqualTo(200);
            assertThat(signedUp.text()).isEmpty();
            assertThat(post(client, "/signup", ann).status()).isEqualTo(409);
            RawResponse token = post(client, "/auth", ann);
            assertThat(token.field("content-type")).isEqualTo(JSON_TYPE);
            for (int i = 0; i < 11; i++) {
                assertThat(pull(client, token(token)).status()).isEqualTo(i < 10 ? 200 : 429);
            }
            RawResponse more = post(client, "/upgrade", ann.replace("Personal", "Team"));
            assertThat(pull(client, token(more)).status()).isEqualTo(200);
            assertThat(client.get("/metrics").text())
                    .contains(
                            "imagehub_requests_total{path=\"/pull\",code=\"200\"} 11\n",
                            "imagehub_requests_total{path=\"/pull\",code=\"429\"} 1\n",
                            "imagehub_accounts 1\n",
                            "imagehub_limited_users 1\n");
        }
    }

    private static String token(RawResponse answer) {
        return answer.text().replace("{\"token\":\"", "").replace("\"}\n", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/signup | ''                                        | 400",
                "/signup | []                                        | 400",
                "/signup | {\"username\":1}                          | 400",
                "/signup | {\"username\":\"a\",\"username\":\"b\"}   | 400",
                "/signup | {\"username\":\"\",\"plan\":\"Team\"}     | 400",
                "/signup | {\"username\":\"a\\n\",\"plan\":\"Team\"} | 400",
                "/signup | {\"username\":\"a\",\"plan\":\"Free\"}    | 400",
                "/auth   | {\"username\":\"a\",\"password\":\"\"}    | 400",
                "/auth   | {\"username\":\"a\",\"password\":\"x\"}   | 400",
                "/upgrade| {\"username\":\"a\",\"plan\":\"Team\"}    | 400",
                "/upgrade| {\"username\":\"a\",\"plan\":\"Team\"     | 400",
            })
    void nonsenseIsRefused(String path, String body, int status) throws IOException {
        try (HttpServer hub = hub(true);
                RawClient client = RawClient.to(hub.address())) {
            RawResponse refused = post(client, path, body);
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.text()).isNotBlank();
            assertThat(client.get("/ready").text()).isEqualTo("ready\n");
        }
    }

    @Test
    void aPreflightIsAllowed() throws IOException {
        try (HttpServer hub = hub(true);
                RawClient client = RawClient.to(hub.address())) {
            client.send("OPTIONS /pull HTTP/1.1\r\nHost: h\r\nOrigin: http://x\r\n\r\n");
            RawResponse allowed = client.read();
            assertThat(allowed.status()).isEqualTo(204);
            assertThat(allowed.field("access-control-allow-origin")).isEqualTo("*");
            assertThat(allowed.field("access-control-allow-methods")).isEqualTo("*");
            assertThat(allowed.field("access-control-allow-headers")).isEqualTo("*");
            assertThat(allowed.field("access-control-max-age")).isEqualTo("3600");
        }
    }

    @Test
    void otherPathsMethodsAndBodiesAreRefused() throws IOException {
        try (HttpServer hub = hub(true);
                RawClient client = RawClient.to(hub.address())) {
            assertThat(client.get("/pulls").status()).isEqualTo(404);
            assertThat(client.get("/auth").field("allow")).isEqualTo("POST, OPTIONS");
            assertThat(post(client, "/pull", "").field("allow")).isEqualTo("GET, HEAD, OPTIONS");
            String large = "{\"username\":\"" + "x".repeat(ImageHub.MAX_BODY_BYTES) + "\"}";
            assertThat(post(client, "/signup", large).status()).isEqualTo(413);
        }
    }

    @Test
    void accountsAreBounded() {
        Accounts accounts = new Accounts(Set.of("P"));
        for (int i = 0; i < Accounts.MAX_ACCOUNTS; i++) {
            assertThat(accounts.signUp("u" + i, "", "P")).isEqualTo(Accounts.SignUp.DONE);
        }
        assertThat(accounts.signUp("one more", "", "P")).isEqualTo(Accounts.SignUp.FULL);
        assertThat(accounts.plan("u7", "")).contains("P");
        assertThat(accounts.plan("u7", "x")).isEmpty();
    }
}
