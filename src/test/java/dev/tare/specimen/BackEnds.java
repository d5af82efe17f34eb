package dev.tare.specimen;

import dev.tare.base.time.NanoClock;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.LoopOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/** The back ends of {@code io.net} that this machine has. */
public final class BackEnds {
    private BackEnds() {}

    /** Options for a loop on each of them. */
    public static Stream<LoopOptions> all() {
        return Arrays.stream(IoBackEnd.values())
                .filter(backEnd -> backEnd != IoBackEnd.AUTO)
                .map(backEnd -> new LoopOptions(backEnd, 0))
                .filter(BackEnds::opens);
    }

    private static boolean opens(LoopOptions options) {
        try {
            EventLoops.open(options, NanoClock.system()).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
