package dev.tare.specimen.proxy;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server whose every body is another one: {@code GET /WAY/SEED/LENGTH} is answered by bytes that
 * the seed settles. Ways: {@code length}, {@code chunks} (of a megabyte), {@code close} (ended by
 * the connection), {@code half} (breaks off in the middle) and {@code stall} (stops there).
 */
final class SeededBodies implements AutoCloseable {
    static final int CHUNK_BYTES = 1_000_000;

    private static final int BLOCK_BYTES = 64 * 1024;

    private final ScriptedServer server;
    private final AtomicLong sentBytes = new AtomicLong();

    SeededBodies() throws IOException {
        server =
                new ScriptedServer((connection, number) -> {
                    while (answer(connection)) {
                        // The next request comes.
                    }
                });
    }

    ScriptedServer server() {
        return server;
    }

    /** Heads and bodies that were sent, whole or not. */
    long sentBytes() {
        return sentBytes.get();
    }

    private boolean answer(RawClient connection) throws IOException {
        String[] target = connection.readHeadText().split(" ", 3)[1].split("/", 4);
        long seed = Long.parseLong(target[2]);
        long length = Long.parseLong(target[3]);
        Source source = new Source(seed);
        switch (target[1]) {
            case "chunks" -> {
                send(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (long left = length; left > 0; left -= CHUNK_BYTES) {
                    long chunk = Math.min(left, CHUNK_BYTES);
                    send(connection, Long.toHexString(chunk) + "\r\n");
                    send(connection, source, chunk);
                    send(connection, "\r\n");
                }
                send(connection, "0\r\n\r\n");
            }
            case "close" -> {
                send(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                send(connection, source, length);
                return false;
            }
            default -> {
                send(connection, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                boolean whole = target[1].equals("length");
                send(connection, source, whole ? length : length / 2);
                if (target[1].equals("stall")) {
                    connection.isClosedWithoutMore();
                }
                return whole;
            }
        }
        return true;
    }

    private void send(RawClient connection, String text) throws IOException {
        connection.send(text);
        sentBytes.addAndGet(text.length());
    }

    private void send(RawClient connection, Source source, long length) throws IOException {
        for (long left = length; left > 0; left -= BLOCK_BYTES) {
            byte[] block = source.next((int) Math.min(left, BLOCK_BYTES));
            connection.send(block);
            sentBytes.addAndGet(block.length);
        }
    }

    /** The bytes of a body as one array. */
    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        Source source = new Source(seed);
        for (int at = 0; at < length; at += BLOCK_BYTES) {
            byte[] block = source.next(Math.min(BLOCK_BYTES, length - at));
            System.arraycopy(block, 0, bytes, at, block.length);
        }
        return bytes;
    }

    /** The checksum of a body. */
    static String sha256(long seed, long length) {
        Source source = new Source(seed);
        MessageDigest digest = newDigest();
        for (long left = length; left > 0; left -= BLOCK_BYTES) {
            digest.update(source.next((int) Math.min(left, BLOCK_BYTES)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Reads so many bytes and returns their checksum. */
    static String sha256Of(RawClient client, long length) throws IOException {
        MessageDigest digest = newDigest();
        for (long left = length; left > 0; left -= BLOCK_BYTES) {
            digest.update(client.exactly((int) Math.min(left, BLOCK_BYTES)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256Of(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has it", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The bytes of one body, in blocks, of which the last alone may be short. */
    private static final class Source {
        private final SplitMix64 random;

        Source(long seed) {
            random = new SplitMix64(seed);
        }

        byte[] next(int length) {
            ByteBuffer words = ByteBuffer.allocate(length + Long.BYTES);
            while (words.position() < length) {
                words.putLong(random.nextLong());
            }
            return Arrays.copyOf(words.array(), length);
        }
    }
}
