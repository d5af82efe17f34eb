package dev.tare.specimen.proxy.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class AccessLogTest {
    private static final long EPOCH_NS = 1_700_000_000_000_000_000L;
    private static final String EVIL = "/a\"b c\r\nforged\\\u0000\u001b[1m\u00e4";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final EventLog events =
            new EventLog(() -> EPOCH_NS, LogLevel.INFO, new PrintStream(said, true, US_ASCII))
                    .start();

    @TempDir private Path folder = Path.of("");

    private AccessLog open(AccessLogOptions.Format format, OutputStream to) throws IOException {
        AccessLogOptions options = new AccessLogOptions(Optional.empty(), format);
        return AccessLog.open(options, to, events, () -> 5_000_000_000L, () -> EPOCH_NS);
    }

    private static void ask(AccessEntry entry, String method, String target, long startNs) {
        byte[] bytes = (method + target).getBytes(ISO_8859_1);
        MemorySegment text = Arena.ofAuto().allocate(bytes.length);
        MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
        entry.begin(startNs, 1000);
        entry.asks(text, 0, method.length(), method.length(), target.length());
    }

    private static void leaveLines(AccessLog.Source source) {
        AccessEntry entry = source.entry("10.0.0.1:1234");
        ask(entry, "GET", "/byte/1?token=hush", 4_000_000_000L);
        entry.isNamed(0x0123456789abcdefL, 0xfedcba9876543210L);
        entry.receives(70);
        entry.receives(8);
        entry.goesTo("10.0.0.2:80");
        entry.isAnswered(200);
        entry.end(4_001_500_000L, 1412);
        ask(entry, "POST", EVIL, 4_500_000_000L);
        entry.fails("client_gone");
        entry.end(4_500_000_001L, 1000);
        entry.begin(4_600_000_000L, 1000);
        entry.fails("bad_request");
        entry.isAnswered(400);
        entry.end(4_600_000_000L, 1100);
        // Nothing has begun.
        entry.end(4_700_000_000L, 1100);
    }

    private List<String> lines() {
        return output.toString(US_ASCII).lines().toList();
    }

    @Test
    void aLineOfTextTellsWhatBecameOfARequest() throws IOException {
        AccessLog log = open(AccessLogOptions.Format.TEXT, output);
        AccessLog.Source source = log.source();
        log.start();
        leaveLines(source);
        log.close();
        assertThat(lines())
                .containsExactly(
                        "2023-11-14T22:13:19.000Z 10.0.0.1:1234 \"GET /byte/1\" 200 78 412 0.001500"
                                + " 10.0.0.2:80 \"01234567-89ab-cdef-fedc-ba9876543210\" -",
                        "2023-11-14T22:13:19.500Z 10.0.0.1:1234 \"POST /a\\x22b c\\x0d\\x0aforged"
                                + "\\\\\\x00\\x1b[1m\\xe4\" - 0 0 0.000000 - \"-\" client_gone",
                        "2023-11-14T22:13:19.600Z 10.0.0.1:1234 \"-\" 400 0 100 0.000000 - \"-\""
                                + " bad_request");
        assertThat(log.written()).isEqualTo(3);
        assertThat(log.dropped()).isZero();
    }

    @Test
    void aLineOfJsonIsOneObject() throws IOException {
        AccessLog log = open(AccessLogOptions.Format.JSON, output);
        AccessLog.Source source = log.source();
        log.start();
        leaveLines(source);
        log.close();
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = lines().stream().map(mapper::readTree).toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).at("/time").asString()).isEqualTo("2023-11-14T22:13:19.000Z");
        assertThat(lines.get(0).at("/path").asString()).isEqualTo("/byte/1");
        assertThat(lines.get(0).at("/duration_ns").asLong()).isEqualTo(1_500_000);
        assertThat(lines.get(0).at("/error").isNull()).isTrue();
        assertThat(lines.get(1).at("/path").asString()).isEqualTo(EVIL);
        assertThat(lines.get(1).at("/status").isNull()).isTrue();
        assertThat(lines.get(1).at("/error").asString()).isEqualTo("client_gone");
        assertThat(lines.get(2).at("/method").isNull()).isTrue();
        assertThat(lines.get(2).at("/sent_bytes").asInt()).isEqualTo(100);
    }

    @Test
    void aFullRingDropsLinesAndCountsThem() throws IOException {
        AccessLog log = open(AccessLogOptions.Format.TEXT, output);
        AccessEntry entry = log.source().entry("c");
        int asked = AccessRing.CAPACITY + 100;
        for (int i = 0; i < asked; i++) {
            ask(entry, "GET", "/" + i, 0);
            entry.end(1, 1000);
        }
        assertThat(log.dropped()).isEqualTo(100);
        log.start();
        log.close();
        assertThat(lines()).hasSize(AccessRing.CAPACITY);
        assertThat(lines().getLast()).contains("/" + (AccessRing.CAPACITY - 1) + "\"");
        events.close();
        assertThat(said.toString(US_ASCII)).contains("access_log_behind 100 lines");
    }

    @Test
    void longNamesAreCut() throws IOException {
        AccessLog log = open(AccessLogOptions.Format.TEXT, output);
        AccessEntry entry = log.source().entry("c");
        ask(entry, "M".repeat(1000), "/" + "p".repeat(30_000), 0);
        MemorySegment id = Arena.ofAuto().allocate(1000).fill((byte) 'i');
        entry.isNamed(id, 0, 1000);
        entry.end(1, 1000);
        log.start();
        log.close();
        assertThat(lines()).singleElement().asString().hasSizeLessThan(2400).endsWith("ii\" -");
    }

    @Test
    void aFileThatTakesNoLinesIsToldOfAndLosesThem() throws IOException {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        AccessLog log = open(AccessLogOptions.Format.TEXT, full);
        AccessLog.Source source = log.source();
        log.start();
        leaveLines(source);
        log.close();
        events.close();
        assertThat(log.written()).isZero();
        assertThat(log.dropped()).isEqualTo(3);
        assertThat(said.toString(US_ASCII))
                .contains("error access_log_broken the access log takes no lines: No space left");
    }

    @Test
    void linesAreAddedToAFile() throws IOException {
        Path file = folder.resolve("access.log");
        Files.writeString(file, "there\n");
        AccessLogOptions options =
                new AccessLogOptions(Optional.of(file), AccessLogOptions.Format.TEXT);
        AccessLog log = AccessLog.open(options, output, events, () -> 0, () -> EPOCH_NS);
        AccessLog.Source source = log.source();
        log.start();
        leaveLines(source);
        log.close();
        assertThat(Files.readAllLines(file)).hasSize(4).startsWith("there");
        assertThat(output.size()).isZero();
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        Path nowhere = folder.resolve("nowhere/access.log");
        AccessLogOptions options =
                new AccessLogOptions(Optional.of(nowhere), AccessLogOptions.Format.TEXT);
        assertThatThrownBy(() -> AccessLog.open(options, output, events, () -> 0, () -> EPOCH_NS))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write the access log " + nowhere + ": there is no such folder");
    }
}
