package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads on one port. */
@SocketTest
@Timeout(60)
final class MinivoyThreadsTest {
    private static final int THREADS = 4;
    private static final int CONNECTIONS = 5000;
    private static final int CLIENT_THREADS = 8;
    private static final int ROUNDS = 2;

    /** Requests in flight of each client thread. */
    private static final int BATCH = 25;

    private static final int BODY_BYTES = 1000;
    private static final String REQUEST =
            "GET /byte/%d HTTP/1.1\r\nHost: h\r\n\r\n".formatted(BODY_BYTES);

    private Origin origin;
    private Minivoy proxy;

    @SuppressWarnings("NullAway.Init")
    MinivoyThreadsTest() {}

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard());
        proxy = Minivoy.start(ProxyOptions.to(origin.address()).withThreads(THREADS));
    }

    @AfterEach
    void stop() {
        proxy.close();
        origin.close();
    }

    @Test
    void fiveThousandConnectionsAreSpreadAndNoneIsLost() throws Exception {
        int each = CONNECTIONS / CLIENT_THREADS;
        int answers = 0;
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENT_THREADS)) {
            List<Callable<Client>> opening =
                    Collections.nCopies(CLIENT_THREADS, () -> new Client(proxy.address(), each));
            List<Client> opened = new ArrayList<>();
            for (Future<Client> client : clients.invokeAll(opening)) {
                opened.add(client.get());
            }
            // All of them are open at once before the first of them asks.
            List<Callable<Integer>> asking = new ArrayList<>();
            opened.forEach(client -> asking.add(client::askAll));
            for (Future<Integer> client : clients.invokeAll(asking)) {
                answers += client.get();
            }
            ProxyStats stats = proxy.stats();
            assertThat(stats.clientConnectionsOpen()).isEqualTo(CONNECTIONS);
            for (Client client : opened) {
                client.close();
            }
        }
        ProxyStats stats = proxy.stats();
        assertThat(answers).isEqualTo(ROUNDS * CONNECTIONS);
        assertThat(stats.responses(2)).isEqualTo(ROUNDS * CONNECTIONS);
        assertThat(stats.clientConnectionsAccepted()).isEqualTo(CONNECTIONS);
        assertThat(stats.clientConnectionsRefused()).isZero();
        assertThat(stats.errors()).isZero();
        // The kernel chooses by a hash of the addresses: a thread with a half of its share is none
        // of chance.
        assertThat(stats.clientConnectionsByThread())
                .hasSize(THREADS)
                .allMatch(accepted -> accepted > CONNECTIONS / THREADS / 2);
        assertThat(stats.json())
                .contains(
                        "\"client_connections_by_thread\":"
                                + stats.clientConnectionsByThread().toString().replace(" ", ""));
    }

    /** One thread's connections, all open at once. */
    private static final class Client implements AutoCloseable {
        private final List<SocketChannel> channels = new ArrayList<>();
        private final ByteBuffer answer = ByteBuffer.allocate(BODY_BYTES + 1000);

        Client(InetSocketAddress address, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                channels.add(SocketChannel.open(address));
            }
        }

        /** Asks on every connection; returns how many right answers there were. */
        int askAll() throws IOException {
            int right = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int from = 0; from < channels.size(); from += BATCH) {
                    List<SocketChannel> batch =
                            channels.subList(from, Math.min(from + BATCH, channels.size()));
                    for (SocketChannel channel : batch) {
                        channel.write(ByteBuffer.wrap(REQUEST.getBytes(US_ASCII)));
                    }
                    for (SocketChannel channel : batch) {
                        right += isRight(channel) ? 1 : 0;
                    }
                }
            }
            return right;
        }

        private boolean isRight(SocketChannel channel) throws IOException {
            answer.clear();
            int headBytes = -1;
            while (headBytes < 0 || answer.position() < headBytes + BODY_BYTES) {
                if (channel.read(answer) < 0) {
                    throw new EOFException("closed after %d bytes".formatted(answer.position()));
                }
                String text = new String(answer.array(), 0, answer.position(), US_ASCII);
                int end = text.indexOf("\r\n\r\n");
                headBytes = end < 0 ? -1 : end + 4;
            }
            return answer.position() == headBytes + BODY_BYTES
                    && new String(answer.array(), 0, headBytes, US_ASCII)
                            .startsWith("HTTP/1.1 200 OK\r\n");
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }
}
