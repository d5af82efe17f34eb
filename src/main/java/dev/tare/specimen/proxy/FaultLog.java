package dev.tare.specimen.proxy;

import dev.tare.base.time.NanoClock;
import dev.tare.io.net.Connection;
import dev.tare.io.net.tls.TlsConnection;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Says why connections by TLS fail: the counters tell only how many do. One line in {@link
 * #LINE_EVERY_NS}, for who can fail once can fail a million times.
 *
 * <p>Thread-safety: its loop's thread. Allocation: for the lines that are said.
 */
final class FaultLog {
    static final long LINE_EVERY_NS = 1_000_000_000L;

    /** What a certificate says of itself is its maker's to choose. */
    static final int MAX_REASON_CHARS = 300;

    private final Consumer<String> lines;
    private final NanoClock clock;
    private long nextNs;
    private long leftOut;

    FaultLog(Consumer<String> lines, NanoClock clock) {
        this.lines = lines;
        this.clock = clock;
        nextNs = clock.nowNs();
    }

    /**
     * Says why a connection has failed.
     *
     * @param side whose it is: {@code client}, {@code upstream}
     */
    void say(String side, Connection connection) {
        say(side, connection, reason(connection));
    }

    /** Says that the handshake of a connection has lasted too long. */
    void sayLate(String side, Connection connection) {
        say(side, connection, "the handshake takes too long");
    }

    /** Says that a connection has failed, for that reason. */
    void say(String side, Connection connection, String reason) {
        long nowNs = clock.nowNs();
        if (nowNs - nextNs < 0) {
            leftOut++;
            return;
        }
        nextNs = nowNs + LINE_EVERY_NS;
        String who =
                connection.remoteAddress() instanceof InetSocketAddress address
                        ? side + " " + Minivoy.text(address)
                        : side;
        String more = leftOut == 0 ? "" : " (and %d more since the last line)".formatted(leftOut);
        leftOut = 0;
        lines.accept(who + ": " + harmless(reason) + more);
    }

    private static String reason(Connection connection) {
        return connection instanceof TlsConnection tls ? tls.failureReason().orElse("") : "";
    }

    private static String harmless(String reason) {
        String text = reason.replaceAll("\\p{Cntrl}", ".");
        return text.length() <= MAX_REASON_CHARS ? text : text.substring(0, MAX_REASON_CHARS) + "…";
    }
}
