package dev.tare.trust;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/** A faulty proxy that the bench itself starts, as a service of the user's that runs already. */
final class OwnProxy implements AutoCloseable {
    private final Process process;
    private final int port;

    private OwnProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** One on a free port of loopback. */
    static OwnProxy start(int originPort, ProxyFault fault, int number) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return startAt(port, originPort, fault, number);
    }

    /** One on that port. */
    static OwnProxy startAt(int port, int originPort, ProxyFault fault, int number)
            throws IOException {
        Process process =
                new ProcessBuilder(
                                FaultyProxy.command(
                                        "127.0.0.1:" + port,
                                        "127.0.0.1:" + originPort,
                                        fault,
                                        number))
                        .redirectErrorStream(true)
                        .start();
        BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (!"listening".equals(line)) {
            process.destroyForcibly();
            throw new IOException("the proxy did not start: " + line);
        }
        return new OwnProxy(process, port);
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    /** A specimen of a plan that runs already, whose CPU is said to be that of {@code pid}. */
    String specimen(String name, long pid) {
        return specimen(name, port, pid);
    }

    static String specimen(String name, int port, long pid) {
        return "{name: %s, url: \"http://127.0.0.1:%d/\", pid: %d}".formatted(name, port, pid);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
