package dev.tare.io.wire.forward;

import static dev.tare.io.wire.forward.RequestControl.ascii;

import dev.tare.io.wire.KnownField;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Fields;
import java.lang.foreign.MemorySegment;

/**
 * Heads from one HTTP/2 connection to another. What concerns one connection only was refused when
 * the head was read, but for {@code te: trailers}, which passes; cookies stay the crumbs that they
 * are.
 *
 * <p>Thread-safety: no state. Allocation: none. Source: RFC 9113, section 8; RFC 9110, section 7.6.
 */
public final class Http2ToHttp2 {
    private static final byte[] METHOD = ascii(":method");
    private static final byte[] SCHEME = ascii(":scheme");
    private static final byte[] AUTHORITY = ascii(":authority");
    private static final byte[] PATH = ascii(":path");

    private Http2ToHttp2() {}

    /**
     * What is wrong with a request, for whoever has to know before it is put together; {@link
     * #request} looks at the same.
     *
     * @param head as the session tells it
     */
    public static HeadFault faultOf(Http2Fields head) {
        return RequestControl.check(head);
    }

    /**
     * Puts a request together; {@code host} is left out, for {@code :authority} says the same.
     *
     * @param head as the session tells it
     * @param scheme what {@code :scheme} says, such as {@code http}
     * @param defaultAuthority for a request that names no host
     * @param leftOut fields that are not copied: a set of {@link KnownField#setOf}
     * @param change what else is not passed on, or not as it came
     * @param target filled anew; of no use when there is a fault
     */
    public static HeadFault request(
            Http2Fields head,
            byte[] scheme,
            byte[] defaultAuthority,
            long leftOut,
            HeadChange change,
            HeadFields target) {
        HeadFault fault = RequestControl.check(head);
        if (fault != HeadFault.NONE) {
            return fault;
        }
        target.clear();
        addValue(target, METHOD, head, head.method());
        target.add(SCHEME, scheme);
        byte[] other = change.authority();
        int authority = RequestControl.authority(head);
        if (other != null) {
            target.add(AUTHORITY, other);
        } else if (authority == RequestControl.NONE) {
            target.add(AUTHORITY, defaultAuthority);
        } else {
            addValue(target, AUTHORITY, head, authority);
        }
        addPath(target, head, change);
        copyRegular(head, leftOut | KnownField.setOf(KnownField.HOST), change, target);
        return target.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    /**
     * Puts a response's head together, an informational one too.
     *
     * @param leftOut fields that are not copied: a set of {@link KnownField#setOf}
     * @param change which other ones stay behind
     * @param target filled anew; of no use when there is a fault
     */
    public static HeadFault response(
            Http2Fields head, long leftOut, HeadChange change, HeadFields target) {
        target.clear().status(head.status());
        copyRegular(head, leftOut, change, target);
        return target.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    /**
     * Puts trailers together.
     *
     * @param target filled anew; of no use when there is a fault
     */
    public static HeadFault trailers(Http2Fields trailers, HeadFields target) {
        target.clear();
        copyRegular(trailers, 0, HeadChange.NONE, target);
        return target.overflowed() ? HeadFault.TOO_LARGE : HeadFault.NONE;
    }

    private static void addValue(HeadFields target, byte[] name, Http2Fields head, int i) {
        target.add(name, head.bytes(), head.valueOffset(i), head.valueLength(i));
        if (head.neverIndexed(i)) {
            target.neverIndexed();
        }
    }

    private static void addPath(HeadFields target, Http2Fields head, HeadChange change) {
        int path = head.path();
        byte[] prefix = RequestControl.isAsterisk(head) ? null : change.pathPrefix();
        if (prefix == null) {
            addValue(target, PATH, head, path);
            return;
        }
        MemorySegment bytes = head.bytes();
        long start = head.valueOffset(path);
        int length = head.valueLength(path);
        int gone = RequestControl.replacedBytes(change, bytes, start, length);
        byte[] before = RequestControl.before(prefix, bytes, start + gone, length - gone);
        target.addAfter(PATH, before, bytes, start + gone, length - gone);
        if (head.neverIndexed(path)) {
            target.neverIndexed();
        }
    }

    private static void copyRegular(
            Http2Fields head, long leftOut, HeadChange change, HeadFields target) {
        boolean dropsSome = change.dropsSome();
        for (int i = RequestControl.firstRegular(head); i < head.count(); i++) {
            boolean dropped =
                    KnownField.isIn(leftOut, head.known(i))
                            || (dropsSome
                                    && change.drops(
                                            head.bytes(), head.nameOffset(i), head.nameLength(i)));
            if (!dropped) {
                target.copy(head, i);
            }
        }
    }
}
