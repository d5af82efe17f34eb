package dev.tare.io.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.tls.TlsFixture.Echo;
import dev.tare.io.net.tls.TlsFixture.End;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every provider of TLS must do, over every back end. */
@SocketTest
abstract class TlsContractTest {
    @TempDir private Path folder;
    private TestAuthority authority;
    private TlsFixture fixture;

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

    private TlsServer server(TlsIdentity identity) throws IOException {
        return TlsServer.of(TlsServerOptions.standard(identity).withProvider(provider()));
    }

    private TlsClientOptions clientOptions() {
        return TlsClientOptions.standard()
                .withAuthorities(authority.file())
                .withProvider(provider());
    }

    @Test
    void whatIsSentComesBack() throws IOException {
        InetSocketAddress address =
                fixture.listen(server(authority.vouchFor("localhost")), Echo::new);
        End client = fixture.connect(TlsClient.of(clientOptions()), address, new End());
        fixture.until(() -> client.saw("connected") || client.failed());
        assertThat(client.events).containsExactly("connected");
        client.send("hello");
        fixture.until(() -> client.text().length() == 5);
        client.send(" again");
        fixture.until(() -> client.text().length() == 11);
        assertThat(client.text()).isEqualTo("hello again");
        assertThat(client.facts().protocol()).isEqualTo("TLSv1.3");
    }
}
