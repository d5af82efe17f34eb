package dev.tare.specimen.proxy.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.stats.SplitMix64;
import dev.tare.io.nativeaccess.LinuxErrno;
import dev.tare.specimen.proxy.copy.CopyCounters.Count;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a device does, every byte is copied, and none beside. */
@Timeout(60)
final class DsaCopyTest {
    private static final int LOOKS = 8;
    private static final byte UNTOUCHED = 0x5a;
    private static final int CASES = 3000;
    private static final int MAX_BYTES = 3 * DsaJob.PART_BYTES;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment source = arena.allocate(MAX_BYTES + 64);
    private final List<MemorySegment> released = new ArrayList<>();

    private DsaCopy engine(int minBytes, DsaPortal... queues) {
        return new DsaCopy(List.of(queues), minBytes, LOOKS, released::add);
    }

    private MemorySegment destination(long bytes) {
        return arena.allocate(bytes).fill(UNTOUCHED);
    }

    private void fillSource(SplitMix64 random) {
        for (long i = 0; i < source.byteSize(); i += Long.BYTES) {
            source.set(ValueLayout.JAVA_LONG, i, random.nextLong());
        }
    }

    /** The place holds the bytes, and what is before and behind it was left alone. */
    private void assertCopied(MemorySegment to, int toOffset, int fromOffset, int length) {
        assertThat(
                        MemorySegment.mismatch(
                                source,
                                fromOffset,
                                fromOffset + length,
                                to,
                                toOffset,
                                toOffset + length))
                .isEqualTo(-1);
        assertUntouched(to, 0, toOffset);
        assertUntouched(to, toOffset + length, to.byteSize());
    }

    private static void assertUntouched(MemorySegment to, long from, long end) {
        for (long i = from; i < end; i++) {
            assertThat(to.get(ValueLayout.JAVA_BYTE, i)).isEqualTo(UNTOUCHED);
        }
    }

    @Test
    void aDeviceWithoutFaultsCopiesAllPartsOfAPiece() {
        fillSource(new SplitMix64(1));
        DsaCopy copy = engine(1, new DsaModel(16, DsaFaults.NONE));
        MemorySegment to = destination(MAX_BYTES + 100);
        assertThat(copy.copy(source, 3, to, 50, MAX_BYTES - 7)).isTrue();
        assertCopied(to, 50, 3, MAX_BYTES - 7);
        assertThat(copy.counters().of(Count.DESCRIPTORS)).isEqualTo(3);
        assertThat(copy.counters().of(Count.DEVICE_BYTES)).isEqualTo(MAX_BYTES - 7);
        assertThat(copy.counters().of(Count.CPU_BYTES)).isZero();
        assertThat(copy.close()).isTrue();
    }

    @Test
    void whatIsShortIsCopiedByTheCpu() {
        fillSource(new SplitMix64(2));
        DsaCopy copy = engine(1000, new DsaModel(16, DsaFaults.NONE));
        MemorySegment to = destination(2000);
        assertThat(copy.copy(source, 0, to, 0, 999)).isTrue();
        assertThat(copy.counters().of(Count.CPU_BYTES)).isEqualTo(999);
        assertThat(copy.counters().of(Count.DESCRIPTORS)).isZero();
        assertThat(copy.copy(source, 999, to, 999, 1000)).isTrue();
        assertCopied(to, 0, 0, 1999);
        assertThat(copy.counters().of(Count.DEVICE_BYTES)).isEqualTo(1000);
    }

    @Test
    void piecesTakeTheQueuesInTurn() {
        Counting first = new Counting();
        Counting second = new Counting();
        DsaCopy copy = engine(1, first, second);
        for (int i = 0; i < 10; i++) {
            assertThat(copy.copy(source, 0, destination(100), 0, 100)).isTrue();
        }
        assertThat(first.taken).isEqualTo(5);
        assertThat(second.taken).isEqualTo(5);
    }

