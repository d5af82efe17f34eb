package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * HPACK's Huffman code, both ways.
 *
 * <p>The code is canonical: the lengths of its codes determine it. Decoding takes four bits a step
 * through a table that is made of them when the class is loaded; no code is shorter than five bits,
 * so a step completes one symbol at most.
 *
 * <p>Allocation: none. Source: RFC 7541, section 5.2 and appendix B.
 */
final class HuffmanCode {
    /** What {@link #decode} returns for bits that are no code. */
    static final int MALFORMED = -1;

    private static final int SYMBOLS = 257;
    private static final int END_OF_STRING = 256;
    private static final int SHORTEST = 5;
    private static final int LONGEST = 30;

    /** The length of each symbol's code in bits, A for 5, B for 6 and so on. */
    private static final String LENGTHS =
            "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHF"
                    + "IBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIX"
                    + "PRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRS"
                    + "VVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

    private static final byte[] LENGTH = lengths();
    private static final int[] CODE = codes();

    private static final int STEP_BITS = 4;
    private static final int STEPS = 1 << STEP_BITS;
    private static final int STEP_MASK = STEPS - 1;

    // An entry of the decoding table: the next node, a symbol, and whether there is one.
    private static final int NODES = SYMBOLS - 1;
    private static final int NODE_MASK = 0xff;
    private static final int SYMBOL_SHIFT = 8;
    private static final int SYMBOL_THERE = 1 << 16;
    private static final int FAULT = 1 << 17;

    private static final int MAX_PADDING_BITS = 7;
    private static final int[] STEP = new int[NODES * STEPS];

    /** Whether a string may end at a node: what follows the last symbol is padding. */
    private static final boolean[] END = new boolean[NODES];

    static {
        new Tree().fillTables();
    }

    private HuffmanCode() {}

    /** How many bytes {@link #encode} writes. */
    static int encodedBytes(byte[] text) {
        long bits = 0;
        for (byte b : text) {
            bits += LENGTH[b & 0xff];
        }
        return Math.toIntExact((bits + Byte.SIZE - 1) / Byte.SIZE);
    }

    /** Writes the code of a text, padded with ones; returns how many bytes that were. */
    static int encode(byte[] text, MemorySegment target, long offset) {
        long position = offset;
        long pending = 0;
        int pendingBits = 0;
        for (byte b : text) {
            int symbol = b & 0xff;
            pending = (pending << LENGTH[symbol]) | CODE[symbol];
            pendingBits += LENGTH[symbol];
            while (pendingBits >= Byte.SIZE) {
                pendingBits -= Byte.SIZE;
                target.set(ValueLayout.JAVA_BYTE, position++, (byte) (pending >>> pendingBits));
            }
        }
        if (pendingBits > 0) {
            target.set(ValueLayout.JAVA_BYTE, position++, padded(pending, pendingBits));
        }
        return (int) (position - offset);
    }

    /** How many bytes {@link #encode} writes for bytes in native memory. */
    static int encodedBytes(MemorySegment text, long offset, int length) {
        long bits = 0;
        for (int i = 0; i < length; i++) {
            bits += LENGTH[text.get(ValueLayout.JAVA_BYTE, offset + i) & 0xff];
        }
        return Math.toIntExact((bits + Byte.SIZE - 1) / Byte.SIZE);
    }

    /** The same as {@link #encode(byte[], MemorySegment, long)} for bytes in native memory. */
    static int encode(
            MemorySegment text, long offset, int length, MemorySegment target, long targetOffset) {
        long position = targetOffset;
        long pending = 0;
        int pendingBits = 0;
        for (int i = 0; i < length; i++) {
            int symbol = text.get(ValueLayout.JAVA_BYTE, offset + i) & 0xff;
            pending = (pending << LENGTH[symbol]) | CODE[symbol];
            pendingBits += LENGTH[symbol];
            while (pendingBits >= Byte.SIZE) {
                pendingBits -= Byte.SIZE;
                target.set(ValueLayout.JAVA_BYTE, position++, (byte) (pending >>> pendingBits));
            }
        }
        if (pendingBits > 0) {
            target.set(ValueLayout.JAVA_BYTE, position++, padded(pending, pendingBits));
        }
        return (int) (position - targetOffset);
    }

