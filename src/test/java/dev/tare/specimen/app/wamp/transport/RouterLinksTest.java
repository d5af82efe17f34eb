package dev.tare.specimen.app.wamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.wamp.WampOptions;
import dev.tare.specimen.app.wamp.WampServer;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The router behind links whose peers take little. */
@SocketTest
@Timeout(60)
final class RouterLinksTest {
    private WampServer server;
    private LinkClient small;
    private LinkClient large;

    @SuppressWarnings("NullAway.Init")
    RouterLinksTest() {}

    @BeforeEach
    void start() throws IOException {
        List<SocketAddress> any = List.of(LinkClient.loopback(0));
        server =
                WampServer.start(
                        HttpServerOptions.standard("wamp"),
                        WampOptions.standard().withRawSockets(any));
        LinkOptions modest = LinkOptions.standard().withBytes(1024, 1 << 20);
        small = new LinkClient(LoopOptions.standard(), modest);
        large = new LinkClient(LoopOptions.standard(), LinkOptions.standard());
    }

    @AfterEach
    void stop() {
        small.close();
        large.close();
        server.close();
    }

    private LinkClient.Peer join(LinkClient client) throws InterruptedException {
        LinkClient.Peer peer =
                client.rawSocket(server.rawSockets().getFirst(), WampSerializer.MESSAGE_PACK);
        assertThat(peer.next()).isEqualTo("open");
        Map<String, Object> roles =
                Map.of("caller", Map.of(), "callee", Map.of(), "publisher", Map.of());
        peer.send(new WampMessage.Hello("realm1", Map.of("roles", roles)));
        assertThat(peer.next()).isInstanceOf(WampMessage.Welcome.class);
        return peer;
    }

    @Test
    void aCallThatItsCalleeDoesNotTakeIsAnErrorAndTheCalleeStays() throws Exception {
        LinkClient.Peer callee = join(small);
        callee.send(new WampMessage.Register(1, Map.of(), "com.example.narrow"));
        assertThat(callee.next()).isInstanceOf(WampMessage.Registered.class);
        LinkClient.Peer caller = join(large);
        caller.call(1, "com.example.narrow", "x".repeat(2_000));
        WampMessage.Error error = (WampMessage.Error) caller.next();
        assertThat(error.error()).isEqualTo(WampErrors.PAYLOAD_SIZE_EXCEEDED);
        assertThat(error.request()).isOne();
        caller.call(2, "com.example.narrow", "short");
        WampMessage.Invocation invocation = (WampMessage.Invocation) callee.next();
        callee.send(new WampMessage.Yield(invocation.request(), Map.of(), Payload.of(List.of(7L))));
        assertThat(((WampMessage.Result) caller.next()).payload().args()).isEqualTo(List.of(7L));
    }

    @Test
    void aResultOrErrorThatItsCallerDoesNotTakeIsOneItTakes() throws Exception {
        LinkClient.Peer callee = join(large);
        callee.send(new WampMessage.Register(1, Map.of(), "com.example.wide"));
        assertThat(callee.next()).isInstanceOf(WampMessage.Registered.class);
        LinkClient.Peer caller = join(small);
        Payload wide = Payload.of(List.of("x".repeat(2_000)));
        caller.call(1, "com.example.wide");
        WampMessage.Invocation first = (WampMessage.Invocation) callee.next();
        callee.send(new WampMessage.Yield(first.request(), Map.of(), wide));
        assertThat(((WampMessage.Error) caller.next()).error())
                .isEqualTo(WampErrors.PAYLOAD_SIZE_EXCEEDED);
        caller.call(2, "com.example.wide");
        WampMessage.Invocation second = (WampMessage.Invocation) callee.next();
        callee.send(
                new WampMessage.Error(
                        WampMessage.INVOCATION, second.request(), Map.of(), "com.example.e", wide));
        WampMessage.Error error = (WampMessage.Error) caller.next();
        assertThat(error.error()).isEqualTo("com.example.e");
        assertThat(error.payload().argsOrEmpty()).isEmpty();
    }
}
