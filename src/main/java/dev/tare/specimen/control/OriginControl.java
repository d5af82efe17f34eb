package dev.tare.specimen.control;

import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.probe.HttpProbe;
import dev.tare.specimen.control.process.Endpoint;
import java.io.IOException;

/** What the runner asks of the built-in origin while it serves. */
public final class OriginControl {
    private static final int OK = 200;

    private OriginControl() {}

    /**
     * Makes it close the connections that have no request, which specimens keep for their next one.
     *
     * @throws IOException when it does not answer, or not with 200
     */
    public static void closeIdle(NanoClock clock, Endpoint origin) throws IOException {
        ask(clock, origin, "/close-idle");
    }

    /**
     * Makes it answer nobody for a while, from now on.
     *
     * @param durationNs more than 0
     * @throws IOException when it does not answer, or not with 200
     */
    public static void stall(NanoClock clock, Endpoint origin, long durationNs) throws IOException {
        ask(clock, origin, "/stall?for=" + durationNs + "ns");
    }

    private static void ask(NanoClock clock, Endpoint origin, String target) throws IOException {
        HttpProbe answer = HttpProbe.send(clock, origin, RequestSpec.get(target));
        if (answer.status() != OK) {
            throw new IOException(
                    "the origin answered %s with %s".formatted(target, answer.summary()));
        }
    }
}
