package dev.tare.io.net.tls;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One session: turns bytes of the wire into the owner's and back. It never touches a socket.
 *
 * <p>Thread-safety: its loop's thread.
 */
interface TlsEngine {

    /** The most plain bytes in one record (RFC 8446, section 5.1). */
    int RECORD_BYTES = 16 * 1024;

    /** What was negotiated; see {@link TlsFacts}. */
    record Terms(
            TlsSuite suite,
            Optional<String> alpn,
            boolean resumed,
            Optional<String> serverName,
            Optional<String> peerSubject) {}

    /**
     * Goes on with the handshake. It may stop for having much to say: then it wants to be drained
     * and called again with the rest.
     *
     * @param length bytes that have arrived, 0 for none; {@link #consumed} of them are used
     * @return whether the handshake is done
     * @throws TlsFailure when it has failed; an alert may wait to be drained
     */
    boolean handshake(MemorySegment in, long offset, int length) throws TlsFailure;

    /**
     * Decrypts what has arrived, as much of it as there is room for.
     *
     * @param length bytes that have arrived, 1 or more; {@link #consumed} of them are used
     * @param capacity room, at least twice {@link #RECORD_BYTES}
     * @return plain bytes written, 0 or more; see {@link #failure} and {@link #ended} as well
     */
    int decrypt(
            MemorySegment in,
            long offset,
            int length,
            MemorySegment out,
            long outOffset,
            int capacity);

    /** Whether {@link #handshake} must be called again once all is drained, without new bytes. */
    boolean blocked();

    /** How many bytes the last call has used. */
    int consumed();

    /** What went wrong in {@link #decrypt} after the bytes that it returned. */
    @Nullable TlsFailure failure();

    /** Whether the other side has said close_notify. */
    boolean ended();

    /**
     * Encrypts, after anything else that waits to be said.
     *
     * @param length plain bytes, 1 to {@link LoopBuffers#CHUNK_BYTES}
     * @param out room of {@link LoopBuffers#OUT_BYTES}
     * @return encrypted bytes written, or -1 when the session is broken
     */
    int encrypt(MemorySegment in, long offset, int length, MemorySegment out);

    /** Writes what waits to be said (handshake, alerts); returns how many bytes, 0 for no more. */
    int drain(MemorySegment out);

    /** Says close_notify, after anything else that waits; returns how many bytes were written. */
    int closeNotify(MemorySegment out);

    /** Whether an earlier session was resumed; only once the handshake is done. */
    boolean resumed();

    /** How it is encrypted; only once the handshake is done, and before {@link #free}. */
    TlsSuite suite();

    /** What was negotiated; only once the handshake is done, and before {@link #free}. */
    Terms terms();

    /** Frees what it holds; nothing else is called after that. Freeing twice does nothing. */
    void free();
}