    @Test
    void queuesThatAreFullForEverLeaveAllToTheCpu() {
        fillSource(new SplitMix64(3));
        DsaFaults full = new DsaFaults(1, 1, 0, 0, 0);
        DsaCopy copy = engine(1, new DsaModel(16, full), new DsaModel(16, full));
        for (int i = 1; i <= 100; i++) {
            MemorySegment to = destination(MAX_BYTES + 10);
            assertThat(copy.copy(source, i % 60, to, 5, MAX_BYTES - i)).isTrue();
            assertCopied(to, 5, i % 60, MAX_BYTES - i);
        }
        assertThat(copy.counters().of(Count.DEVICE_BYTES)).isZero();
        assertThat(copy.counters().of(Count.DESCRIPTORS)).isZero();
        assertThat(copy.counters().of(Count.CPU_FALLBACKS)).isEqualTo(300);
        assertThat(copy.counters().of(Count.QUEUE_FULL)).isEqualTo(100 * DsaCopy.MAX_REFUSALS);
    }

    @Test
    void aFullQueueIsFollowedByTheNext() {
        fillSource(new SplitMix64(4));
        DsaCopy copy =
                engine(
                        1,
                        new DsaModel(16, new DsaFaults(1, 1, 0, 0, 0)),
                        new DsaModel(16, DsaFaults.NONE));
        MemorySegment to = destination(MAX_BYTES);
        assertThat(copy.copy(source, 0, to, 0, MAX_BYTES)).isTrue();
        assertCopied(to, 0, 0, MAX_BYTES);
        assertThat(copy.counters().of(Count.DEVICE_BYTES)).isEqualTo(MAX_BYTES);
        assertThat(copy.counters().of(Count.QUEUE_FULL)).isEqualTo(1);
    }

    @Test
    void aPageFaultAtAnyByteIsResumedThere() {
        fillSource(new SplitMix64(5));
        int length = 300;
        DsaModel model = new DsaModel(16, DsaFaults.NONE);
        DsaCopy copy = engine(1, model);
        for (int stop = 0; stop < length; stop++) {
            model.stopNextAt(stop, stop % 2 == 0);
            MemorySegment to = destination(length + 20);
            assertThat(copy.copy(source, 11, to, 10, length)).isTrue();
            assertCopied(to, 10, 11, length);
        }
        assertThat(copy.counters().of(Count.PAGE_FAULTS)).isEqualTo(length);
        assertThat(copy.counters().of(Count.DEVICE_BYTES)).isEqualTo((long) length * length);
        assertThat(copy.counters().of(Count.DESCRIPTORS)).isEqualTo(2L * length);
        assertThat(copy.counters().of(Count.CPU_BYTES)).isZero();
    }

    @Test
    void aPageThatNeverComesIsLeftToTheCpu() {
        fillSource(new SplitMix64(6));
        DsaCopy copy = engine(1, new NeverAPage());
        MemorySegment to = destination(500);
        assertThat(copy.copy(source, 0, to, 100, 300)).isTrue();
        assertCopied(to, 100, 0, 300);
        assertThat(copy.counters().of(Count.PAGE_FAULTS)).isEqualTo(DsaCopy.MAX_PAGE_FAULTS + 1);
        assertThat(copy.counters().of(Count.CPU_BYTES)).isEqualTo(300);
    }

    @Test
    void aDeviceThatClaimsMoreThanItWasGivenIsNotBelieved() {
        fillSource(new SplitMix64(7));
        DsaCopy copy = engine(1, new Boaster());
        MemorySegment to = destination(400);
        assertThat(copy.copy(source, 0, to, 50, 300)).isTrue();
        assertCopied(to, 50, 0, 300);
        assertThat(copy.counters().of(Count.DEVICE_ERRORS)).isEqualTo(1);
        assertThat(copy.counters().of(Count.DEVICE_BYTES)).isZero();
    }

    @Test
    void errorsAreMendedByTheCpu() {
        fillSource(new SplitMix64(8));
        DsaCopy copy = engine(1, new DsaModel(16, new DsaFaults(1, 0, 0, 1, 0)));
        MemorySegment to = destination(MAX_BYTES);
        assertThat(copy.copy(source, 0, to, 0, MAX_BYTES)).isTrue();
        assertCopied(to, 0, 0, MAX_BYTES);
        assertThat(copy.counters().of(Count.DEVICE_ERRORS)).isEqualTo(3);
        assertThat(copy.counters().of(Count.CPU_BYTES)).isEqualTo(MAX_BYTES);
    }

