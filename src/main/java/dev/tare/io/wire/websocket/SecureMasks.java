package dev.tare.io.wire.websocket;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.IntSupplier;

/**
 * Keys that nobody can foretell, drawn many at a time.
 *
 * <p>Thread-safety: one thread. Source: RFC 6455, section 5.3: a key comes from a strong source of
 * entropy.
 */
public final class SecureMasks implements IntSupplier {
    private static final int BATCH_BYTES = 1024;

    private final SecureRandom random = new SecureRandom();
    private final byte[] batch = new byte[BATCH_BYTES];
    private final ByteBuffer left = ByteBuffer.wrap(batch).limit(0);

    @Override
    public int getAsInt() {
        if (!left.hasRemaining()) {
            random.nextBytes(batch);
            left.clear();
        }
        return left.getInt();
    }
}
