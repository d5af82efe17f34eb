package dev.tare.io.net.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.TlsFixture.Echo;
import dev.tare.io.net.tls.TlsFixture.End;
import dev.tare.specimen.PeerProcess;
import dev.tare.testing.PeerTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with other people's ends: OpenSSL's and nginx. */
final class TlsPeerTest extends TlsBed {
    @TempDir private Path files;
    private final List<Process> processes = new ArrayList<>();

    @Override
    IoBackEnd backEnd() {
        return IoBackEnd.AUTO;
    }

    @Override
    TlsProvider provider() {
        return TlsProvider.AUTO;
    }

    @AfterEach
    void endPeers() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process start(String program, String... arguments) throws IOException {
        Process process = PeerProcess.start(program, arguments);
        processes.add(process);
        return process;
    }

    /** Starts a server of OpenSSL that sends every line back reversed. */
    private InetSocketAddress opensslServer(TlsIdentity identity, String... more)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("s_server", "-accept", "127.0.0.1:0", "-rev", "-cert"));
        arguments.addAll(
                List.of(identity.certificates().toString(), "-key", identity.key().toString()));
        arguments.addAll(List.of(more));
        Process process = start("openssl", arguments.toArray(String[]::new));
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ACCEPT ")) {
                int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
                return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
            }
        }
        throw new IOException("openssl does not listen");
    }

    private void assertReverses(TlsClientOptions options, InetSocketAddress address)
            throws IOException {
        End client = fixture.connect(TlsClient.of(options), address, new End());
        fixture.until(() -> client.saw("connected") || client.failed());
        client.send("stressed\n");
        fixture.until(() -> client.text().length() == "desserts\n".length() || client.failed());
        assertThat(client.text()).isEqualTo("desserts\n");
        client.tls().close();
    }

    @ParameterizedTest
    @EnumSource
    @PeerTest("openssl")
    void opensslServesUs(TlsVersion version) throws IOException {
        TlsIdentity identity = authority.vouchForRsa("localhost");
        InetSocketAddress address = opensslServer(identity);
        assertReverses(clientOptions().withVersions(version, version), address);
    }

    @Test
    @PeerTest("openssl")
    void opensslServesUsByTheCipherChosen() throws IOException {
        InetSocketAddress address = opensslServer(authority.vouchForRsa("localhost"), "-tls1_2");
        TlsClientOptions options = clientOptions().withCiphers("ECDHE-RSA-CHACHA20-POLY1305");
        End client = fixture.connect(TlsClient.of(options), address, new End());
        fixture.until(() -> client.saw("connected") || client.failed());
        assertThat(client.facts().cipher()).isEqualTo("ECDHE-RSA-CHACHA20-POLY1305");
    }

    @ParameterizedTest
    @EnumSource
    @PeerTest("openssl")
    void opensslWantsOurCertificate(TlsVersion version) throws IOException {
        String trusted = authority.file().toString();
        InetSocketAddress address =
                opensslServer(
                        authority.vouchFor("localhost"),
                        "-Verify",
                        "2",
                        "-verify_return_error",
                        "-CAfile",
                        trusted);
        TlsClientOptions options = clientOptions().withVersions(version, version);
        End stranger = fixture.connect(TlsClient.of(options), address, new End());
        fixture.until(stranger::failed);
        assertThat(stranger.events).endsWith(IoFailure.TLS_CERTIFICATE.name());
        assertThat(stranger.reason()).contains("it wants one, and there is none");
        assertReverses(options.withIdentity(authority.vouchFor("client.example")), address);
    }

    @ParameterizedTest
    @EnumSource
    @PeerTest("openssl")
    void opensslProvesWhoItIsByItsUri(TlsVersion version) throws IOException {
        String back = "spiffe://tare.local/ns/default/sa/back";
        InetSocketAddress address = opensslServer(authority.vouchFor(back));
        TlsClientOptions options = clientOptions().withVersions(version, version);
        assertReverses(options.withServerUris(List.of(back)), address);
        TlsClientOptions other = options.withServerUris(List.of(back + "2"));
        assertThat(refused(other, address, "localhost", IoFailure.TLS_CERTIFICATE).reason())
                .isEqualTo("certificate is for %1$s, not %1$s2".formatted(back));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    @PeerTest("openssl")
    void opensslIsLetInByItsUri(String version) throws IOException {
        String front = "spiffe://tare.local/ns/default/sa/front";
        TlsServerOptions options =
                serverOptions(authority.vouchForRsa("localhost"))
                        .withClientAuthorities(authority.file())
                        .withClientUris(List.of(front));
        InetSocketAddress address = listen(options, Echo::new);
        TlsIdentity stranger = authority.vouchFor(front + "er");
        opensslClient(address, version, "-cert", file(stranger), "-key", stranger.key().toString());
        fixture.until(() -> !fixture.accepted.isEmpty() && server().failed());
        assertThat(server().reason())
                .isEqualTo("certificate is for %1$ser, not %1$s".formatted(front));
        TlsIdentity known = authority.vouchFor(front);
        Process process =
                opensslClient(
                        address, version, "-cert", file(known), "-key", known.key().toString());
        process.getOutputStream().write("hello\n".getBytes(ISO_8859_1));
        process.getOutputStream().flush();
        fixture.until(() -> fixture.accepted.size() == 2 && server().text().equals("hello\n"));
    }

    private static String file(TlsIdentity identity) {
        return identity.certificates().toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    @PeerTest("openssl")
    void weServeOpenssl(String version) throws IOException {
        InetSocketAddress address =
                listen(serverOptions(authority.vouchForRsa("localhost")), Echo::new);
        Process process = opensslClient(address, version);
        process.getOutputStream().write("hello\n".getBytes(ISO_8859_1));
        process.getOutputStream().flush();
        fixture.until(() -> !fixture.accepted.isEmpty() && server().text().equals("hello\n"));
        assertThat(server().facts().serverName()).contains("localhost");
        assertThat(server().facts().alpn()).contains("http/1.1");
        process.getOutputStream().close();
        fixture.until(() -> server().saw("end") || server().failed());
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(output).contains("Verification: OK").contains("ALPN protocol: http/1.1");
    }

    private Process opensslClient(InetSocketAddress address, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("s_client", "-connect"));
        arguments.add("127.0.0.1:" + address.getPort());
        arguments.addAll(List.of("-servername", "localhost", "-alpn", "h2,http/1.1", "-CAfile"));
        arguments.add(authority.file().toString());
        arguments.addAll(List.of(more));
        return start("openssl", arguments.toArray(String[]::new));
    }

    @Test
    @PeerTest("openssl")
    void opensslResumesOurSessions() throws IOException {
        InetSocketAddress address =
                listen(serverOptions(authority.vouchForRsa("localhost")), Echo::new);
        opensslClient(address, "-tls1_2", "-reconnect");
        // One connection, and five more that resume its session.
        fixture.until(() -> fixture.accepted.size() == 6 && server().tls().facts().isPresent());
        assertThat(server().facts().resumed()).isTrue();
    }

    /** Starts nginx, which answers with what it has seen. */
    private InetSocketAddress nginx(String more) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        TlsIdentity identity = authority.vouchFor("localhost");
        Path configuration = files.resolve("nginx.conf");
        Files.writeString(
                configuration,
                """
                daemon off; master_process off; pid %1$s/nginx.pid; error_log stderr;
                events { worker_connections 64; }
                http {
                  access_log off; client_body_temp_path %1$s; proxy_temp_path %1$s;
                  fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s;
                  ssl_session_cache builtin:100;
                  server {
                    listen 127.0.0.1:%2$d ssl http2; ssl_certificate %3$s;
                    ssl_certificate_key %4$s; %5$s
                    return 200 "<$ssl_protocol|$ssl_server_name|$ssl_session_reused|$ssl_client_s_dn>";
                  }
                }
                """
                        .formatted(files, port, identity.certificates(), identity.key(), more));
        start("nginx", "-p", files.toString(), "-c", configuration.toString());
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /** What nginx says of a connection of its own. */
    private String ask(TlsClient client, InetSocketAddress address) throws IOException {
        for (int attempt = 0; ; attempt++) {
            End end = fixture.connect(client, address, new End());
            fixture.until(() -> !end.events.isEmpty());
            if (!end.saw(IoFailure.REFUSED) || attempt == 100) {
                end.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                fixture.until(() -> end.text().contains(">") || end.failed());
                String text = end.text();
                end.tls().close();
                return text.substring(text.indexOf('<'));
            }
            // It is starting.
            fixture.pollFor(50_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    @PeerTest("nginx")
    void nginxSeesOurNameAndResumesOurSessions(TlsVersion version) throws IOException {
        InetSocketAddress address = nginx("ssl_protocols TLSv1.2 TLSv1.3;");
        TlsClient client = TlsClient.of(clientOptions().withVersions(version, version));
        String seen = "<" + version.text() + "|localhost|";
        assertThat(ask(client, address)).isEqualTo(seen + ".|>");
        assertThat(ask(client, address)).isEqualTo(seen + "r|>");
        assertThat(ask(client, address)).isEqualTo(seen + "r|>");
        TlsClient anew =
                TlsClient.of(clientOptions().withVersions(version, version).withResumption(false));
        assertThat(ask(anew, address)).isEqualTo(seen + ".|>");
        assertThat(ask(anew, address)).isEqualTo(seen + ".|>");
    }

    @Test
    @PeerTest("nginx")
    void nginxChoosesAProtocolOfOurs() throws IOException {
        InetSocketAddress address = nginx("");
        ask(TlsClient.of(clientOptions()), address);
        TlsClient client = TlsClient.of(clientOptions().withAlpn(List.of("http/1.1")));
        End end = fixture.connect(client, address, new End());
        fixture.until(() -> end.saw("connected"));
        assertThat(end.facts().alpn()).contains("http/1.1");
        TlsClient newer = TlsClient.of(clientOptions().withAlpn(List.of("h2", "http/1.1")));
        End other = fixture.connect(newer, address, new End());
        fixture.until(() -> other.saw("connected"));
        assertThat(other.facts().alpn()).contains("h2");
    }

    @Test
    @PeerTest("nginx")
    void nginxBelievesOurCertificate() throws IOException {
        String trusted = authority.file().toString();
        InetSocketAddress address =
                nginx("ssl_verify_client on; ssl_client_certificate %s;".formatted(trusted));
        TlsClientOptions options =
                clientOptions().withIdentity(authority.vouchFor("client.example"));
        assertThat(ask(TlsClient.of(options), address)).endsWith("|CN=client.example>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    @PeerTest("openssl")
    void keysInTheirOlderFormsAreRead(String algorithm) throws Exception {
        TlsIdentity identity =
                algorithm.equals("EC")
                        ? authority.vouchFor("localhost")
                        : authority.vouchForRsa("localhost");
        Path older = files.resolve("older.key");
        PeerProcess.run(
                "openssl",
                "pkey",
                "-traditional",
                "-in",
                identity.key().toString(),
                "-out",
                older.toString());
        assertThat(older).content().contains("BEGIN " + algorithm + " PRIVATE KEY");
        InetSocketAddress address =
                listen(serverOptions(new TlsIdentity(identity.certificates(), older)), Echo::new);
        connected(address, new End());
    }
}