    @Test
    void whatIsLateKeepsItsBufferUntilItIsDone() {
        fillSource(new SplitMix64(9));
        DsaCopy copy = engine(1, new DsaModel(16, new DsaFaults(1, 0, 0, 0, 1)));
        MemorySegment to = destination(1000);
        assertThat(copy.copy(source, 0, to, 100, 800)).isFalse();
        assertThat(released).isEmpty();
        assertThat(copy.counters().of(Count.LATE_PIECES)).isEqualTo(1);
        for (int i = 0; i < 4; i++) {
            copy.turn();
        }
        assertThat(released).containsExactly(to);
        assertCopied(to, 100, 0, 800);
    }

    @Test
    void whenTooMuchIsLateTheCpuCopies() {
        fillSource(new SplitMix64(10));
        DsaCopy copy = engine(1, new DsaModel(1000, new DsaFaults(1, 0, 0, 0, 1)));
        for (int i = 0; i < DsaCopy.MAX_JOBS; i++) {
            assertThat(copy.copy(source, 0, destination(10), 0, 10)).isFalse();
        }
        MemorySegment to = destination(20);
        assertThat(copy.copy(source, 0, to, 5, 10)).isTrue();
        assertCopied(to, 5, 0, 10);
        assertThat(copy.close()).isTrue();
        assertThat(released).hasSize(DsaCopy.MAX_JOBS);
    }

    @Test
    void aDeviceThatNeverAnswersKeepsItsMemory() {
        DsaCopy copy = engine(1, new Silent());
        assertThat(copy.copy(source, 0, destination(10), 0, 10)).isFalse();
        copy.turn();
        assertThat(copy.close()).isFalse();
        assertThat(released).isEmpty();
    }

    @Test
    void aDedicatedQueueIsNeverGivenMoreThanItHolds() {
        fillSource(new SplitMix64(11));
        Dedicated queue = new Dedicated(2);
        DsaCopy copy = engine(1, queue);
        for (int i = 0; i < 50; i++) {
            MemorySegment to = destination(MAX_BYTES);
            if (copy.copy(source, 0, to, 0, MAX_BYTES)) {
                assertCopied(to, 0, 0, MAX_BYTES);
            }
            copy.turn();
        }
        assertThat(queue.most).isEqualTo(2);
    }

    @Test
    void aRefusalForAnotherReasonIsAnError() {
        fillSource(new SplitMix64(12));
        DsaCopy copy = engine(1, new Refusing());
        MemorySegment to = destination(10);
        assertThat(copy.copy(source, 0, to, 0, 10)).isTrue();
        assertCopied(to, 0, 0, 10);
        assertThat(copy.counters().of(Count.DEVICE_ERRORS)).isEqualTo(DsaCopy.MAX_REFUSALS);
    }

