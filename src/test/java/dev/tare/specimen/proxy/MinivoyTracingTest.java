package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Configured.named;
import static dev.tare.specimen.proxy.Configured.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Traces go on or begin whichever HTTP is spoken on either side. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyTracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final Field KNOWN =
            new Field("traceparent", "00-%s-%s-00".formatted(TRACE, PARENT));
    private static final Field WRONG = new Field("traceparent", "00-%s-01".formatted(TRACE));
    private static final Field STATE = new Field("tracestate", "a=1");
    private static final Pattern SEEN =
            Pattern.compile("(?m)^traceparent: 00-([0-9a-f]{32})-([0-9a-f]{16})-(0[01])\\r?$");

    @Parameter LoopOptions loop = LoopOptions.standard();

    @TempDir private Path folder = Path.of("");

    /** Sends a request, and tells the head that the upstream has got. */
    private interface Way {
        String head(Field... fields) throws IOException;
    }

    private Configured proxy(ScriptedServer old, ScriptedHttp2Upstream young) throws IOException {
        return new Configured(
                loop,
                """
                access_log: {path: '%s', format: json}
                filters: [{tracing: {}}]
                routes:
                  - {match: {prefix: /old/untraced}, cluster: old, filters: {off: [tracing]}}
                  - {match: {prefix: /old}, cluster: old}
                  - match: {headers: [{name: x-late}]}
                    cluster: young
                    fault: {delay: {time: 300ms}}
                  - {cluster: young}
                clusters:
                  - {name: old, endpoints: ['%s']}
                  - {name: young, protocol: http2, endpoints: ['%s']}
                """
                        .formatted(
                                folder.resolve("log"),
                                text(old),
                                HostPort.textOf(young.address())));
    }

    private static String last(Iterable<String> heads) {
        List<String> all = new ArrayList<>();
        heads.forEach(all::add);
        return all.getLast().toLowerCase(Locale.ROOT);
    }

    private static void ask(RawClient client, String path, Field... fields) throws IOException {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: h\r\n");
        for (Field field : fields) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        client.send(head.append("\r\n").toString());
        assertThat(client.read().status()).isEqualTo(200);
    }

    private static void ask(Http2TestClient client, String path, Field... fields) {
        RequestSpec spec = new RequestSpec("GET", path, List.of(fields), "");
        assertThat(client.exchange(List.of(spec)).getFirst().status()).isEqualTo(200);
    }

    private static Matcher seen(String head) {
        Matcher seen = SEEN.matcher(head);
        assertThat(seen.find()).as(head).isTrue();
        assertThat(head.indexOf("traceparent")).isEqualTo(head.lastIndexOf("traceparent"));
        return seen;
    }

    @Test
    void tracesGoOnAndBeginByAllFourPairsOfProtocols() throws Exception {
        List<String> logged = new ArrayList<>();
        try (ScriptedServer old = named("old");
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = proxy(old, young);
                Http2TestClient streams = new Http2TestClient(minivoy.proxy().address());
                RawClient requests = minivoy.client()) {
            List<Way> ways =
                    List.of(
                            fields -> {
                                ask(requests, "/old", fields);
                                return last(old.heads());
                            },
                            fields -> {
                                ask(requests, "/ok", fields);
                                return last(young.requests);
                            },
                            fields -> {
                                ask(streams, "/old", fields);
                                return last(old.heads());
                            },
                            fields -> {
                                ask(streams, "/ok", fields);
                                return last(young.requests);
                            });
            for (Way way : ways) {
                String head = way.head(KNOWN, STATE);
                assertThat(seen(head).group(1)).isEqualTo(TRACE);
                assertThat(seen(head).group(2)).isNotEqualTo(PARENT);
                assertThat(seen(head).group(3)).isEqualTo("00");
                assertThat(head).contains("tracestate: a=1");
                logged.add(TRACE);
                String wrong = way.head(WRONG, STATE);
                assertThat(seen(wrong).group(1)).isNotEqualTo(TRACE);
                assertThat(seen(wrong).group(3)).isEqualTo("01");
                assertThat(wrong).doesNotContain("tracestate");
                logged.add(seen(wrong).group(1));
                logged.add(seen(way.head()).group(1));
            }
        }
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines =
                Files.readAllLines(folder.resolve("log")).stream().map(mapper::readTree).toList();
        assertThat(lines)
                .extracting(line -> line.at("/trace_id").asString())
                .containsExactlyElementsOf(logged);
        logged.removeIf(TRACE::equals);
        assertThat(logged).doesNotHaveDuplicates().hasSize(8);
    }

    @Test
    void aRequestThatIsDelayedKeepsItsTraceWhileOthersPass() throws Exception {
        Field late = new Field("x-late", "1");
        try (ScriptedServer old = named("old");
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = proxy(old, young);
                RawClient requests = minivoy.client();
                RawClient others = minivoy.client()) {
            requests.send(
                    "GET /ok HTTP/1.1\r\nHost: h\r\nX-Late: 1\r\n%s: %s\r\n\r\n"
                            .formatted(KNOWN.name(), KNOWN.value()));
            ask(others, "/ok");
            ask(others, "/ok");
            assertThat(requests.read().status()).isEqualTo(200);
            assertThat(young.requests).hasSize(3);
            assertThat(young.requests)
                    .filteredOn(head -> seen(head).group(1).equals(TRACE))
                    .hasSize(1)
                    .allMatch(head -> head.contains("x-late"));
            ask(others, "/ok", late);
            assertThat(seen(last(young.requests)).group(1)).isNotEqualTo(TRACE);
        }
    }

    @Test
    void aRouteWithoutTheFilterTouchesNothing() throws Exception {
        try (ScriptedServer old = named("old");
                ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = proxy(old, young);
                RawClient requests = minivoy.client()) {
            ask(requests, "/old/untraced", WRONG, STATE);
            assertThat(last(old.heads())).contains("traceparent: " + WRONG.value(), "tracestate");
            ask(requests, "/old/untraced");
            assertThat(last(old.heads())).doesNotContain("traceparent");
        }
        assertThat(Files.readString(folder.resolve("log"))).contains("\"trace_id\":null");
    }
}
