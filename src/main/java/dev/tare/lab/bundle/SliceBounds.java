package dev.tare.lab.bundle;

import dev.tare.base.core.Tally;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a slice's numbers must satisfy, so that no sum over a bundle can overflow. */
final class SliceBounds {
    /** Requests or bytes of a slice: 2^40, so that {@code MAX_SLICES} of them stay below 2^63. */
    private static final long MAX_COUNT = 1L << 40;

    /** Times, summed as doubles, which hold them exactly up to 2^53. */
    private static final long MAX_NS = 1L << 52;

    private SliceBounds() {}

    /** Whether a bundle may have so many slices in all its blocks. */
    static boolean holdTogether(long slices) {
        return slices <= BundleFormat.MAX_SLICES;
    }

    static boolean hold(SliceRecord slice) {
        return slice.startNs() <= slice.measuredStartNs()
                && slice.measuredStartNs() < slice.measuredEndNs()
                && slice.measuredEndNs() <= slice.endNs()
                // Compared as doubles: the difference of two longs may overflow.
                && (double) slice.endNs() - (double) slice.startNs() <= MAX_NS
                && slice.offeredRatePerSec() >= 0
                && Double.isFinite(slice.offeredRatePerSec())
                && hold(slice.lead())
                && hold(slice.measured())
                && Stream.of(slice.specimenUsage(), slice.originUsage(), slice.instrumentUsage())
                        .allMatch(SliceBounds::hold)
                && slice.parts().size() <= PartUsage.MAX_PARTS
                && slice.parts().stream().map(PartUsage::usage).allMatch(SliceBounds::hold);
    }

    private static boolean hold(Tally tally) {
        LongStream counts =
                LongStream.of(
                        tally.planned(),
                        tally.sent(),
                        tally.inFlightAtEnd(),
                        tally.doneInside(),
                        tally.correctInside(),
                        tally.bytesInside(),
                        tally.bodyBytes(),
                        tally.connectsOpened(),
                        tally.connectsFailed());
        LongStream classes =
                Stream.concat(tally.unsent().values().stream(), tally.outcomes().values().stream())
                        .mapToLong(Long::longValue);
        return LongStream.concat(counts, classes).allMatch(n -> n >= 0 && n <= MAX_COUNT);
    }

    private static boolean hold(Usage usage) {
        return usage.cpuNs() >= 0
                && usage.cpuNs() <= MAX_NS
                && usage.windowNs() >= 0
                && usage.windowNs() <= MAX_NS
                && usage.peakResidentBytes() >= 0
                && usage.peakResidentBytes() <= MAX_COUNT
                && usage.processes() >= 0
                && usage.runDelayNs() >= -1;
    }
}
