package dev.tare.view.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.JdkTls;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.CommandFixture;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tare proxy} as a process of its own, with TLS on both sides. */
@SocketTest
@Timeout(60)
final class ProxyCommandTest {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

    /** 128 and SIGTERM's number. */
    private static final int ENDED_BY_TERM = 143;

    @TempDir private Path folder;

    private InetSocketAddress listening(Process proxy) throws Exception {
        Path out = folder.resolve("out.txt");
        Eventually.holds(() -> !proxy.isAlive() || LISTENING.matcher(text(out)).find());
        Matcher matcher = LISTENING.matcher(text(out));
        assertThat(matcher.find()).as(text(folder.resolve("err.txt"))).isTrue();
        return new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(matcher.group(1)));
    }

    /** Each of the threads stops listening in its own time. */
    private static boolean refuses(InetSocketAddress address) {
        try {
            RawClient.to(address).close();
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void termFinishesWhatIsInFlightByTls() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "Tare's test authority");
        TlsIdentity first = authority.vouchFor("first.example");
        TlsIdentity second = authority.vouchFor("second.example");
        TlsIdentity minivoy = authority.vouchFor("minivoy.example");
        TlsServerOptions mutual =
                TlsServerOptions.standard(authority.vouchFor("service.example"))
                        .withClientAuthorities(authority.file());
        try (Origin origin = Origin.start(OriginOptions.standard().withTls(mutual))) {
            Process proxy =
                    CommandFixture.start(
                            folder,
                            "proxy",
                            "127.0.0.1:0",
                            "127.0.0.1:" + origin.address().getPort(),
                            "--threads=2",
                            "--tls-certificate=" + first.certificates(),
                            "--tls-key=" + first.key(),
                            "--tls-certificate=" + second.certificates(),
                            "--tls-key=" + second.key(),
                            "--tls-client-ca=" + authority.file(),
                            "--tls-client-certificate=request",
                            "--upstream-tls",
                            "--upstream-ca=" + authority.file(),
                            "--upstream-name=service.example",
                            "--upstream-certificate=" + minivoy.certificates(),
                            "--upstream-key=" + minivoy.key());
            try {
                InetSocketAddress address = listening(proxy);
                JdkTls tls = JdkTls.trusting(authority.file());
                try (RawClient idle = tls.connect(address, "first.example");
                        RawClient busy = tls.connect(address, "second.example")) {
                    assertThat(idle.get("/byte/10").body()).hasSize(10);
                    long before = origin.stats().loadRequests();
                    busy.send("GET /byte/70000?delay=700ms HTTP/1.1\r\nHost: h\r\n\r\n");
                    Eventually.holds(() -> origin.stats().loadRequests() > before);
                    proxy.destroy();
                    assertThat(idle.isClosedWithoutMore()).isTrue();
                    Eventually.holds(() -> refuses(address));
                    RawResponse response = busy.read();
                    assertThat(response.status()).isEqualTo(200);
                    assertThat(response.body()).hasSize(70_000);
                    assertThat(response.field("connection")).isEqualTo("close");
                }
                assertThat(CommandFixture.result(proxy, folder).exitCode())
                        .isEqualTo(ENDED_BY_TERM);
            } finally {
                proxy.destroyForcibly();
            }
        }
    }
}
