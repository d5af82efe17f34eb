package dev.tare.load.request;

import dev.tare.base.time.EpochClock;
import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.GrowableBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The cookies that one client has been given and sends back: a subset of what a browser does, for a
 * client that talks to one host and lives no longer than a load. {@code Domain} is ignored; a
 * {@code Max-Age} or {@code Expires} that has passed when it arrives deletes, and one that has not
 * lasts as long as the client.
 *
 * <p>Thread-safety: the thread of its connections only. Allocation: when a cookie is new or
 * changes.
 *
 * <p>Source: RFC 6265, sections 5.1 to 5.4.
 */
public final class CookieJar {
    /** The most cookies; further ones are dropped. */
    public static final int MAX_COOKIES = 50;

    /** The longest cookie, name and value together; longer ones are dropped. */
    public static final int MAX_COOKIE_BYTES = 4096;

    /** How long all cookies may be together; what exceeds it is dropped. */
    public static final int MAX_TOTAL_BYTES = 32 * 1024;

    private static final byte[] SET_COOKIE = "set-cookie".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ROOT = {'/'};
    private static final byte[] BETWEEN = {';', ' '};
    private static final long NS_A_SECOND = 1_000_000_000L;
    private static final int FIRST_COOKIES = 4;
    private static final CookieJar NONE = new CookieJar(false, () -> 0, 0);

    /**
     * A cookie.
     *
     * @param pair name, equals sign and value
     * @param nameLength of {@code pair}'s bytes
     * @param path begins with a slash
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    private record Cookie(byte[] pair, int nameLength, byte[] path) {}

    private final boolean overTls;
    private final EpochClock clock;
    private final int maxCookies;
    private final SetCookie reader = new SetCookie();

    /** Those with the longest path first, the older of equals before the younger. */
    private Cookie[] cookies = new Cookie[0];

    private int count;
    private int totalBytes;

    private CookieJar(boolean overTls, EpochClock clock, int maxCookies) {
        this.overTls = overTls;
        this.clock = clock;
        this.maxCookies = maxCookies;
    }

    /**
     * An empty jar.
     *
     * @param overTls whether requests go over TLS: if not, cookies with {@code Secure} are dropped
     * @param clock tells which {@code Expires} have passed; read only where there is one
     */
    public CookieJar(boolean overTls, EpochClock clock) {
        this(overTls, clock, MAX_COOKIES);
    }

    /** A jar that keeps nothing; any number of clients and threads may share it. */
    public static CookieJar none() {
        return NONE;
    }

    /** Whether there are no cookies at all. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** How many cookies there are. */
    public int count() {
        return count;
    }

    /**
     * Takes the cookies that an answer sets.
     *
     * @param head the final head of the answer
     * @param answered the request, as it was sent
     */
    public void take(FieldsView head, OutgoingRequest answered) {
        take(head, answered.bytes(), answered.targetOffset(), answered.targetLength());
    }

    /** The same, where the request target lies elsewhere. */
    public void take(FieldsView head, MemorySegment target, long offset, int length) {
        if (maxCookies == 0) {
            return;
        }
        int i = head.find(SET_COOKIE, FieldsView.NONE);
        while (i != FieldsView.NONE) {
            MemorySegment bytes = head.bytes();
            if (reader.read(bytes, head.valueOffset(i), head.valueLength(i))
                    && (overTls || !reader.secure())
                    && reader.nameLength() + reader.valueLength() <= MAX_COOKIE_BYTES) {
                takeRead(bytes, target, offset, length);
            }
            i = head.find(SET_COOKIE, i);
        }
    }

    /** Takes the cookie that has been read. */
    private void takeRead(MemorySegment bytes, MemorySegment target, long offset, int length) {
        MemorySegment pathBytes = bytes;
        long pathStart = reader.pathStart();
        int pathLength = reader.pathLength();
        if (pathLength == 0) {
            pathBytes = target;
            pathStart = offset;
            pathLength = defaultPathLength(target, offset, length);
        }
        int known = find(bytes, pathBytes, pathStart, pathLength);
        if (expired()) {
            if (known >= 0) {
                remove(known);
            }
            return;
        }
        if (known >= 0 && hasValue(cookies[known], bytes)) {
            return;
        }
        int pairLength = reader.nameLength() + 1 + reader.valueLength();
        int oldLength = known < 0 ? 0 : cookies[known].pair.length;
        if (totalBytes - oldLength + pairLength > MAX_TOTAL_BYTES
                || (known < 0 && count == maxCookies)) {
            return;
        }
        byte[] path =
                pathLength == 0
                        ? ROOT
                        : known < 0 ? copy(pathBytes, pathStart, pathLength) : cookies[known].path;
        Cookie cookie = new Cookie(pair(bytes, pairLength), reader.nameLength(), path);
        totalBytes += pairLength - oldLength;
        if (known >= 0) {
            cookies[known] = cookie;
        } else {
            insert(cookie);
        }
    }

