package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Configured.ask;
import static dev.tare.specimen.proxy.Configured.config;
import static dev.tare.specimen.proxy.Configured.named;
import static dev.tare.specimen.proxy.Configured.ok;
import static dev.tare.specimen.proxy.Configured.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.config.yaml.ConfigReader;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ConfigFile;
import dev.tare.specimen.proxy.setup.ConfigWatch;
import dev.tare.specimen.proxy.setup.FileStamps;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of requests when the configuration changes while minivoy runs. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyConfigReloadTest {
    private static final String LISTENER = "listeners: [{name: web, listen: '127.0.0.1:0'}]\n";
    private static final int RELOADS = 30;
    private static final int CLIENTS = 4;

    @Parameter LoopOptions loop = LoopOptions.standard();

    @TempDir private Path folder = Path.of("");

    private ScriptedServer one;
    private ScriptedServer two;

    @SuppressWarnings("NullAway.Init")
    MinivoyConfigReloadTest() {}

    @BeforeEach
    void start() throws IOException {
        one = named("one");
        two = named("two");
    }

    @AfterEach
    void stop() throws IOException {
        one.close();
        two.close();
    }

    private static String to(ScriptedServer server) {
        return "routes: [{cluster: a}]\nclusters: [{name: a, endpoints: ['%s']}]\n"
                .formatted(text(server));
    }

    @Test
    void theNextRequestFollowsTheNewRoutes() throws Exception {
        try (Configured minivoy = new Configured(loop, to(one));
                RawClient client = minivoy.client()) {
            assertThat(ask(client, "/").text()).isEqualTo("one");
            assertThat(minivoy.proxy().reload(config(to(two)))).isTrue();
            awaitText(client, "two");
            // The old cluster's idle connection is closed.
            Configured.await(() -> minivoy.proxy().stats().upstreamConnectionsOpen() == 1);
            assertThat(minivoy.page("/clusters")).contains(text(two)).doesNotContain(text(one));
            assertThat(minivoy.page("/config")).contains("\"port\":" + two.address().getPort());
            Configured.await(() -> minivoy.events().contains("clusters.a has changed"));
        }
    }

    private static void awaitText(RawClient client, String wanted) throws Exception {
        Configured.await(() -> {
            try {
                return ask(client, "/").text().equals(wanted);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aClusterThatStaysAlikeKeepsItsConnections() throws Exception {
        String more =
                to(one).replace(
                                "[{cluster: a}]",
                                "[{match: {path: /x}, respond: {}}," + " {cluster: a}]");
        try (Configured minivoy = new Configured(loop, to(one));
                RawClient client = minivoy.client()) {
            assertThat(ask(client, "/x").text()).isEqualTo("one");
            assertThat(minivoy.proxy().reload(config(more))).isTrue();
            Configured.await(() -> {
                try {
                    return ask(client, "/x").text().isEmpty();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(ask(client, "/").text()).isEqualTo("one");
            assertThat(minivoy.proxy().stats().upstreamConnectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void whatIsInFlightEndsUnderTheOldRoutes() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (ScriptedServer slow =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            try {
                                release.await();
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                            connection.send(ok("slow"));
                            connection.readHeadText();
                        });
                Configured minivoy = new Configured(loop, to(slow));
                RawClient client = minivoy.client();
                RawClient other = minivoy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            Configured.await(() -> minivoy.proxy().stats().upstreamRequests() == 1);
            assertThat(minivoy.proxy().reload(config(to(two)))).isTrue();
            // The loop that answers here has looked for the new plan before it reads on.
            assertThat(minivoy.page("/ready")).isEqualTo("ready\n");
            assertThat(ask(other, "/").text()).isEqualTo("two");
            release.countDown();
            assertThat(client.read().text()).isEqualTo("slow");
            assertThat(ask(client, "/").text()).isEqualTo("two");
            Configured.await(() -> minivoy.proxy().stats().upstreamConnectionsOpen() == 1);
        }
    }

    @Test
    void whatNeedsARestartIsSaidAndTheOldStays() throws Exception {
        try (Configured minivoy = new Configured(loop, to(one));
                RawClient client = minivoy.client()) {
            assertThat(minivoy.proxy().reload(config(to(two) + "threads: 2\n"))).isFalse();
            Configured.await(() ->
                    minivoy.events().contains("the old one stays: threads has changed: needs a"));
            assertThat(ask(client, "/").text()).isEqualTo("one");
            assertThat(minivoy.proxy().reload(config(to(two).replace("127.0.0.1", "x.invalid"))))
                    .isFalse();
            Configured.await(() -> minivoy.events().contains("x.invalid: no such host"));
            assertThat(ask(client, "/").text()).isEqualTo("one");
        }
    }

    @Test
    void reloadsUnderLoadLoseNoRequest() throws Exception {
        try (Configured minivoy = new Configured(loop, to(one) + "threads: 2\n")) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger answers = new AtomicInteger();
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    try (RawClient client = minivoy.client()) {
                                        while (!over.get()) {
                                            assertThat(ask(client, "/").text()).isIn("one", "two");
                                            answers.incrementAndGet();
                                        }
                                    } catch (IOException | AssertionError e) {
                                        failure.compareAndSet(null, e);
                                    }
                                }));
            }
            for (int i = 0; i < RELOADS; i++) {
                int before = answers.get();
                String next = to(i % 2 == 0 ? two : one) + "threads: 2\n";
                assertThat(minivoy.proxy().reload(config(next))).isTrue();
                Configured.await(() -> answers.get() > before + CLIENTS || failure.get() != null);
            }
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failure.get()).isNull();
            assertThat(minivoy.proxy().stats().errors()).isZero();
            assertThat(minivoy.proxy().stats().responses(2)).isEqualTo(answers.get());
        }
    }

    @Test
    void aFileIsTakenUpWhenTwoLooksFindItAlikeAndABrokenOneIsALine() throws IOException {
        Path path = Files.writeString(folder.resolve("m.yaml"), "broken");
        List<String> faults = new ArrayList<>();
        List<ProxyConfig> taken = new ArrayList<>();
        FileStamps none = FileStamps.of(List.of());
        ConfigWatch watch =
                new ConfigWatch(new YamlFile(path), faults::add, taken::add, () -> none);
        watch.look();
        Files.writeString(path, "listeners: []\nrouts: []\n");
        watch.look();
        assertThat(faults).isEmpty();
        watch.look();
        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst()).startsWith("m.yaml, line 2: routs: ").contains(" more)");
        watch.look();
        assertThat(faults).hasSize(1);
        Files.writeString(path, "listeners: [{listen: '127.0.0.1:0'}]\n" + to(one));
        watch.look();
        watch.look();
        assertThat(faults).hasSize(1);
        assertThat(taken).hasSize(1);
        Files.delete(path);
        watch.look();
        watch.look();
        assertThat(faults).hasSize(2);
    }

    @Test
    void aFileBesidesIsLookedAfterTooAndOneIsReadWhenAskedFor() throws IOException {
        String text = "listeners: [{listen: '127.0.0.1:0'}]\n" + to(one);
        Path path = Files.writeString(folder.resolve("m.yaml"), text);
        Path besides = Files.writeString(folder.resolve("tokens.txt"), "one");
        List<String> faults = new ArrayList<>();
        List<ProxyConfig> taken = new ArrayList<>();
        AtomicReference<FileStamps> read = new AtomicReference<>(FileStamps.of(List.of(besides)));
        ConfigWatch watch = new ConfigWatch(new YamlFile(path), faults::add, taken::add, read::get);
        watch.look();
        watch.look();
        assertThat(taken).isEmpty();
        watch.reread();
        assertThat(taken).hasSize(1);
        Files.writeString(besides, "another");
        watch.look();
        assertThat(taken).hasSize(1);
        watch.look();
        // Whoever takes it may refuse it, and is not asked again for the same.
        watch.look();
        assertThat(taken).hasSize(2);
        read.set(FileStamps.of(List.of(besides)));
        Files.delete(besides);
        watch.look();
        watch.look();
        watch.look();
        assertThat(taken).hasSize(3);
        assertThat(faults).isEmpty();
    }

    @Test
    void aRunningProxyFollowsItsFile() throws Exception {
        Path path = Files.writeString(folder.resolve("m.yaml"), LISTENER + to(one));
        PipedOutputStream end = new PipedOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ProxyOptions options =
                Minivoy.optionsOf(config(to(one)), LogLevel.ERROR)
                        .withLoop(loop)
                        .withExitOnStdinEof(true);
        PipedInputStream input = new PipedInputStream(end);
        Thread running =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                Minivoy.run(
                                        options,
                                        Optional.of(new YamlFile(path)),
                                        input,
                                        new PrintStream(said, true, StandardCharsets.UTF_8));
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        Configured.await(() -> said.toString(StandardCharsets.UTF_8).contains("admin on"));
        String port = said.toString(StandardCharsets.UTF_8).replaceAll("(?s).*?:(\\d+), .*", "$1");
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(port));
        try (RawClient client = RawClient.to(address)) {
            assertThat(ask(client, "/").text()).isEqualTo("one");
            Files.writeString(path, LISTENER + to(two));
            awaitText(client, "two");
        }
        end.close();
        running.join();
    }

    private record YamlFile(Path path) implements ConfigFile {
        @Override
        public Optional<ProxyConfig> read(Consumer<String> faults) {
            try {
                ConfigReader.Reading reading = ConfigReader.read(Files.readString(path), "m.yaml");
                reading.faults().forEach(faults);
                return reading.config();
            } catch (IOException e) {
                faults.accept("m.yaml cannot be read");
                return Optional.empty();
            }
        }
    }
}
