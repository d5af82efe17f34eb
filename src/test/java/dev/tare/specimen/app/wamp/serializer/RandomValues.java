package dev.tare.specimen.app.wamp.serializer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values of every kind, from a seed. */
public final class RandomValues {
    private static final int MAX_ELEMENTS = 6;

    private final Random random;

    public RandomValues(Random random) {
        this.random = random;
    }

    /** A list of values that lie in each other so deep at most. */
    public List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(MAX_ELEMENTS); i > 0; i--) {
            list.add(value(depth - 1));
        }
        return list;
    }

    private Map<String, @Nullable Object> dict(int depth) {
        Map<String, @Nullable Object> dict = new LinkedHashMap<>();
        for (int i = random.nextInt(MAX_ELEMENTS); i > 0; i--) {
            dict.put(text(), value(depth - 1));
        }
        return dict;
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> random.nextInt(Long.SIZE);
            case 3 -> large();
            case 4 -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
            case 5 -> text();
            case 6 -> bytes();
            case 7 -> list(depth);
            default -> dict(depth);
        };
    }

    /** An integer that no long holds, as readers make it; 64 bits at most, as all formats have. */
    private BigInteger large() {
        return BigInteger.valueOf(random.nextLong() >>> 1).setBit(Long.SIZE - 1);
    }

    private byte[] bytes() {
        byte[] bytes =
                new byte[random.nextInt(10) == 0 ? random.nextInt(70_000) : random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20) == 0 ? random.nextInt(70_000) : random.nextInt(40);
        for (int i = 0; i < length; i++) {
            int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x20000);
            boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            // In JSON a text that begins with NUL is binary.
            text.appendCodePoint(surrogate || (i == 0 && c == 0) ? 'x' : c);
        }
        return text.toString();
    }
}
