package dev.tare.view.cli;

import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Does what most commands begin with, so that the JVM can write down what that took ({@code
 * -XX:AOTCacheOutput}) and commands start faster from then on. The launcher runs it after a build.
 *
 * <p>Source: JEP 483, JEP 514, JEP 515.
 */
public final class StartTraining {
    private StartTraining() {}

    /**
     * Loads an origin of its own for a moment; prints nothing.
     *
     * @throws IOException when the origin cannot listen
     */
    public static void main(String[] args) throws IOException {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        System.setErr(nowhere);
        try (Origin origin = Origin.start(OriginOptions.standard())) {
            String url = "http://127.0.0.1:" + origin.address().getPort() + "/byte/100";
            Tare.run("load", "-n", "2000", "-c", "4", url);
            Tare.run("load", "-n", "100", "-c", "1", "-R", "1000", "--format", "json", url);
            Tare.run("wrk", "-c1", "-d1s", url);
            Tare.run("--help");
        }
    }
}
