import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.process.FreePorts;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * nginx as the service behind everything: HTTP/1.1, HTTPS (TLS 1.3) and h2c on ports of their own,
 * {@code /byte/N}, and one gRPC method whose answer is a file with gRPC's trailer. It counts.
 */
final class NginxOrigin {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path work;
    private final int port;

    private NginxOrigin(Path work, int port) {
        this.work = work;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param bytes the sizes of the bodies there are
     */
    static NginxOrigin start(Launcher launcher, Path work, Set<Integer> cores, int... bytes)
            throws Exception {
        NginxOrigin origin = new NginxOrigin(work, FreePorts.find(1).getFirst());
        origin.makeFiles(bytes);
        Path configuration = work.resolve("nginx.conf");
        Files.writeString(configuration, origin.configuration());
        launcher.start(
                Launch.of(
                                "origin",
                                List.of("nginx", "-c", configuration.toString()),
                                work.resolve("origin.log"))
                        .on(cores));
        for (int i = 0; i < 100; i++) {
            try {
                origin.requests();
                return origin;
            } catch (IOException e) {
                Sleep.forNs(50_000_000L);
            }
        }
        throw new IOException("nginx does not answer; see " + work);
    }

    private void makeFiles(int... sizes) throws Exception {
        Path files = Files.createDirectories(work.resolve("files/byte"));
        for (int bytes : sizes) {
            byte[] body = new byte[bytes];
            Arrays.fill(body, (byte) 'x');
            Files.write(files.resolve(Integer.toString(bytes)), body);
        }
        Path health = Files.createDirectories(work.resolve("files/grpc.health.v1.Health"));
        Files.write(health.resolve("Check"), new byte[] {0, 0, 0, 0, 2, 8, 1});
        Files.writeString(
                proto(),
                """
                syntax = "proto3";
                package grpc.health.v1;
                message HealthCheckRequest { string service = 1; }
                message HealthCheckResponse { int32 status = 1; }
                service Health { rpc Check(HealthCheckRequest) returns (HealthCheckResponse); }
                """);
        int made =
                new ProcessBuilder(
                                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                                "-keyout", key().toString(), "-out", certificate().toString(),
                                "-days", "2", "-subj", "/CN=localhost")
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("openssl.log").toFile())
                        .start()
                        .waitFor();
        if (made != 0) {
            throw new IOException("openssl made no certificate; see " + work);
        }
    }

    private String configuration() {
        return """
               daemon off; master_process off; worker_processes 1;
               pid %1$s/nginx.pid; error_log %1$s/nginx-error.log;
               events { worker_connections 8192; }
               http {
                 access_log off; sendfile off; keepalive_requests 1000000000; keepalive_timeout 1h;
                 tcp_nodelay on; open_file_cache max=10; output_buffers 1 64k;
                 client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
                 uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                 server { listen 127.0.0.1:%2$d backlog=4096; root %1$s/files;
                   location = /stub_status { stub_status; } }
                 server { listen 127.0.0.1:%3$d ssl backlog=4096; root %1$s/files;
                   ssl_certificate %1$s/cert.pem; ssl_certificate_key %1$s/key.pem;
                   ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256; }
                 server { listen 127.0.0.1:%4$d http2 backlog=4096; root %1$s/files;
                   location /grpc.health.v1.Health/ { default_type application/grpc;
                     error_page 405 =200 $uri; add_trailer grpc-status 0 always; } }
               }
               """
                .formatted(work, port, port + 1, port + 2);
    }

    /** The port of HTTP/1.1. */
    int port() {
        return port;
    }

    /** The port of HTTPS. */
    int tlsPort() {
        return port + 1;
    }

    /** The port of HTTP/2 by prior knowledge. */
    int h2cPort() {
        return port + 2;
    }

    /** Its certificate, for localhost. */
    Path certificate() {
        return work.resolve("cert.pem");
    }

    Path key() {
        return work.resolve("key.pem");
    }

    /** The health service's definition. */
    Path proto() {
        return work.resolve("health.proto");
    }

    /** The requests that it has had so far, this one included. */
    long requests() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/stub_status");
        String status =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
        return Long.parseLong(status.lines().toList().get(2).trim().split("\\s+")[2]);
    }
}
