package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * HPACK's static table.
 *
 * <p>Source: RFC 7541, appendix A.
 */
final class StaticTable {
    /** The entries; the first one has index 1. */
    static final int COUNT = 61;

    /** What the look-ups return when there is no such entry. */
    static final int NONE = 0;

    private static final List<String> ENTRIES =
            List.of(
                    ":authority",
                    ":method GET",
                    ":method POST",
                    ":path /",
                    ":path /index.html",
                    ":scheme http",
                    ":scheme https",
                    ":status 200",
                    ":status 204",
                    ":status 206",
                    ":status 304",
                    ":status 400",
                    ":status 404",
                    ":status 500",
                    "accept-charset",
                    "accept-encoding gzip, deflate",
                    "accept-language",
                    "accept-ranges",
                    "accept",
                    "access-control-allow-origin",
                    "age",
                    "allow",
                    "authorization",
                    "cache-control",
                    "content-disposition",
                    "content-encoding",
                    "content-language",
                    "content-length",
                    "content-location",
                    "content-range",
                    "content-type",
                    "cookie",
                    "date",
                    "etag",
                    "expect",
                    "expires",
                    "from",
                    "host",
                    "if-match",
                    "if-modified-since",
                    "if-none-match",
                    "if-range",
                    "if-unmodified-since",
                    "last-modified",
                    "link",
                    "location",
                    "max-forwards",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "range",
                    "referer",
                    "refresh",
                    "retry-after",
                    "server",
                    "set-cookie",
                    "strict-transport-security",
                    "transfer-encoding",
                    "user-agent",
                    "vary",
                    "via",
                    "www-authenticate");

    /** All names and values, one after the other. */
    static final MemorySegment BYTES;

    private static final int[] START = new int[COUNT + 1];
    private static final int[] NAME_BYTES = new int[COUNT + 1];
    private static final int[] VALUE_BYTES = new int[COUNT + 1];
    private static final byte[] KIND = new byte[COUNT + 1];
    private static final Map<String, Integer> NAMES = new HashMap<>();
    private static final Map<String, Integer> FIELDS = new HashMap<>();

    /** The first entry with the same name. */
    private static final byte[] FIRST = new byte[COUNT + 1];

    private static final int PLACES = 256;
    private static final int LENGTH_FACTOR = 7;
    private static final int FIRST_FACTOR = 31;

    /** The first entries of all names, by a hash of the name. */
    private static final byte[] PLACE = new byte[PLACES];

    static {
        BYTES = Arena.global().allocate(String.join("", ENTRIES).length());
        int at = 0;
        for (int index = 1; index <= COUNT; index++) {
            String[] entry = ENTRIES.get(index - 1).split(" ", 2);
            String value = entry.length == 1 ? "" : entry[1];
            START[index] = at;
            at = put(entry[0], at);
            KIND[index] = (byte) FieldKind.of(BYTES, START[index], entry[0].length());
            at = put(value, at);
            NAME_BYTES[index] = entry[0].length();
            VALUE_BYTES[index] = value.length();
            NAMES.putIfAbsent(entry[0], index);
            FIELDS.put(entry[0] + " " + value, index);
            FIRST[index] = (byte) findName(entry[0]);
            if (FIRST[index] == index) {
                place(index);
            }
        }
    }

    private StaticTable() {}

    private static int put(String text, int at) {
        MemorySegment.copy(
                text.getBytes(US_ASCII), 0, BYTES, ValueLayout.JAVA_BYTE, at, text.length());
        return at + text.length();
    }

    private static void place(int index) {
        int place = placeOf(BYTES, START[index], NAME_BYTES[index]);
        while (PLACE[place] != NONE) {
            place = (place + 1) & (PLACES - 1);
        }
        PLACE[place] = (byte) index;
    }

    /** Where a name of one byte or more is looked for first. */
    private static int placeOf(MemorySegment bytes, long offset, int length) {
        int first = bytes.get(ValueLayout.JAVA_BYTE, offset);
        int last = bytes.get(ValueLayout.JAVA_BYTE, offset + length - 1);
        return (length * LENGTH_FACTOR + first * FIRST_FACTOR + last) & (PLACES - 1);
    }

    /** Where in {@link #BYTES} the name begins; the value follows it. */
    static int start(int index) {
        return START[index];
    }

    static int nameBytes(int index) {
        return NAME_BYTES[index];
    }

    static int valueBytes(int index) {
        return VALUE_BYTES[index];
    }

    /** The name's {@link FieldKind}. */
    static int kind(int index) {
        return KIND[index];
    }

    /** The first entry with this name, or {@link #NONE}. */
    static int findName(String name) {
        return NAMES.getOrDefault(name, NONE);
    }

    /** The first entry with the name that these bytes are, or {@link #NONE}. */
    static int findName(MemorySegment bytes, long offset, int length) {
        if (length == 0) {
            return NONE;
        }
        int place = placeOf(bytes, offset, length);
        for (int index = PLACE[place]; index != NONE; index = PLACE[place]) {
            if (NAME_BYTES[index] == length
                    && FieldBytes.equal(BYTES, START[index], bytes, offset, length)) {
                return index;
            }
            place = (place + 1) & (PLACES - 1);
        }
        return NONE;
    }

    /**
     * The entry with the value that these bytes are, or {@link #NONE}.
     *
     * @param nameIndex the first entry with the field's name, or {@link #NONE}
     */
    static int findValue(int nameIndex, MemorySegment bytes, long offset, int length) {
        if (nameIndex == NONE) {
            return NONE;
        }
        for (int i = nameIndex; i <= COUNT && FIRST[i] == nameIndex; i++) {
            if (VALUE_BYTES[i] == length
                    && FieldBytes.equal(
                            BYTES, (long) START[i] + NAME_BYTES[i], bytes, offset, length)) {
                return i;
            }
        }
        return NONE;
    }

    /** The entry with this name and value, or {@link #NONE}. */
    static int findField(String name, String value) {
        return FIELDS.getOrDefault(name + " " + value, NONE);
    }
}
