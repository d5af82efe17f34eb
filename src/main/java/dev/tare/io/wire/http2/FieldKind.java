package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Tells apart the fields that HTTP/2 has rules about, and what must not stand in a name or a value.
 * An entry of a table keeps its kind, so each name and value is looked at once.
 *
 * <p>Source: RFC 9113, sections 8.2 and 8.3.
 */
final class FieldKind {
    static final int OTHER = 0;
    static final int STATUS = 1;
    static final int METHOD = 2;
    static final int SCHEME = 3;
    static final int AUTHORITY = 4;
    static final int PATH = 5;

    /** A name with a colon in front that no RFC we follow knows. */
    static final int UNKNOWN_PSEUDO = 6;

    static final int CONTENT_LENGTH = 7;

    /** A field of HTTP/1.1 that is about the connection. */
    static final int CONNECTION_SPECIFIC = 8;

    static final int TE = 9;

    /** Added to a kind: the name, or the value, holds what it must not. */
    static final int MALFORMED = 16;

    /** Added to a kind: the field must not stand in any table, here or behind the next hop. */
    static final int NEVER_INDEXED = 32;

    private static final byte[] STATUS_NAME = ascii(":status");
    private static final byte[] METHOD_NAME = ascii(":method");
    private static final byte[] SCHEME_NAME = ascii(":scheme");
    private static final byte[] AUTHORITY_NAME = ascii(":authority");
    private static final byte[] PATH_NAME = ascii(":path");
    private static final byte[] CONTENT_LENGTH_NAME = ascii("content-length");
    private static final byte[] TE_NAME = ascii("te");
    private static final byte[] CONNECTION = ascii("connection");
    private static final byte[] UPGRADE = ascii("upgrade");
    private static final byte[] KEEP_ALIVE = ascii("keep-alive");
    private static final byte[] PROXY_CONNECTION = ascii("proxy-connection");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");

    private static final boolean[] IN_NAME = inName();

    private FieldKind() {}

    /** Whether a kind is one of the names that begin with a colon. */
    static boolean isPseudo(int kind) {
        return kind >= STATUS && kind <= UNKNOWN_PSEUDO;
    }

    /** The kind of a name, {@link #MALFORMED} where it is no lower-case token. */
    static int of(MemorySegment bytes, long position, int length) {
        if (length == 0) {
            return MALFORMED;
        }
        if (bytes.get(ValueLayout.JAVA_BYTE, position) == ':') {
            return pseudo(bytes, position, length);
        }
        for (long p = position; p < position + length; p++) {
            if (!IN_NAME[bytes.get(ValueLayout.JAVA_BYTE, p) & 0xff]) {
                return MALFORMED;
            }
        }
        return regular(bytes, position, length);
    }

    private static int pseudo(MemorySegment bytes, long position, int length) {
        return switch (length) {
            case 5 -> either(bytes, position, PATH_NAME, PATH, UNKNOWN_PSEUDO);
            case 7 -> {
                int notStatus = either(bytes, position, METHOD_NAME, METHOD, UNKNOWN_PSEUDO);
                if (notStatus == UNKNOWN_PSEUDO) {
                    notStatus = either(bytes, position, SCHEME_NAME, SCHEME, UNKNOWN_PSEUDO);
                }
                yield either(bytes, position, STATUS_NAME, STATUS, notStatus);
            }
            case 10 -> either(bytes, position, AUTHORITY_NAME, AUTHORITY, UNKNOWN_PSEUDO);
            default -> UNKNOWN_PSEUDO;
        };
    }

    private static int regular(MemorySegment bytes, long position, int length) {
        return switch (length) {
            case 2 -> either(bytes, position, TE_NAME, TE, OTHER);
            case 7 -> either(bytes, position, UPGRADE, CONNECTION_SPECIFIC, OTHER);
            case 10 -> {
                int other = either(bytes, position, KEEP_ALIVE, CONNECTION_SPECIFIC, OTHER);
                yield either(bytes, position, CONNECTION, CONNECTION_SPECIFIC, other);
            }
            case 14 -> either(bytes, position, CONTENT_LENGTH_NAME, CONTENT_LENGTH, OTHER);
            case 16 -> either(bytes, position, PROXY_CONNECTION, CONNECTION_SPECIFIC, OTHER);
            case 17 -> either(bytes, position, TRANSFER_ENCODING, CONNECTION_SPECIFIC, OTHER);
            default -> OTHER;
        };
    }

    private static int either(
            MemorySegment bytes, long position, byte[] name, int kind, int otherwise) {
        return equal(bytes, position, name.length, name) ? kind : otherwise;
    }

    /** Whether bytes are exactly these. */
    static boolean equal(MemorySegment bytes, long position, int length, byte[] wanted) {
        if (length != wanted.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, position + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value holds no NUL, CR or LF, and neither begins nor ends with a blank. */
    static boolean isValue(MemorySegment bytes, long position, int length) {
        if (length == 0) {
            return true;
        }
        long last = position + length - 1;
        if (isBlank(bytes.get(ValueLayout.JAVA_BYTE, position))
                || isBlank(bytes.get(ValueLayout.JAVA_BYTE, last))) {
            return false;
        }
        for (long p = position; p <= last; p++) {
            byte b = bytes.get(ValueLayout.JAVA_BYTE, p);
            if (b == 0 || b == '\r' || b == '\n') {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean[] inName() {
        boolean[] in = new boolean[256];
        for (char c : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz".toCharArray()) {
            in[c] = true;
        }
        return in;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
