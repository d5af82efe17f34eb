package dev.tare.specimen.proxy;

import dev.tare.specimen.RawClient;
import dev.tare.specimen.proxy.admin.ProxyMetrics;
import dev.tare.specimen.proxy.config.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** minivoy as a process of its own, from a jar, as the launcher starts it. */
final class MinivoyProcess implements AutoCloseable {
    /** The flags that the launcher's script gives to {@code ./tare proxy} alone. */
    private static final Pattern LAUNCHER_FLAGS =
            Pattern.compile(
                    "(?m)^[^\\n)]*\\bproxy\\b[^\\n)]*\\)"
                            + " tare_flags=\"\\$tare_flags ([^\"]*)\"");

    private static final Pattern READY =
            Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), admin on 127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final Path errors;
    private final BufferedReader output;
    private final InetSocketAddress address;
    private final InetSocketAddress adminAddress;

    private MinivoyProcess(Process process, Path errors) throws IOException {
        this.process = process;
        this.errors = errors;
        output = process.inputReader();
        Matcher ready = READY.matcher(String.valueOf(output.readLine()));
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new IOException("minivoy did not start: " + Files.readString(errors));
        }
        address = loopback(Integer.parseInt(ready.group(1)));
        adminAddress = loopback(Integer.parseInt(ready.group(2)));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /**
     * Starts it.
     *
     * @param folder for its jar and what it says on standard error
     * @param openFiles the limit of its descriptors
     */
    static MinivoyProcess start(Path folder, InetSocketAddress upstream, int openFiles)
            throws IOException {
        Path jar = folder.resolve("minivoy.jar");
        pack(jar);
        Path errors = folder.resolve("errors.txt");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Matcher flags = LAUNCHER_FLAGS.matcher(Files.readString(Path.of("tare")));
        if (!flags.find()) {
            throw new IOException("the launcher's flags for proxy are not found");
        }
        String command =
                ("ulimit -n %d && exec \"$0\" -XX:+UseSerialGC %s"
                                + " --enable-native-access=ALL-UNNAMED -cp \"$1\" \"$2\""
                                + " 127.0.0.1:0 \"$3\" 127.0.0.1:0")
                        .formatted(openFiles, flags.group(1));
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                command,
                                java,
                                jar.toString(),
                                MinivoyMain.class.getName(),
                                HostPort.textOf(upstream))
                        .redirectError(errors.toFile())
                        .start();
        return new MinivoyProcess(process, errors);
    }

    /** A class from a folder takes a descriptor to load; one from a jar does not. */
    private static void pack(Path jar) throws IOException {
        Path classes =
                Path.of(
                        Minivoy.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream target = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            target.setLevel(0);
            for (Path source : all.filter(Files::isRegularFile).toList()) {
                target.putNextEntry(new JarEntry(classes.relativize(source).toString()));
                try (InputStream content = Files.newInputStream(source)) {
                    content.transferTo(target);
                }
            }
        }
    }

    InetSocketAddress address() {
        return address;
    }

    RawClient admin() throws IOException {
        return RawClient.to(adminAddress);
    }

    /** One of its counters, asked for on {@code admin}. */
    static long count(RawClient admin, String name) {
        try {
            String json = admin.get("/stats").text();
            Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
            if (!matcher.find()) {
                throw new IOException(name + " is not in " + json);
            }
            return Long.parseLong(matcher.group(1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What it has said on standard error. */
    String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Its resident memory now. */
    long residentBytes() {
        return ProxyMetrics.residentBytes(Path.of("/proc/" + process.pid() + "/status"))
                .orElseThrow();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as an operator would, and waits. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
