package dev.tare.specimen.app.wamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.wamp.auth.Credential;
import dev.tare.specimen.app.wamp.auth.User;
import dev.tare.specimen.app.wamp.auth.Users;
import dev.tare.specimen.app.wamp.auth.WampCra;
import dev.tare.specimen.app.wamp.router.RouterOptions;
import dev.tare.testing.PeerTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The field's own client against our router. It is installed by {@code pip install autobahn}. */
@PeerTest("wamp")
@Timeout(120)
final class AutobahnPeerTest {
    private static final String KEY =
            WampCra.deriveKey("pw", new WampCra.Derivation("pepper", 100, 32));

    @TempDir Path folder = Path.of("");

    private static String webSocket(WampServer server) {
        return "ws://127.0.0.1:" + server.address().getPort() + "/ws";
    }

    @Test
    void itCallsIsCalledPublishesAndSubscribesOverEveryTransport() throws Exception {
        List<SocketAddress> rawSockets =
                List.of(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                        UnixDomainSocketAddress.of(folder.resolve("wamp.sock")));
        try (WampServer server =
                WampServer.start(
                        HttpServerOptions.standard("wamp"),
                        WampOptions.standard().withRawSockets(rawSockets))) {
            InetSocketAddress tcp = (InetSocketAddress) server.rawSockets().getFirst();
            List<String> addresses = new ArrayList<>();
            for (String serializer : List.of("json", "msgpack", "cbor")) {
                addresses.add(webSocket(server) + "+" + serializer);
                addresses.add("tcp:127.0.0.1:" + tcp.getPort() + "+" + serializer);
                addresses.add("unix:" + folder.resolve("wamp.sock") + "+" + serializer);
            }
            String said = PythonPeer.run("peer.py", addresses.toArray(String[]::new));
            assertThat(said.lines().filter(line -> line.startsWith("well ")))
                    .containsExactlyElementsOf(addresses.stream().map(a -> "well " + a).toList());
        }
    }

    @Test
    void itProvesWhoItIsByTicketSecretAndSaltedKey() throws Exception {
        Users users =
                Users.of(
                        List.of(
                                new User("joe", "front", new Credential.Ticket("t1")),
                                new User("ann", "back", new Credential.SharedSecret("s1")),
                                new User(
                                        "eva",
                                        "back",
                                        new Credential.SaltedKey(
                                                KEY, new WampCra.Derivation("pepper", 100, 32)))),
                        Optional.empty());
        try (WampServer server =
                WampServer.start(
                        HttpServerOptions.standard("wamp"),
                        WampOptions.standard()
                                .withRouter(
                                        RouterOptions.standard().withUsers(users),
                                        RouterOptions.REALM))) {
            assertThat(join(server, "ticket", "joe", "t1")).isEqualTo("ticket joe front");
            assertThat(join(server, "wampcra", "ann", "s1")).isEqualTo("wampcra ann back");
            assertThat(join(server, "wampcra", "eva", "pw")).isEqualTo("wampcra eva back");
            assertThat(join(server, "ticket", "joe", "t2")).startsWith("wamp.error.");
            assertThat(join(server, "wampcra", "ann", "s2")).startsWith("wamp.error.");
        }
    }

    private static String join(WampServer server, String method, String name, String secret)
            throws Exception {
        String said = PythonPeer.run("join.py", webSocket(server), method, name, secret);
        return said.lines().reduce("", (_, last) -> last);
    }
}
