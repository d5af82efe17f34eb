package dev.tare.lab.bundle;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Pauses;
import dev.tare.base.core.Tally;
import dev.tare.base.core.TcpSummary;
import dev.tare.base.core.Throttling;
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
                && slice.parts().stream().map(PartUsage::usage).allMatch(SliceBounds::hold)
                && hold(slice.health());
    }

    private static boolean hold(SliceHealth health) {
        TcpSummary tcp = health.connections();
        LongStream counts =
                LongStream.concat(
                        LongStream.of(
                                tcp.connections(), tcp.segmentsSent(), tcp.segmentsRepeated()),
                        health.networks().stream()
                                .flatMap(network -> network.counts().values().stream())
                                .mapToLong(Long::longValue));
        LongStream timesNs =
                LongStream.concat(
                        LongStream.of(tcp.minRoundTripNs(), tcp.medianRoundTripNs()),
                        health.stolenNs().values().stream().mapToLong(Long::longValue));
        return hold(health.instrument())
                && health.throttling().values().stream().allMatch(SliceBounds::hold)
                && health.stolenNs().size() <= SliceHealth.MAX_ENTRIES
                && health.networks().size() <= SliceHealth.MAX_ENTRIES
                && counts.allMatch(n -> n >= 0 && n <= MAX_COUNT)
                && timesNs.allMatch(ns -> ns >= 0 && ns <= MAX_NS);
    }

    private static boolean hold(GeneratorHealth health) {
        return health.windowNs() >= 0
                && health.windowNs() <= MAX_NS
                && health.runDelayNs() >= -1
                && health.runDelayNs() <= MAX_NS
                && health.preemptions() >= -1
                && health.preemptions() <= MAX_COUNT
                && health.collections() >= 0
                && health.collections() <= MAX_COUNT
                && health.collectionNs() >= 0
                && health.collectionNs() <= MAX_NS
                && hold(health.pauses());
    }

    private static boolean hold(Pauses pauses) {
        return pauses.longestNs() >= 0
                && pauses.longestNs() <= MAX_NS
                && pauses.classes().size() <= Pauses.MAX_CLASSES
                && pauses.classes().stream()
                        .allMatch(each ->
                                each.count() >= 1
                                        && each.count() <= MAX_COUNT
                                        && each.fromNs() >= 0
                                        && each.totalNs() >= 0
                                        && each.totalNs() <= MAX_NS);
    }

    private static boolean hold(Throttling throttling) {
        return throttling.periods() >= 0
                && throttling.periods() <= MAX_COUNT
                && throttling.throttledPeriods() >= 0
                && throttling.throttledPeriods() <= MAX_COUNT
                && throttling.throttledNs() >= 0
                && throttling.throttledNs() <= MAX_NS;
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
