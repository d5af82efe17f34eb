package dev.tare.specimen.proxy.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class EventLogTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long epochNs = 1_700_000_000_123_456_789L;

    private EventLog open(LogLevel level) {
        return new EventLog(() -> epochNs, level, new PrintStream(bytes, true, UTF_8)).start();
    }

    private List<String> lines(EventLog log) {
        log.close();
        return bytes.toString(UTF_8).lines().toList();
    }

    @Test
    void anEventIsALineWithItsTimeLevelAndKind() {
        EventLog log = open(LogLevel.INFO);
        log.say(EventKind.UPSTREAM_UNREACHABLE, "127.0.0.1:80: refused");
        assertThat(lines(log))
                .containsExactly(
                        "2023-11-14T22:13:20.123Z warn upstream_unreachable 127.0.0.1:80: refused");
    }

    @Test
    void whatMattersLessThanTheLevelIsNotSaid() {
        EventLog log = open(LogLevel.WARN);
        log.say(EventKind.STOPPING, "no");
        assertThat(log.wants(EventKind.STOPPING)).isFalse();
        log.say(EventKind.FAULT, "yes");
        log.setLevel(LogLevel.DEBUG);
        assertThat(log.wants(EventKind.STOPPING)).isTrue();
        log.say(EventKind.REQUEST_FAILED, "yes");
        log.setLevel(LogLevel.ERROR);
        log.say(EventKind.UPSTREAM_FAILED, "no");
        assertThat(lines(log)).hasSize(2).allMatch(line -> line.endsWith(" yes"));
        assertThat(log.leftOut()).isZero();
    }

    @Test
    void whatCameFromOutsideCannotForgeALine() {
        EventLog log = open(LogLevel.INFO);
        log.say(EventKind.FAULT, "a\r\n2023 error b\u001b[31m\u0000\\ ä €");
        assertThat(lines(log))
                .singleElement()
                .asString()
                .endsWith(" a\\x0d\\x0a2023 error b\\x1b[31m\\x00\\\\ \\xe4 \\u20ac");
    }

    @Test
    void aLongTextIsCut() {
        EventLog log = open(LogLevel.INFO);
        log.say(EventKind.FAULT, "x".repeat(10_000));
        assertThat(lines(log))
                .singleElement()
                .asString()
                .endsWith("x...")
                .hasSizeLessThan(EventLog.MAX_TEXT_CHARS + 100);
    }

    @Test
    void aFloodOfOneKindIsBoundedAndCountedAndHidesNoOther() {
        EventLog log = open(LogLevel.INFO);
        for (int i = 0; i < 100; i++) {
            if (log.wants(EventKind.UPSTREAM_FAILED)) {
                log.say(EventKind.UPSTREAM_FAILED, "flood " + i);
            }
            log.say(EventKind.CLIENTS_REFUSED, "too");
        }
        log.say(EventKind.FAULT, "other");
        epochNs += SECOND_NS;
        log.say(EventKind.UPSTREAM_FAILED, "later");
        log.say(EventKind.UPSTREAM_FAILED, "last");
        List<String> lines = lines(log);
        int max = EventLog.MAX_LINES_A_SECOND;
        assertThat(lines).filteredOn(line -> line.contains("flood")).hasSize(max);
        assertThat(lines).filteredOn(line -> line.endsWith("too")).hasSize(max);
        assertThat(lines).filteredOn(line -> line.endsWith("other")).hasSize(1);
        assertThat(lines)
                .filteredOn(line -> line.contains("later"))
                .singleElement()
                .asString()
                .endsWith("later (" + (100 - max) + " more of these were left out)");
        assertThat(lines).last().asString().endsWith("last");
        assertThat(log.leftOut()).isEqualTo(2L * (100 - max));
    }

    @Test
    void aStreamThatTakesNothingHoldsUpNobody() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        PrintStream stuck =
                new PrintStream(bytes, false, UTF_8) {
                    @Override
                    public void writeBytes(byte[] buffer) {
                        try {
                            released.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                };
        EventLog log = new EventLog(() -> epochNs, LogLevel.INFO, stuck).start();
        int said = 3 * EventLog.QUEUE_LINES;
        for (int i = 0; i < said; i++) {
            epochNs += SECOND_NS;
            log.say(EventKind.FAULT, "x");
        }
        // One line is with the writer.
        assertThat(log.leftOut())
                .isBetween(said - EventLog.QUEUE_LINES - 1L, said - (long) EventLog.QUEUE_LINES);
        released.countDown();
        log.close();
    }
}
