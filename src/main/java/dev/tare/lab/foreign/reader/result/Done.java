package dev.tare.lab.foreign.reader.result;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a tool did.
 *
 * @param durationNs from the first request to the end
 * @param requests that the tool counts as done: wrk, wrk2 and Nighthawk count answers; fortio, k6,
 *     oha and vegeta count calls that failed as well
 * @param warmupRequests made before and not counted (fortio's "plus 1000 warmup")
 * @param unsentRequests due and never sent: k6's dropped iterations, Nighthawk's pool overflow
 * @param ratePerSec as printed, of what {@code requests} counts
 * @param bytesRead heads included, where the tool counts them (wrk, wrk2)
 * @param bytesPerSec as printed
 */
public record Done(
        Optional<Printed> durationNs,
        OptionalLong requests,
        OptionalLong warmupRequests,
        OptionalLong unsentRequests,
        Optional<Printed> ratePerSec,
        Optional<Printed> bytesRead,
        Optional<Printed> bytesPerSec) {

    /** Nothing was printed. */
    public static final Done NOTHING =
            new Done(
                    Optional.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
}
