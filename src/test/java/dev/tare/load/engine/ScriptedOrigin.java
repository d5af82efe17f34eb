package dev.tare.load.engine;

import java.net.SocketAddress;

/** What the other side of a {@link ScriptedEventLoop} does. */
interface ScriptedOrigin {
    /** What {@link #connectNs} returns for an attempt that is refused, 100 µs later. */
    long REFUSED = -1;

    /** What {@link #connectNs} returns for an attempt that nothing answers. */
    long SILENT = -2;

    /** After how long an attempt at {@code nowNs} succeeds. */
    default long connectNs(long nowNs) {
        return 0;
    }

    /** The same, where it matters who is asked. */
    default long connectNs(SocketAddress address, long nowNs) {
        return connectNs(nowNs);
    }

    /** A whole request has arrived. */
    void onRequest(ScriptedConnection connection, long nowNs);

    /** Some bytes of a request have arrived. */
    default void onBytes(ScriptedConnection connection, long nowNs) {}

    /** How many of {@code length} bytes the kernel takes; -1: it says that the link is broken. */
    default int takes(int length) {
        return length;
    }
}
