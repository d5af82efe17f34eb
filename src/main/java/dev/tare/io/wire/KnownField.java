package dev.tare.io.wire;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Numbers of the header fields that codecs, proxy and origin treat specially. */
public final class KnownField {
    public static final int UNKNOWN = 0;
    public static final int CONNECTION = 1;
    public static final int CONTENT_LENGTH = 2;
    public static final int TRANSFER_ENCODING = 3;
    public static final int HOST = 4;
    public static final int KEEP_ALIVE = 5;
    public static final int PROXY_CONNECTION = 6;
    public static final int PROXY_AUTHENTICATE = 7;
    public static final int PROXY_AUTHORIZATION = 8;
    public static final int TE = 9;
    public static final int TRAILER = 10;
    public static final int UPGRADE = 11;
    public static final int EXPECT = 12;
    public static final int VIA = 13;
    public static final int DATE = 14;
    public static final int SERVER = 15;
    public static final int CONTENT_TYPE = 16;
    public static final int CONTENT_ENCODING = 17;
    public static final int USER_AGENT = 18;
    public static final int ACCEPT = 19;
    public static final int MAX_FORWARDS = 20;
    public static final int X_FORWARDED_FOR = 21;
    public static final int X_FORWARDED_PROTO = 22;
    public static final int X_REQUEST_ID = 23;

    /** In the order of the constants. */
    private static final List<String> NAMES =
            List.of(
                    "(unknown)",
                    "Connection",
                    "Content-Length",
                    "Transfer-Encoding",
                    "Host",
                    "Keep-Alive",
                    "Proxy-Connection",
                    "Proxy-Authenticate",
                    "Proxy-Authorization",
                    "TE",
                    "Trailer",
                    "Upgrade",
                    "Expect",
                    "Via",
                    "Date",
                    "Server",
                    "Content-Type",
                    "Content-Encoding",
                    "User-Agent",
                    "Accept",
                    "Max-Forwards",
                    "X-Forwarded-For",
                    "X-Forwarded-Proto",
                    "X-Request-Id");

    /** How many numbers there are; every number is less. */
    public static final int COUNT = NAMES.size();

    private static final int SLOTS = 128;
    private static final int LENGTH_FACTOR = 2; // With these no two names share a slot.
    private static final int FIRST_FACTOR = 18;
    private static final byte[][] LOWER_CASE = lowerCase();
    private static final byte[] TABLE = table();

    private KnownField() {}

    /**
     * The field's name as its RFC writes it.
     *
     * @param known one of the constants but {@link #UNKNOWN}
     */
    public static String name(int known) {
        if (known <= UNKNOWN || known >= COUNT) {
            throw new IllegalArgumentException(
                    "%d is no known field: 1 to %d are".formatted(known, COUNT - 1));
        }
        return NAMES.get(known);
    }

    /**
     * Whether an intermediary must not pass the field on, nominated in Connection or not.
     *
     * <p>Source: RFC 9110, section 7.6.1.
     */
    public static boolean hopByHop(int known) {
        return switch (known) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, TRANSFER_ENCODING, UPGRADE -> true;
            default -> false;
        };
    }

    /**
     * A set of fields with one number in it; sets are joined by {@code |}.
     *
     * @param known one of the constants
     */
    public static long setOf(int known) {
        return 1L << known;
    }

    /** Whether a set that was made of {@link #setOf} holds this number. */
    public static boolean isIn(long set, int known) {
        return ((set >>> known) & 1) != 0;
    }

    /**
     * The number of the field with this name, the case of letters aside.
     *
     * @param length bytes, 1 or more; none of them a control character
     */
    public static int find(MemorySegment buffer, long position, int length) {
        int slot =
                slot(length, Octets.at(buffer, position), Octets.at(buffer, position + length - 1));
        while (true) {
            int known = TABLE[slot];
            if (known == UNKNOWN
                    || Octets.equalsIgnoringCase(buffer, position, length, LOWER_CASE[known])) {
                return known;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
    }

    /** Where a name is looked for first, the case of letters aside. */
    private static int slot(int length, byte first, byte last) {
        return (length * LENGTH_FACTOR + (first | 0x20) * FIRST_FACTOR + (last | 0x20))
                & (SLOTS - 1);
    }

    private static byte[][] lowerCase() {
        return NAMES.stream()
                .map(name -> name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    private static byte[] table() {
        byte[] table = new byte[SLOTS];
        for (int known = 1; known < COUNT; known++) {
            byte[] name = LOWER_CASE[known];
            int slot = slot(name.length, name[0], name[name.length - 1]);
            while (table[slot] != UNKNOWN) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            table[slot] = (byte) known;
        }
        return table;
    }
}
