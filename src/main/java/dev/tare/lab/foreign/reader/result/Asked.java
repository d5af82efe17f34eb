package dev.tare.lab.foreign.reader.result;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a tool was told to do, as far as its own output says so; what only the words around it say
 * stands in {@link Labels}.
 *
 * @param loop who decides when a request starts
 * @param offeredRatePerSec requests a second in an open loop, over all connections and threads;
 *     more than 0. Empty in a closed loop: no rate was asked for
 * @param connections kept open at once, over all threads; for fortio, which calls them threads, one
 *     a thread; for k6 its virtual users
 * @param threads that make the load: wrk's threads, Nighthawk's workers; 1 or more
 * @param durationNs planned
 * @param requests planned, where a number of them and not a duration was asked for
 */
public record Asked(
        Loop loop,
        OptionalDouble offeredRatePerSec,
        OptionalInt connections,
        OptionalInt threads,
        OptionalLong durationNs,
        OptionalLong requests) {

    /** Nothing was said. */
    public static final Asked NOTHING =
            new Asked(
                    Loop.UNKNOWN,
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());

    /** Who decides when a request starts. */
    public enum Loop {
        /** The answer before it: wrk, {@code fortio -qps 0}, oha and k6 without a rate. */
        CLOSED,
        /**
         * A schedule, as far as there are free connections: wrk2, {@code fortio -qps N}, Nighthawk,
         * vegeta, oha and k6 with a rate.
         */
        OPEN,
        /** The output does not say: an old fortio block without its first lines. */
        UNKNOWN
    }
}