    /** Everything at once, in seeded sequences. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void noByteIsLostOrChangedWhateverHappens(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        fillSource(random);
        DsaFaults faults = new DsaFaults(seed, 0.3, 0.3, 0.1, 0.1);
        DsaCopy copy =
                engine(
                        64,
                        new DsaModel(4, faults.forQueue("a")),
                        new DsaModel(16, faults.forQueue("b")));
        long expectedBytes = 0;
        int lateBuffers = 0;
        for (int i = 0; i < CASES; i++) {
            boolean large = random.nextInt(20) == 0;
            int length = 1 + random.nextInt(large ? MAX_BYTES : 3000);
            int fromOffset = random.nextInt(64);
            int toOffset = random.nextInt(64);
            MemorySegment to = destination(toOffset + length + random.nextInt(64));
            expectedBytes += length;
            if (!copy.copy(source, fromOffset, to, toOffset, length)) {
                // What lies beside the place may be relied upon even now.
                assertUntouched(to, 0, toOffset);
                assertUntouched(to, toOffset + length, to.byteSize());
                lateBuffers++;
                MemorySegment other = destination(toOffset + length);
                copy.copyByCpu(source, fromOffset, other, toOffset, length);
                to = other;
            }
            assertCopied(to, toOffset, fromOffset, length);
            if (random.nextInt(3) == 0) {
                copy.turn();
            }
        }
        CopyCounters counters = copy.counters();
        assertThat(counters.of(Count.DEVICE_BYTES) + counters.of(Count.CPU_BYTES))
                .isEqualTo(expectedBytes);
        for (Count count :
                List.of(
                        Count.DEVICE_BYTES,
                        Count.PAGE_FAULTS,
                        Count.QUEUE_FULL,
                        Count.DEVICE_ERRORS,
                        Count.CPU_FALLBACKS)) {
            assertThat(counters.of(count)).as(count.name()).isPositive();
        }
        assertThat(counters.of(Count.LATE_PIECES)).isEqualTo(lateBuffers).isPositive();
        assertThat(copy.close()).isTrue();
        assertThat(released).hasSize(lateBuffers).doesNotHaveDuplicates();
    }

    /** A queue that takes all and counts it. */
    private static final class Counting extends Scripted {
        private final DsaModel model = new DsaModel(16, DsaFaults.NONE);
        private int taken;

        @Override
        public int submit(MemorySegment descriptors, int first, int count) {
            taken += count;
            return model.submit(descriptors, first, count);
        }
    }

    /** A queue whose pages are never there. */
    private static final class NeverAPage extends Scripted {
        private final DsaModel model = new DsaModel(16, DsaFaults.NONE);

        @Override
        public int submit(MemorySegment descriptors, int first, int count) {
            model.stopNextAt(0, true);
            return model.submit(descriptors, first, count);
        }
    }

    /** A queue that says it came further than it was sent. */
    private static final class Boaster extends Scripted {
        @Override
        public int submit(MemorySegment descriptors, int first, int count) {
            long at = (long) first * DsaDescriptor.BYTES + DsaDescriptor.COMPLETION_AT;
            MemorySegment record =
                    MemorySegment.ofAddress(descriptors.get(DsaDescriptor.LONG, at))
                            .reinterpret(DsaCompletion.BYTES);
            DsaCompletion.write(record, 0, DsaCompletion.PAGE_FAULT, -1, 0, 0);
            return count;
        }
    }

    /** A queue that takes all, and is never done. */
    private static final class Silent extends Scripted {
        @Override
        public int submit(MemorySegment descriptors, int first, int count) {
            return count;
        }
    }

    /** A queue without a device behind it. */
    private static final class Refusing extends Scripted {
        @Override
        public int submit(MemorySegment descriptors, int first, int count) {
            return -LinuxErrno.ENODEV;
        }
    }

    /** A queue that would lose what is too much, and is always late. */
    private static final class Dedicated extends Scripted {
        private final int size;
        private final DsaModel model = new DsaModel(1000, new DsaFaults(1, 0, 0, 0, 0.7));
        private final List<MemorySegment> records = new ArrayList<>();
        private int most;

        Dedicated(int size) {
            this.size = size;
        }

        @Override
        public int capacity() {
            return size;
        }

        @Override
        public int submit(MemorySegment descriptors, int first, int count) {
            for (int i = first; i < first + count; i++) {
                long at = (long) i * DsaDescriptor.BYTES + DsaDescriptor.COMPLETION_AT;
                records.add(
                        MemorySegment.ofAddress(descriptors.get(DsaDescriptor.LONG, at))
                                .reinterpret(DsaCompletion.BYTES));
            }
            most = Math.max(most, records.size());
            int taken = model.submit(descriptors, first, count);
            forgetWhatIsDone();
            return taken;
        }

        /** Before the records are used again. */
        private void forgetWhatIsDone() {
            records.removeIf(record -> DsaCompletion.status(record, 0) != DsaCompletion.NONE);
        }

        @Override
        public void step() {
            model.step();
            forgetWhatIsDone();
        }

        @Override
        public void close() {
            model.close();
        }
    }

    /** A queue that a test plays. */
    private abstract static class Scripted implements DsaPortal {
        @Override
        public int capacity() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void close() {}
    }
}
