package dev.tare;

import dev.tare.ArchitectureTest.Arrows;
import java.util.List;
import java.util.stream.Stream;

/** The arrows between the packages of {@code specimen.proxy}, for {@link ArchitectureTest}. */
final class MinivoyArrows {
    private static final String MINIVOY = "specimen.proxy";

    static final List<Arrows> ROWS =
            List.of(
                    row("config", "", "specimen.planlimit", "base.core"),
                    row("config.yaml", "config", "specimen.planlimit", "base.core"),
                    row("route", "config", "io.wire", "base.."),
                    row("upstream", "config", "base.."),
                    row("filter", "config upstream", "specimen.planlimit", "io.wire", "base.."),
                    row("copy", "", "io.nativeaccess", "base.."),
                    row("log", "", "base.time"),
                    row("count", "copy filter log upstream", "io.net.tls"),
                    row("setup", "config copy log", "io.net", "io.net.tls", "base.time"),
                    row(
                            "head",
                            "config count filter",
                            "io.wire",
                            "io.wire.http2",
                            "io.wire.forward",
                            "base.."),
                    row("loop", "config copy count head log setup", "io..", "base.time"),
                    row("cluster", "config count head log loop setup upstream", "io..", "base.."),
                    row(
                            "exchange",
                            "cluster config count filter head log loop route setup upstream",
                            "io..",
                            "base.."),
                    row(
                            "client.http1",
                            "cluster config count exchange filter head log loop",
                            "io.."),
                    row("client.http2", "cluster count exchange filter head log loop", "io.."),
                    row(
                            "admin",
                            "config count filter log",
                            "io.net",
                            "io.net.tls",
                            "io.wire",
                            "base.core"),
                    new Arrows(MINIVOY, MINIVOY + "..", "io..", "base.."));

    private MinivoyArrows() {}

    /**
     * A row of one of them.
     *
     * @param from without what all have in front
     * @param siblings names of those that it may use, likewise, with blanks between them
     * @param others that it may use
     */
    private static Arrows row(String from, String siblings, String... others) {
        Stream<String> near =
                Stream.of(siblings.split(" ", -1))
                        .filter(name -> !name.isEmpty())
                        .map(name -> MINIVOY + "." + name);
        return new Arrows(MINIVOY + "." + from, Stream.concat(near, Stream.of(others)).toList());
    }
}
