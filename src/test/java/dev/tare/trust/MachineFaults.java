package dev.tare.trust;

import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P50;
import static dev.tare.lab.verdict.Verdict.INVALID;

import dev.tare.specimen.control.ProxyCatalog;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.trust.PlantedFault.Finish;
import dev.tare.trust.PlantedFault.OwnRun;
import dev.tare.trust.TrustRun.Disturbance;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Faults of what stands around a run: other programs, the disk, a mesh, another protocol. */
final class MachineFaults {
    private static final Pattern BIND = Pattern.compile("bind 127\\.0\\.0\\.1:(\\d+)");
    private static final long COMMAND_LIMIT_SECONDS = 40;

    /** Room for two or three blocks. */
    private static final String DISK_SIZE = "160k";

    private MachineFaults() {}

    static List<PlantedFault> all() {
        return List.of(
                new PlantedFault(
                        "half-bypassed",
                        "another process takes half of haproxy's connections (SO_REUSEPORT)",
                        new OwnRun(MachineFaults::halfBypassed, Optional.empty()),
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
                        new Expected.Refused("tare load", "no figure", List.of("0 requests"))));
    }

    private static Expected ended(String words) {
        return new Expected.Refused("the run", "ended; the blocks before stand", List.of(words));
    }

    private static Finish halfBypassed(Path folder) throws IOException, InterruptedException {
        if (ProxyCatalog.load().named("haproxy").flatMap(ProxyCatalog.Entry::find).isEmpty()) {
            return Finish.leftOut("haproxy is not installed");
        }
        try (Origin origin = Origin.start(OriginOptions.standard())) {
            int originPort = origin.address().getPort();
            String specimens =
                    "{name: bare, url: \"http://127.0.0.1:%d/\"}, ".formatted(originPort)
                            + "{name: shared, kind: haproxy}, {name: alone, kind: haproxy}";
            Path bundle = folder.resolve("bundle");
            var content =
                    TrustRun.run(
                            TrustRun.plan(
                                    TrustRun.BLOCKS,
                                    specimens,
                                    Setting.CLOSED.workload("shared, alone")),
                            bundle,
                            new Intruder(bundle, originPort));
            String workload = Setting.CLOSED.key();
            return Finish.of(
                    Seen.of(content, "shared", workload), Seen.of(content, "alone", workload));
        }
    }

    /** Listens where a specimen listens. */
    private static final class Intruder implements Disturbance {
        private final Path bundle;
        private final int originPort;
        private @Nullable OwnProxy proxy;

        Intruder(Path bundle, int originPort) {
            this.bundle = bundle;
            this.originPort = originPort;
        }

        @Override
        public void begin() throws IOException {
            proxy = OwnProxy.startAt(listens(), originPort, ProxyFault.SHARED_PORT, 1);
        }

        private int listens() throws IOException {
            Path logs = bundle.resolve("logs/0000/shared");
            try (Stream<Path> files = Files.list(logs)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".cfg")).toList()) {
                    Matcher bind = BIND.matcher(Files.readString(file));
                    if (bind.find()) {
                        return Integer.parseInt(bind.group(1));
                    }
                }
            }
            throw new IOException("no configuration with a listener in " + logs);
        }

        @Override
        public void close() {
            if (proxy != null) {
                proxy.close();
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
                            Parties.signal(Parties.one("dev.tare", "proxy"), "KILL");
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
