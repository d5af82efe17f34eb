package dev.tare.io.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.Connection;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.TlsFixture.End;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of TLS begin with: a loop, an authority, and options that go together. */
abstract class TlsBed {
    @TempDir private Path folder;
    TestAuthority authority;
    TlsFixture fixture;

    /** The raw connection below the last one accepted by {@link #listen}. */
    private @Nullable Connection lastRaw;

    abstract IoBackEnd backEnd();

    abstract TlsProvider provider();

    @BeforeEach
    void open() throws IOException {
        authority = new TestAuthority(folder, "Tare's test authority");
        fixture = new TlsFixture(backEnd());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    TestAuthority anotherAuthority() {
        return new TestAuthority(folder, "Somebody else's authority");
    }

    TlsServerOptions serverOptions(TlsIdentity identity) {
        return TlsServerOptions.standard(identity).withProvider(provider());
    }

    TlsClientOptions clientOptions() {
        return TlsClientOptions.standard()
                .withAuthorities(authority.file())
                .withProvider(provider());
    }

    TlsClientOptions unverified() {
        return TlsClientOptions.standard().withoutVerification().withProvider(provider());
    }

    InetSocketAddress listen(TlsServerOptions options, Supplier<? extends End> ends)
            throws IOException {
        return listen(options, ends, new LoopBuffers());
    }

    InetSocketAddress listen(
            TlsServerOptions options, Supplier<? extends End> ends, LoopBuffers buffers)
            throws IOException {
        TlsServer server = TlsServer.of(options);
        return (InetSocketAddress)
                fixture.loop
                        .listen(
                                TlsFixture.ANY_PORT,
                                64,
                                false,
                                raw -> {
                                    lastRaw = raw;
                                    return server.over(
                                                    fixture.loop,
                                                    c -> fixture.accept(c, ends.get()),
                                                    buffers)
                                            .onAccept(raw);
                                })
                        .localAddress();
    }

    Connection lastRaw() {
        Connection raw = lastRaw;
        if (raw == null) {
            throw new IllegalStateException("nothing was accepted yet");
        }
        return raw;
    }

    /** A client whose handshake is done, as the server's is. */
    <E extends End> E connected(TlsClient client, InetSocketAddress address, E end)
            throws IOException {
        int before = fixture.accepted.size();
        fixture.connect(client, address, end);
        fixture.until(() -> end.saw("connected") || end.failed());
        assertThat(end.events).as(() -> end.failed() ? end.reason() : "").contains("connected");
        fixture.until(() ->
                fixture.accepted.size() > before
                        && fixture.accepted.getLast().tls().facts().isPresent());
        return end;
    }

    <E extends End> E connected(InetSocketAddress address, E end) throws IOException {
        return connected(TlsClient.of(clientOptions()), address, end);
    }

    End server() {
        return fixture.accepted.getLast();
    }

    /** A client whose handshake fails in that way. */
    End refused(TlsClientOptions options, InetSocketAddress address, String host, IoFailure how)
            throws IOException {
        End client = fixture.connect(TlsClient.of(options), address, host, new End());
        fixture.until(() -> client.events.size() > 0);
        assertThat(client.events).as(client.reason()).containsExactly(how.name());
        assertThat(client.tls().isOpen()).isFalse();
        return client;
    }
}