    /** How many bytes of a request target are the path of cookies without one; 0 for the root. */
    private static int defaultPathLength(MemorySegment target, long offset, int length) {
        int lastSlash = 0;
        for (int i = 0; i < pathLength(target, offset, length); i++) {
            if (target.get(ValueLayout.JAVA_BYTE, offset + i) == '/') {
                lastSlash = i;
            }
        }
        return lastSlash;
    }

    /** How many bytes of a request target come before its query. */
    private static int pathLength(MemorySegment target, long offset, int length) {
        int end = 0;
        while (end < length && target.get(ValueLayout.JAVA_BYTE, offset + end) != '?') {
            end++;
        }
        return end;
    }

    private boolean expired() {
        if (reader.maxAgeSec() != SetCookie.NO_MAX_AGE) {
            return reader.maxAgeSec() <= 0;
        }
        return reader.expiresSec() != CookieDate.NONE
                && reader.expiresSec() <= Math.floorDiv(clock.epochNs(), NS_A_SECOND);
    }

    private int find(MemorySegment bytes, MemorySegment pathBytes, long pathStart, int pathLength) {
        for (int i = 0; i < count; i++) {
            Cookie cookie = cookies[i];
            boolean samePath =
                    pathLength == 0
                            ? Arrays.equals(cookie.path, ROOT)
                            : cookie.path.length == pathLength
                                    && begins(pathBytes, pathStart, cookie.path, 0, pathLength);
            if (samePath
                    && cookie.nameLength == reader.nameLength()
                    && begins(bytes, reader.nameStart(), cookie.pair, 0, cookie.nameLength)) {
                return i;
            }
        }
        return -1;
    }

    private boolean hasValue(Cookie cookie, MemorySegment bytes) {
        int start = cookie.nameLength + 1;
        return cookie.pair.length - start == reader.valueLength()
                && begins(bytes, reader.valueStart(), cookie.pair, start, reader.valueLength());
    }

    private static boolean begins(
            MemorySegment bytes, long offset, byte[] wanted, int from, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, offset + i) != wanted[from + i]) {
                return false;
            }
        }
        return true;
    }

    private byte[] pair(MemorySegment bytes, int pairLength) {
        byte[] pair = new byte[pairLength];
        int nameLength = reader.nameLength();
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, reader.nameStart(), pair, 0, nameLength);
        pair[nameLength] = '=';
        MemorySegment.copy(
                bytes,
                ValueLayout.JAVA_BYTE,
                reader.valueStart(),
                pair,
                nameLength + 1,
                reader.valueLength());
        return pair;
    }

    private static byte[] copy(MemorySegment bytes, long offset, int length) {
        return bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private void insert(Cookie cookie) {
        if (count == cookies.length) {
            cookies = Arrays.copyOf(cookies, Math.max(FIRST_COOKIES, 2 * count));
        }
        int place = count++;
        while (place > 0 && cookies[place - 1].path.length < cookie.path.length) {
            cookies[place] = cookies[place - 1];
            place--;
        }
        cookies[place] = cookie;
    }

    private void remove(int known) {
        totalBytes -= cookies[known].pair.length;
        count--;
        System.arraycopy(cookies, known + 1, cookies, known, count - known);
    }

    /**
     * Appends the value of the field {@code Cookie} for a request target, such as {@code a=b; c=d}.
     *
     * @param to may hold the target itself
     * @return whether there is any; if not, nothing is appended
     */
    public boolean appendTo(GrowableBytes to, MemorySegment target, long offset, int length) {
        int pathLength = pathLength(target, offset, length);
        boolean any = false;
        for (int i = 0; i < count; i++) {
            if (matches(cookies[i].path, target, offset, pathLength)) {
                if (any) {
                    to.append(BETWEEN);
                }
                to.append(cookies[i].pair);
                any = true;
            }
        }
        return any;
    }

    private static boolean matches(byte[] path, MemorySegment target, long offset, int length) {
        return length >= path.length
                && begins(target, offset, path, 0, path.length)
                && (length == path.length
                        || path[path.length - 1] == '/'
                        || target.get(ValueLayout.JAVA_BYTE, offset + path.length) == '/');
    }
}
