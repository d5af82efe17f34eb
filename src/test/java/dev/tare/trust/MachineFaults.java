package dev.tare.trust;

import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P50;
import static dev.tare.lab.verdict.Verdict.INVALID;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.trust.PlantedFault.Finish;
import dev.tare.trust.PlantedFault.OwnRun;
import dev.tare.trust.TrustRun.Disturbance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Faults of what stands around a run: other programs, the disk, a mesh, another protocol. */
final class MachineFaults {
    private static final long COMMAND_LIMIT_SECONDS = 40;

    /** Room for two or three blocks. */
    private static final String DISK_SIZE = "120k";

    private MachineFaults() {}

    static List<PlantedFault> all() {
        return List.of(
                new PlantedFault(
                        "stranger",
                        "somebody else sends requests to the specimen meanwhile",
                        new OwnRun(MachineFaults::visited, Optional.empty()),
                        new Expected.OnFigure(Set.of(9), INVALID, RESPONSE_TIME_P50, "and it saw")),
                new PlantedFault(
                        "sidecar-killed",
                        "one of a mesh's two sidecars killed after block 2 (SIGKILL)",
                        new OwnRun(
                                MachineFaults::sidecarKilled,
                                Optional.of(Seat.sound(Setting.CLOSED))),
                        ended("pair")),
                new PlantedFault(
                        "disk-full",
                        "an output folder on a disk of " + DISK_SIZE + "B (tmpfs)",
                        new OwnRun(
                                MachineFaults::diskFull, Optional.of(Seat.sound(Setting.CLOSED))),
                        ended("No space left")),
                new PlantedFault(
                        "http1-for-http2",
                        "HTTP/2 asked of a server that speaks HTTP/1.1 only (tare load --http2)",
                        new OwnRun(MachineFaults::otherProtocol, Optional.empty()),
                        new Expected.Refused(
                                "tare load", "no figure", List.of("none had a correct answer"))));
    }

    private static Expected ended(String words) {
        return new Expected.Refused("the run", "ended; the blocks before stand", List.of(words));
    }

    private static Finish visited(Path folder) throws IOException, InterruptedException {
        BundleContent content =
                TrustRun.run(
                        TrustRun.plan(
                                TrustRun.BLOCKS,
                                "bare, {name: visited, kind: minivoy}, {name: alone, kind:"
                                        + " minivoy}",
                                Setting.CLOSED.workload("visited, alone")),
                        folder.resolve("bundle"),
                        new Stranger());
        String workload = Setting.CLOSED.key();
        return Finish.of(
                Seen.of(content, "visited", workload), Seen.of(content, "alone", workload));
    }

    /** Sends requests of its own to the first minivoy of the run, until that is over. */
    private static final class Stranger implements Disturbance {
        private static final Duration PAUSE = Duration.ofMillis(50);
        private static final Pattern LISTENS = Pattern.compile("MinivoyMain 127.0.0.1:(\\d+) ");

        private @Nullable Thread visiting;

        @Override
        public void begin() {
            Matcher listens = LISTENS.matcher(Parties.words(Parties.one("MinivoyMain")));
            if (!listens.find()) {
                throw new IllegalStateException("minivoy does not say where it listens");
            }
            URI address = URI.create("http://127.0.0.1:" + listens.group(1) + "/byte/1000");
            visiting = Thread.ofPlatform().daemon().start(() -> visit(address));
        }

        private static void visit(URI address) {
            try (HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                HttpRequest request = HttpRequest.newBuilder(address).timeout(PAUSE).build();
                while (!Thread.interrupted()) {
                    ask(client, request);
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void ask(HttpClient client, HttpRequest request)
                throws InterruptedException {
            try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                // Late, or the run is over: it does not matter to a stranger.
            }
        }

        @Override
        public void close() {
            if (visiting != null) {
                visiting.interrupt();
            }
        }
    }

    private static Finish sidecarKilled(Path folder) throws IOException, InterruptedException {
        String plan =
                TrustRun.plan(
                                TrustRun.BLOCKS,
                                "bare, {name: pair, kind: minivoy, topology: both}",
                                "{name: closed, path: /byte/1000, connections: 8}")
                        + "application: twohop\n";
        Disturbance kill =
                new Disturbance() {
                    @Override
                    public void begin() {}

                    @Override
                    public void afterBlock(int blocks) throws IOException {
                        if (blocks == 2) {
                            Parties.signal(Parties.one("Tare proxy "), "KILL");
                        }
                    }
                };
        return Finish.of(
                Seen.of(TrustRun.run(plan, folder.resolve("bundle"), kill), "pair", "closed"));
    }

    private static Finish diskFull(Path folder) throws IOException, InterruptedException {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        if (!command("mount", "-t", "tmpfs", "-o", "size=" + DISK_SIZE, "tare-trust", "" + disk)) {
            return Finish.leftOut("this user may not mount a small disk");
        }
        try {
            Seat seat = Seat.sound(Setting.CLOSED);
            return Finish.of(
                    Seen.of(
                            TrustRun.run(
                                    CommonRun.plan(List.of(seat)),
                                    disk.resolve("bundle"),
                                    Disturbance.NONE),
                            seat.specimen(),
                            seat.setting().key()));
        } finally {
            command("umount", "-l", "" + disk);
        }
    }

    private static boolean command(String... words) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** The origin speaks both, a faulty proxy only HTTP/1.1. */
    private static Finish otherProtocol(Path folder) throws IOException, InterruptedException {
        try (Origin origin = Origin.start(OriginOptions.standard());
                OwnProxy old = OwnProxy.start(origin.address().getPort(), ProxyFault.NONE, 1)) {
            String asked = load(folder.resolve("victim.txt"), old.port());
            String spoken = load(folder.resolve("control.txt"), origin.address().getPort());
            return Finish.of(Seen.of(asked), Seen.of(spoken));
        }
    }

    private static String load(Path output, int port) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.tare.view.cli.Tare",
                                "load",
                                "--http2",
                                "-c",
                                "2",
                                "-d",
                                "1s",
                                "http://127.0.0.1:" + port + "/byte/100")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
