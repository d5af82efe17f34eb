package dev.tare.view.cli.load;

import dev.tare.testing.PeerCondition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real {@code fortio server} with its pings and its health, and nothing else. */
final class FortioGrpcServer implements AutoCloseable {
    private static final Pattern LISTENING =
            Pattern.compile("'ping' server listening on tcp 127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final String address;

    private FortioGrpcServer(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    static FortioGrpcServer start() throws IOException {
        Process process =
                new ProcessBuilder(
                                PeerCondition.find("fortio").orElseThrow().toString(),
                                "server",
                                "-http-port=disabled",
                                "-tcp-port=disabled",
                                "-udp-port=disabled",
                                "-redirect-port=disabled",
                                "-grpc-port=127.0.0.1:0")
                        .redirectErrorStream(true)
                        .start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return new FortioGrpcServer(process, "127.0.0.1:" + listening.group(1));
            }
        }
        process.destroyForcibly();
        throw new IOException("fortio server has ended without listening");
    }

    String address() {
        return address;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