    /** The last byte of a code: what is left of it, and ones. */
    private static byte padded(long pending, int pendingBits) {
        int paddingBits = Byte.SIZE - pendingBits;
        return (byte) ((pending << paddingBits) | ((1L << paddingBits) - 1));
    }

    /** The most bytes that so many encoded bytes become. */
    static int maxDecodedBytes(int encodedBytes) {
        return (int) ((long) encodedBytes * Byte.SIZE / SHORTEST);
    }

    /**
     * Decodes a whole string.
     *
     * @param target has room for {@link #maxDecodedBytes}
     * @return how many bytes it is, or {@link #MALFORMED}
     */
    static int decode(
            MemorySegment source,
            long sourceOffset,
            int length,
            MemorySegment target,
            long targetOffset) {
        int node = 0;
        long position = targetOffset;
        for (int i = 0; i < length; i++) {
            int octet = source.get(ValueLayout.JAVA_BYTE, sourceOffset + i);
            int high = STEP[(node << STEP_BITS) | ((octet >>> STEP_BITS) & STEP_MASK)];
            if ((high & SYMBOL_THERE) != 0) {
                target.set(ValueLayout.JAVA_BYTE, position++, (byte) (high >>> SYMBOL_SHIFT));
            }
            int low = STEP[((high & NODE_MASK) << STEP_BITS) | (octet & STEP_MASK)];
            if ((low & SYMBOL_THERE) != 0) {
                target.set(ValueLayout.JAVA_BYTE, position++, (byte) (low >>> SYMBOL_SHIFT));
            }
            if (((high | low) & FAULT) != 0) {
                return MALFORMED;
            }
            node = low & NODE_MASK;
        }
        return END[node] ? (int) (position - targetOffset) : MALFORMED;
    }

    private static byte[] lengths() {
        byte[] lengths = new byte[SYMBOLS];
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            lengths[symbol] = (byte) (LENGTHS.charAt(symbol) - 'A' + SHORTEST);
        }
        return lengths;
    }

    /** Counts upwards through the symbols, the shorter codes first. */
    private static int[] codes() {
        int[] codes = new int[SYMBOLS];
        int next = 0;
        for (int length = SHORTEST; length <= LONGEST; length++) {
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                if (LENGTH[symbol] == length) {
                    codes[symbol] = next++;
                }
            }
            next <<= 1;
        }
        return codes;
    }

    /** The code as a binary tree; needed only to make the tables. */
    private static final class Tree {
        /** Two children a node: the number of a node, or the complement of a symbol. */
        private final int[] children = new int[NODES * 2];

        private int nodes = 1;

        Tree() {
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                int node = 0;
                for (int bit = LENGTH[symbol] - 1; bit > 0; bit--) {
                    node = child(node * 2 + ((CODE[symbol] >>> bit) & 1));
                }
                children[node * 2 + (CODE[symbol] & 1)] = ~symbol;
            }
        }

        private int child(int at) {
            if (children[at] == 0) {
                children[at] = nodes++;
            }
            return children[at];
        }

        void fillTables() {
            for (int node = 0; node < NODES; node++) {
                for (int bits = 0; bits < STEPS; bits++) {
                    STEP[(node << STEP_BITS) | bits] = step(node, bits);
                }
            }
            int node = 0;
            for (int paddingBits = 0; paddingBits <= MAX_PADDING_BITS; paddingBits++) {
                END[node] = true;
                node = children[node * 2 + 1];
            }
        }

        private int step(int from, int bits) {
            int node = from;
            int emitted = 0;
            for (int bit = STEP_BITS - 1; bit >= 0; bit--) {
                int child = children[node * 2 + ((bits >>> bit) & 1)];
                if (child == ~END_OF_STRING) {
                    return FAULT;
                }
                if (child < 0) {
                    emitted = SYMBOL_THERE | (~child << SYMBOL_SHIFT);
                    node = 0;
                } else {
                    node = child;
                }
            }
            return emitted | node;
        }
    }
}
