package dev.tare.load.check;

import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.Outcome;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** The body's bytes have one checksum. It is computed as they arrive. */
final class ChecksumCondition implements Condition {
    /** How many bytes are handed to an algorithm at once. */
    static final int SCRATCH_BYTES = 8 * 1024;

    /** Takes bytes and tells whether their checksum is the wanted one. */
    private interface Sum {
        void begin();

        void add(byte[] bytes, int count);

        boolean isRight();
    }

    private final Sum sum;
    private final byte[] scratch;

    /**
     * A condition at the begin of an answer.
     *
     * @param scratch {@link #SCRATCH_BYTES} that are of no use between two calls
     */
    ChecksumCondition(FurtherCheck.BodyChecksum check, byte[] scratch) {
        sum =
                switch (check.algorithm()) {
                    case CRC32 -> new Crc(Long.parseLong(check.hex(), 16));
                    case SHA256 -> new Sha256(HexFormat.of().parseHex(check.hex()));
                };
        this.scratch = scratch;
    }

    @Override
    public Outcome failure() {
        return Outcome.WRONG_BODY;
    }

    @Override
    public boolean wantsBody() {
        return true;
    }

    @Override
    public void begin() {
        sum.begin();
    }

    @Override
    public void onBody(MemorySegment buffer, long offset, int length) {
        int done = 0;
        while (done < length) {
            int count = Math.min(scratch.length, length - done);
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, offset + done, scratch, 0, count);
            sum.add(scratch, count);
            done += count;
        }
    }

    @Override
    public boolean holds() {
        return sum.isRight();
    }

    private static final class Crc implements Sum {
        private final long wanted;
        private final CRC32 crc = new CRC32();

        Crc(long wanted) {
            this.wanted = wanted;
        }

        @Override
        public void begin() {
            crc.reset();
        }

        @Override
        public void add(byte[] bytes, int count) {
            crc.update(bytes, 0, count);
        }

        @Override
        public boolean isRight() {
            return crc.getValue() == wanted;
        }
    }

    private static final class Sha256 implements Sum {
        private final byte[] wanted;
        private final byte[] computed;
        private final MessageDigest digest;

        Sha256(byte[] wanted) {
            this.wanted = wanted;
            computed = new byte[wanted.length];
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every JDK has SHA-256", impossible);
            }
        }

        @Override
        public void begin() {
            digest.reset();
        }

        @Override
        public void add(byte[] bytes, int count) {
            digest.update(bytes, 0, count);
        }

        @Override
        public boolean isRight() {
            try {
                digest.digest(computed, 0, computed.length);
            } catch (DigestException impossible) {
                throw new IllegalStateException("32 bytes hold a SHA-256", impossible);
            }
            return Arrays.equals(computed, wanted);
        }
    }
}
