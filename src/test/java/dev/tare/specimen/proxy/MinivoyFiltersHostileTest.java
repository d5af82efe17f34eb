package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Configured.ask;
import static dev.tare.specimen.proxy.Configured.config;
import static dev.tare.specimen.proxy.Configured.named;
import static dev.tare.specimen.proxy.Configured.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.time.Sleep;
import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters against who means harm, and against files that are not what they should be. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyFiltersHostileTest {
    private static final int LIMIT_BYTES = 1024 * 1024;
    private static final String CHUNKED =
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String OK_CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Parameter LoopOptions loop = LoopOptions.standard();

    @TempDir private Path folder = Path.of("");

    private Configured limited(ScriptedServer server, String bounds, String more)
            throws IOException {
        return new Configured(
                loop,
                "filters: [{body_limit: {%s}}]\nroutes: [{cluster: a}]\n".formatted(bounds)
                        + "clusters: [{name: a, endpoints: ['%s']}]\n".formatted(text(server))
                        + more);
    }

    /** Reads whatever comes, and counts it. */
    private static ScriptedServer reader(AtomicLong read, AtomicLong ended) throws IOException {
        return new ScriptedServer((connection, number) -> {
            connection.readHeadText();
            int length = connection.skip(64 * 1024);
            while (length >= 0) {
                read.addAndGet(length);
                length = connection.skip(64 * 1024);
            }
            ended.incrementAndGet();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "copy: splice\n"})
    void anEndlessBodyIsCutOnBothSides(String more) throws Exception {
        AtomicLong read = new AtomicLong();
        AtomicLong ended = new AtomicLong();
        String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
        try (ScriptedServer server = reader(read, ended);
                Configured minivoy = limited(server, "request: 1MiB", more);
                RawClient client = minivoy.client()) {
            client.send(CHUNKED);
            int sent = 0;
            // The upstream has what fits; the piece that does not is not passed on.
            while (sent < LIMIT_BYTES / 65_536) {
                client.send(chunk);
                sent++;
            }
            Configured.await(() -> read.get() >= LIMIT_BYTES);
            client.send(chunk);
            RawResponse answer = client.read();
            assertThat(answer.text()).isEqualTo("413 request_too_large\n");
            assertThat(answer.field("connection")).isEqualTo("close");
            Configured.await(() -> ended.get() == 1);
            long framed = (long) sent * chunk.length();
            assertThat(read.get()).isBetween((long) LIMIT_BYTES, framed + "10000\r\n".length());
            // What still comes is dropped for a while, so that the answer is not lost.
            assertThatThrownBy(() -> sendForEver(client, chunk)).isInstanceOf(IOException.class);
            Configured.await(() -> minivoy.proxy().stats().clientConnectionsOpen() == 0);
            assertThat(minivoy.proxy().stats().upstreamConnectionsOpen()).isZero();
            assertThat(minivoy.proxy().stats().errors(ProxyError.REQUEST_TOO_LARGE)).isEqualTo(1);
            assertThat(minivoy.proxy().stats().errors()).isEqualTo(1);
        }
    }

    private static void sendForEver(RawClient client, String chunk) throws Exception {
        while (true) {
            client.send(chunk);
            Sleep.forNs(1_000_000);
        }
    }

    @Test
    void aChunkThatClaimsToBeHugeIsReadUpToTheLimit() throws Exception {
        AtomicLong read = new AtomicLong();
        AtomicLong ended = new AtomicLong();
        try (ScriptedServer server = reader(read, ended);
                Configured minivoy = limited(server, "request: 100", "");
                RawClient client = minivoy.client()) {
            client.send(CHUNKED + "7fffffff\r\n" + "x".repeat(50));
            Configured.await(() -> read.get() >= 50);
            client.send("x".repeat(51));
            assertThat(client.read().status()).isEqualTo(413);
            Configured.await(() -> ended.get() == 1);
            assertThat(read.get()).isEqualTo(50 + "7fffffff\r\n".length());
        }
    }

    @Test
    void whoAnswersBeforeTheBodyIsTooLongIsCutOff() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(OK_CHUNKED + "1\r\na\r\n");
                            while (connection.skip(1000) >= 0) {
                                // Until the proxy has had enough.
                            }
                        });
                Configured minivoy = limited(server, "request: 10", "");
                RawClient client = minivoy.client()) {
            client.send(CHUNKED + "1\r\nx\r\n");
            assertThat(client.readHeadText()).startsWith("HTTP/1.1 200 OK");
            client.send("20\r\n" + "x".repeat(32) + "\r\n");
            assertCut(client, "1\r\na\r\n");
            assertThat(minivoy.proxy().stats().errors(ProxyError.REQUEST_TOO_LARGE)).isEqualTo(1);
        }
    }

    /** Reads what has come before the client was cut off. */
    private static void assertCut(RawClient client, String before) throws IOException {
        assertThat(new String(client.exactly(before.length()), US_ASCII)).isEqualTo(before);
        assertThat(client.isClosedWithoutMore()).isTrue();
    }

    @Test
    void aResponseThatTurnsOutTooLongIsCutOff() throws Exception {
        String tooMuch = "6\r\n567890\r\n0\r\n\r\n";
        try (ScriptedServer server =
                new ScriptedServer((connection, number) -> {
                    String head = connection.readHeadText();
                    boolean chunks = head.contains("/chunks");
                    connection.send(
                            chunks
                                    ? OK_CHUNKED + "5\r\n01234\r\n"
                                    : "HTTP/1.1 200 OK\r\n\r\n01234");
                    if (head.contains("/at-once")) {
                        connection.send("x".repeat(100));
                    } else {
                        connection.skip(1);
                    }
                    connection.send(chunks ? tooMuch : "567890");
                })) {
            for (String target : new String[] {"/chunks", "/close"}) {
                try (Configured minivoy = limited(server, "response: 10", "");
                        RawClient client = minivoy.client()) {
                    client.send("POST " + target + " HTTP/1.1\r\nHost: h\r\n");
                    client.send("Content-Length: 1\r\n\r\n");
                    assertThat(client.readHeadText()).contains("chunked");
                    assertThat(new String(client.exactly(8), US_ASCII)).isEqualTo("5\r\n01234");
                    client.send("x");
                    String left = target.equals("/chunks") ? "\r\n" : "";
                    assertCut(client, left);
                    assertThat(minivoy.proxy().stats().errors(ProxyError.RESPONSE_TOO_LARGE))
                            .isEqualTo(1);
                    assertThat(minivoy.page("/stats/prometheus"))
                            .contains("{filter=\"body_limit\",kind=\"body_limit\"} 1\n");
                }
            }
            // To HTTP/1.0 a body goes without chunks.
            try (Configured minivoy = limited(server, "response: 10", "");
                    RawClient client = minivoy.client()) {
                client.send("POST /chunks HTTP/1.0\r\nContent-Length: 1\r\n\r\n");
                assertThat(client.readHeadText()).doesNotContain("chunked");
                assertThat(new String(client.exactly(5), US_ASCII)).isEqualTo("01234");
                client.send("x");
                assertCut(client, "");
            }
        }
    }

    @Test
    void aResponseWhoseBeginningIsTooLongIsAnError() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.answering(OK_CHUNKED + "b\r\n01234567890\r\n0\r\n\r\n");
                Configured minivoy = limited(server, "response: 10", "");
                RawClient client = minivoy.client()) {
            assertThat(ask(client, "/").text()).isEqualTo("502 response_too_large\n");
            assertThat(ask(client, "/").text()).isEqualTo("502 response_too_large\n");
        }
    }

    private String checked(ScriptedServer server, Path tokens, String more) {
        return "filters: [{name: auth, token_check: {tokens_file: '%s'}}%s]\n"
                        .formatted(tokens, more)
                + "routes: [{cluster: a}]\nclusters: [{name: a, endpoints: ['%s']}]\n"
                        .formatted(text(server));
    }

    @Test
    void tokensThatCannotBeReadLeaveTheOldOnes() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens.txt"), "one\n");
        try (ScriptedServer server = named("one");
                Configured minivoy = new Configured(loop, checked(server, tokens, ""));
                RawClient client = minivoy.client()) {
            assertThat(ask(client, "/", "Authorization: Bearer one").status()).isEqualTo(200);
            Files.delete(tokens);
            String other = checked(server, tokens, ", {body_limit: {request: 1}}");
            assertThat(minivoy.proxy().reload(config(other))).isFalse();
            Configured.await(() -> minivoy.events().contains("config_broken"));
            assertThat(minivoy.events())
                    .contains("the old one stays: filter auth: tokens_file: ")
                    .contains("tokens.txt cannot be read; give a file with a token a line\n");
            assertThat(ask(client, "/", "Authorization: Bearer one").status()).isEqualTo(200);
            assertThat(minivoy.page("/config")).doesNotContain("body_limit");
            Files.writeString(tokens, "two words\n");
            assertThat(minivoy.proxy().reload(config(other))).isFalse();
            Files.writeString(tokens, "two\n");
            assertThat(minivoy.proxy().reload(config(checked(server, tokens, "")))).isTrue();
            Configured.await(() -> minivoy.events().contains("the tokens were read anew"));
            Configured.await(() -> isRefused(minivoy, "one"));
            assertThat(minivoy.ask("/", "Authorization: Bearer two").status()).isEqualTo(200);
            assertThat(minivoy.events()).doesNotContain("words");
        }
    }

    private static boolean isRefused(Configured minivoy, String token) {
        try {
            return minivoy.ask("/", "Authorization: Bearer " + token).status() == 401;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void withoutItsTokensMinivoyDoesNotStart() throws IOException {
        try (ScriptedServer server = named("one")) {
            String document = checked(server, folder.resolve("none.txt"), "");
            assertThatThrownBy(() -> new Configured(loop, document))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("filter auth: tokens_file: ")
                    .hasMessageContaining("none.txt cannot be read");
        }
    }
}
