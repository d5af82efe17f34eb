package dev.tare.io.net.tls;

import dev.tare.io.net.Connection;
import java.util.Optional;

/**
 * A connection that is encrypted, for an owner who wants to know more than that it works.
 *
 * <p>What {@link #send} has taken may wait here for the kernel: at most {@link #MAX_WAITING_BYTES},
 * and as long as any of it waits nothing more is taken. {@link #close} says farewell (close_notify)
 * and lets what waits go out first, behind the owner's back.
 *
 * <p>Before the handshake is done {@link #send} takes nothing. The end of the other side's data is
 * its close_notify; a FIN without one is {@link dev.tare.io.net.IoFailure#TLS_TRUNCATED}.
 */
public sealed interface TlsConnection extends Connection permits SecuredConnection {

    /** The most encrypted bytes that wait for the kernel on one connection. */
    int MAX_WAITING_BYTES = LoopBuffers.OUT_BYTES;

    /** Whether TCP is connected, and the two sides have not come to an agreement yet. */
    boolean handshaking();

    /** Whether an earlier session was resumed, without certificates; false before the handshake. */
    boolean resumed();

    /**
     * By which version and cipher it is encrypted; empty before the handshake is done and after the
     * end. Allocates, but less than {@link #facts}, for no certificate is looked at.
     */
    Optional<TlsSuite> suite();

    /** Encrypted bytes that wait for the kernel, 0 to {@link #MAX_WAITING_BYTES}. */
    int waitingBytes();

    /** What was agreed on; empty until the handshake is done. Allocates when first called. */
    Optional<TlsFacts> facts();

    /** Why it failed, in words: {@code certificate has expired …}; empty if TLS did not fail. */
    Optional<String> failureReason();
}
