package dev.tare.load.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Unsent;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.load.engine.HostileLoad.Fate;
import dev.tare.load.engine.HostileServerTest.Hostility;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Protocol;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that break TLS, or HTTP/1.1 over it, on every back end. */
@SocketTest
final class HostileTlsTest {
    private static final String OK = "HTTP/1.1 200 OK|Content-Length: 2||ok";
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK||ok";

    @TempDir private Path folder;
    private final List<AutoCloseable> servers = new ArrayList<>();
    private TestAuthority authority;
    private HostileLoad load;

    @BeforeEach
    void trust() {
        authority = new TestAuthority(folder, "Tare's test authority");
        load =
                new HostileLoad(
                        Protocol.HTTP1,
                        Optional.of(TlsClientOptions.standard().withAuthorities(authority.file())));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    private ServerLayer asItShouldBe() {
        return ServerLayer.tls(authority.vouchFor("127.0.0.1"), false, "http/1.1");
    }

    private int start(ServerLayer layer, RawServer.Script script) throws IOException {
        RawServer server = new RawServer(layer, script);
        servers.add(server);
        return server.port();
    }

    private LoadResult run(IoBackEnd backEnd, boolean slow) throws IOException {
        HostileLoad.requireBackEnd(backEnd);
        int good = start(asItShouldBe(), (exchange, number) -> exchange.write(OK));
        return load.run(good, backEnd, 1, slow);
    }

    private void add(String name, int port, Fate fate) {
        load.add(name, port, RequestSpec.get("/"), fate);
    }

    /** A server that answers well, to whoever believes it. */
    private void addServer(String name, ServerLayer layer, Fate fate) throws IOException {
        add(name, start(layer, (exchange, number) -> exchange.write(OK)), fate);
    }

    private void addHostilities(boolean slow) throws IOException {
        for (Hostility hostility : Hostility.values()) {
            if (hostility.isSlow() == slow) {
                add(
                        hostility.name(),
                        start(asItShouldBe(), (exchange, number) -> hostility.to(exchange)),
                        slow ? Fate.tooLate() : Fate.sent(hostility.outcome()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whatBreaksHttpOverTlsHasItsName(IoBackEnd backEnd) throws IOException {
        addHostilities(false);
        run(backEnd, false);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whatNeverEndsOverTlsTimesOut(IoBackEnd backEnd) throws IOException {
        addHostilities(true);
        run(backEnd, true);
    }

    private void addTalk(String name, SocketServer.Talk talk) throws IOException {
        SocketServer server = new SocketServer(talk);
        servers.add(server);
        add(name, server.port(), Fate.neverConnected());
    }

    /** Reads a little of the client's first words, says something, and is silent for ever. */
    private static SocketServer.Talk saying(byte[] words) {
        return socket -> {
            socket.getInputStream().readNBytes(5);
            socket.getOutputStream().write(words);
            silence(socket);
        };
    }

    private static void silence(Socket socket) throws InterruptedException {
        while (!socket.isClosed()) {
            Thread.sleep(10);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whoCannotShakeHandsIsNoConnectionAndTheReasonIsNamed(IoBackEnd backEnd)
            throws IOException {
        Fate never = Fate.neverConnected();
        TestAuthority other = new TestAuthority(folder, "Somebody else's authority");
        addServer("expired", jdk(authority.vouchedYesterday("127.0.0.1")), never);
        addServer("not yet valid", jdk(authority.vouchesTomorrow("127.0.0.1")), never);
        addServer("another name", jdk(authority.vouchFor("elsewhere.example")), never);
        addServer("an unknown authority", jdk(other.vouchFor("127.0.0.1")), never);
        addTalk("another protocol", saying("SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII)));
        addTalk("an alert", saying(HexFormat.of().parseHex("15030300020228")));
        addTalk("a record of nonsense", saying(HexFormat.of().parseHex("160303000411223344")));
        addTalk("a hello without end", HostileTlsTest::dripHello);
        addTalk("silence", saying(new byte[0]));
        addTalk("a close", socket -> socket.getInputStream().readNBytes(5));
        addTalk(
                "a reset",
                socket -> {
                    socket.getInputStream().readNBytes(5);
                    socket.setSoLinger(true, 0);
                });
        LoadResult result = run(backEnd, true);

        assertThat(String.join("\n", result.transport().failures().keySet()))
                .contains(
                        "expired",
                        "not valid yet",
                        "certificate is for elsewhere.example, not 127.0.0.1",
                        "certificate is by an unknown authority",
                        "does not speak TLS: it begins with 'SSH-2.0-Open'",
                        "the alert 'handshake failure'",
                        "the handshake has failed: ",
                        "timed out",
                        "the other side closed the connection during the handshake",
                        "the connection broke during the handshake");
    }

    private static ServerLayer jdk(TlsIdentity identity) {
        return ServerLayer.tls(identity, false, "http/1.1");
    }

    /** A record of the handshake that says it has 16 KiB, a byte at a time. */
    private static void dripHello(Socket socket) throws IOException, InterruptedException {
        byte[] hello = HexFormat.of().parseHex("160303400002000100000303");
        for (byte octet : hello) {
            socket.getOutputStream().write(octet);
            Thread.sleep(20);
        }
        silence(socket);
    }

    private void addEnd(String name, Outcome outcome, String words, End end) throws IOException {
        RawServer.Script script =
                (exchange, number) -> {
                    exchange.write(words);
                    end.of(exchange);
                };
        add(name, start(asItShouldBe(), script), Fate.sent(outcome));
    }

    /** How a server ends a connection on which TLS is spoken. */
    private interface End {
        void of(RawServer.Exchange exchange) throws IOException;
    }

    /** A record of data that no key has sealed, below the server's TLS. */
    private static void writeUnsealed(RawServer.Exchange exchange) throws IOException {
        exchange.socket().getOutputStream().write(HexFormat.of().parseHex("1703030004aabbccdd"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whatEndsInTheMiddleIsNeverWhole(IoBackEnd backEnd) throws IOException {
        String half = "HTTP/1.1 200 OK|Content-Length: 3||ok";
        addEnd("an alert", Outcome.CLOSED_EARLY, half, HostileTlsTest::alert);
        addEnd("an unsealed record", Outcome.CLOSED_EARLY, half, HostileTlsTest::writeUnsealed);
        addEnd("truncation", Outcome.CLOSED_EARLY, half, e -> e.socket().close());
        addEnd("close_notify", Outcome.CLOSED_EARLY, half, e -> e.spoken().close());
        addEnd("truncation of all", Outcome.CLOSED_EARLY, UNTIL_CLOSE, e -> e.socket().close());
        addEnd("the right end", Outcome.CORRECT, UNTIL_CLOSE, e -> e.spoken().close());
        ServerLayer suspicious = ServerLayer.tls(authority.vouchFor("127.0.0.1"), true, "http/1.1");
        // TLS 1.3 refuses a client when that believes the handshake to be over.
        addServer(
                "a certificate of the client's is wanted",
                suspicious,
                new Fate(EnumSet.of(Outcome.CLOSED_EARLY), EnumSet.of(Unsent.NO_CONNECTION)));
        run(backEnd, false);
    }

    /** To shut the input of a connection that was not ended is a fault, which the JDK tells. */
    private static void alert(RawServer.Exchange exchange) {
        try {
            exchange.spoken().shutdownInput();
        } catch (IOException told) {
            assert true : "the alert is out";
        }
    }
}
