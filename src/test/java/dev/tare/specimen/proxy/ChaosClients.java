package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.base.time.Sleep;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Random;

/** Clients that do their worst. Each deed ends by itself, or when the proxy has had enough. */
final class ChaosClients {
    private static final int TIMEOUT_MS = 20_000;
    private static final int MUCH = 2_000_000;
    private static final int ENDLESS_WRITES = 10_000;
    private static final long DRIP_NS = 2_000_000L;
    private static final String GOOD = "GET /good/%d/%d HTTP/1.1|Host: h||";

    private ChaosClients() {}

    /** What a client does. */
    enum Deed {
        COMES_AND_GOES((socket, random) -> {}),
        HALF_A_HEAD_AND_CLOSE((socket, random) -> write(socket, "GET /good/1/1 HTTP/1.1|Ho")),
        HALF_A_HEAD_AND_SILENCE((socket, random) -> {
            write(socket, "GET /good/1/1 HTTP/1.1|Ho");
            readAll(socket);
        }),
        A_HEAD_WITHOUT_END((socket, random) -> {
            write(socket, "GET / HTTP/1.1|");
            writeEndlessly(socket, "a-field: with a value|".repeat(50));
        }),
        A_LINE_WITHOUT_END((socket, random) -> writeEndlessly(socket, "G".repeat(1000))),
        A_LENGTH_TOO_GREAT_AND_RESET((socket, random) -> {
            write(socket, "POST /good/1/1 HTTP/1.1|Host: h|Content-Length: 9||x");
            socket.setSoLinger(true, 0);
        }),
        A_LENGTH_TOO_GREAT_AND_SILENCE((socket, random) -> {
            write(socket, "POST /good/1/1 HTTP/1.1|Host: h|Content-Length: 9||x");
            readAll(socket);
        }),
        CHUNKS_THAT_ARE_NONE((socket, random) -> {
            write(socket, "POST /good/1/1 HTTP/1.1|Host: h|Transfer-Encoding: chunked||");
            write(socket, "1|xyz|zz|");
            readAll(socket);
        }),
        A_CHUNK_EXTENSION_WITHOUT_END((socket, random) -> {
            write(socket, "POST /good/1/1 HTTP/1.1|Host: h|Transfer-Encoding: chunked||1;");
            writeEndlessly(socket, "x".repeat(1000));
        }),
        GOES_IN_THE_MIDDLE((socket, random) -> {
            write(socket, GOOD.formatted(random.nextInt(1000), MUCH));
            read(socket, 1000);
            socket.setSoLinger(true, 0);
        }),
        NEVER_READS((socket, random) -> {
            write(socket, GOOD.formatted(random.nextInt(1000), 6 * MUCH).repeat(3));
            Sleep.forNs(3_000_000_000L);
        }),
        DRIPS((socket, random) -> {
            String request = GOOD.formatted(1, 1);
            for (int i = 0; i < request.length(); i++) {
                write(socket, request.substring(i, i + 1));
                Sleep.forNs(DRIP_NS);
            }
        }),
        ASKS_FOR_MUCH_AND_RESETS((socket, random) -> {
            write(socket, GOOD.formatted(random.nextInt(1000), 5000).repeat(50));
            socket.setSoLinger(true, 0);
        }),
        SMUGGLES((socket, random) -> {
            List<SmugglingCase> cases = SmugglingCase.all();
            socket.getOutputStream().write(cases.get(random.nextInt(cases.size())).bytes());
            socket.shutdownOutput();
            readAll(socket);
        }),
        ASKS_FOR_EVIL((socket, random) -> {
            ChaosUpstream.Deed[] deeds = ChaosUpstream.Deed.values();
            write(
                    socket,
                    "GET /evil/%s HTTP/1.1|Host: h||"
                            .formatted(deeds[random.nextInt(deeds.length)]));
            read(socket, MUCH);
        });

        @SuppressWarnings("ImmutableEnumChecker") // An act keeps nothing but constants.
        private final Act act;

        Deed(Act act) {
            this.act = act;
        }
    }

    private interface Act {
        void play(Socket socket, Random random) throws IOException, InterruptedException;
    }

    /** Does something of this kind; a proxy that does not end what never ends fails the test. */
    static void play(Deed deed, InetSocketAddress proxy, Random random)
            throws IOException, InterruptedException {
        try (Socket socket = new Socket(proxy.getAddress(), proxy.getPort())) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            deed.act.play(socket, random);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError(deed + " was never ended", e);
        } catch (java.net.SocketException e) {
            // The proxy has had enough.
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.replace("|", "\r\n").getBytes(ISO_8859_1));
    }

    private static void writeEndlessly(Socket socket, String text)
            throws IOException, InterruptedException {
        for (int i = 0; i < ENDLESS_WRITES; i++) {
            write(socket, text);
            Sleep.forNs(DRIP_NS);
        }
        throw new AssertionError("the proxy takes what never ends");
    }

    private static void readAll(Socket socket) throws IOException {
        read(socket, Integer.MAX_VALUE);
    }

    private static void read(Socket socket, int maxBytes) throws IOException {
        InputStream input = socket.getInputStream();
        byte[] piece = new byte[16 * 1024];
        long sum = 0;
        int length = input.read(piece);
        while (length >= 0 && sum < maxBytes) {
            sum += length;
            length = input.read(piece);
        }
    }
}
