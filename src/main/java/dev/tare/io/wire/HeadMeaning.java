package dev.tare.io.wire;

import static dev.tare.io.wire.Octets.at;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of one head say about framing and the connection.
 *
 * <p>Source: RFC 9112, sections 6 and 9; RFC 9110, sections 7.6.1, 7.8, 8.6 and 10.1.1.
 */
final class HeadMeaning {
    private static final byte[] CLOSE = ascii("close");
    private static final byte[] KEEP_ALIVE = ascii("keep-alive");
    private static final byte[] UPGRADE = ascii("upgrade");
    private static final byte[] CHUNKED = ascii("chunked");
    private static final byte[] CONTINUE = ascii("100-continue");

    long contentLength;
    boolean transferCoded;
    boolean chunkedLast;
    boolean closeToken;
    boolean keepAliveToken;
    boolean upgradeToken;
    boolean upgradeField;
    boolean continueExpected;
    int hosts;

    private boolean request;

    void reset(boolean ofRequest) {
        request = ofRequest;
        contentLength = -1;
        transferCoded = false;
        chunkedLast = false;
        closeToken = false;
        keepAliveToken = false;
        upgradeToken = false;
        upgradeField = false;
        continueExpected = false;
        hosts = 0;
    }

    /**
     * Takes in one field.
     *
     * @param from of the value without the blanks around it, relative to {@code offset}
     * @return what is wrong with it, or null
     */
    @Nullable String field(int known, MemorySegment buffer, long offset, int from, int to) {
        return switch (known) {
            case KnownField.CONTENT_LENGTH -> contentLength(buffer, offset, from, to);
            case KnownField.TRANSFER_ENCODING -> transferEncoding(buffer, offset, from, to);
            case KnownField.CONNECTION -> connection(buffer, offset, from, to);
            case KnownField.HOST -> host(buffer, offset, from, to);
            case KnownField.UPGRADE -> {
                upgradeField = true;
                yield null;
            }
            case KnownField.EXPECT -> {
                continueExpected |=
                        Octets.equalsIgnoringCase(buffer, offset + from, to - from, CONTINUE);
                yield null;
            }
            default -> null;
        };
    }

    /**
     * Judges the whole head after its last field.
     *
     * @return what is wrong with it, or null
     */
    @Nullable String whole(int minorVersion) {
        if (transferCoded && minorVersion == 0) {
            return "Transfer-Encoding in an HTTP/1.0 message";
        }
        if (!request) {
            return null;
        }
        if (transferCoded && contentLength >= 0) {
            return "both Content-Length and Transfer-Encoding";
        }
        if (transferCoded && !chunkedLast) {
            return "the last transfer coding of a request is not chunked";
        }
        if (hosts == 0 && minorVersion > 0) {
            return "no Host";
        }
        return null;
    }

    private @Nullable String host(MemorySegment buffer, long offset, int from, int to) {
        if (!request) {
            return null;
        }
        if (++hosts > 1) {
            return "more than one Host";
        }
        return Authority.isHostAndPort(buffer, offset, from, to)
                ? null
                : "Host is not a host with an optional port";
    }

    /**
     * Reads Content-Length. A response may repeat the same number, as a list or as several fields
     * (RFC 9112, section 6.3, item 5); a request may not.
     */
    private @Nullable String contentLength(MemorySegment buffer, long offset, int from, int to) {
        int p = from;
        while (true) {
            int end = Octets.endOf(Octets.DIGIT, buffer, offset, p, to);
            if (end == p) {
                return "Content-Length is not a number";
            }
            long value = decimal(buffer, offset, p, end);
            if (value < 0) {
                return "Content-Length is too large";
            }
            if (contentLength >= 0 && (request || contentLength != value)) {
                return request ? "more than one Content-Length" : "Content-Lengths that differ";
            }
            contentLength = value;
            p = skipBlanks(buffer, offset, end, to);
            if (p == to) {
                return null;
            }
            if (at(buffer, offset + p) != ',') {
                return "Content-Length is not a number";
            }
            if (request) {
                return "more than one Content-Length";
            }
            p = skipBlanks(buffer, offset, p + 1, to);
        }
    }

    /** The number, or -1 when it does not fit. */
    private static long decimal(MemorySegment buffer, long offset, int from, int to) {
        long value = 0;
        for (int p = from; p < to; p++) {
            int digit = at(buffer, offset + p) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /**
     * Reads a list of transfer codings. Codings with parameters are refused: none is registered,
     * and a quoted comma is what implementations disagree about.
     */
    private @Nullable String transferEncoding(MemorySegment buffer, long offset, int from, int to) {
        int p = from;
        int codings = 0;
        while (true) {
            p = skipSeparators(buffer, offset, p, to);
            if (p == to) {
                break;
            }
            int end = Octets.endOf(Octets.TOKEN, buffer, offset, p, to);
            int next = skipBlanks(buffer, offset, end, to);
            if (end == p || (next < to && at(buffer, offset + next) != ',')) {
                return "Transfer-Encoding is not a list of plain transfer codings";
            }
            if (chunkedLast) {
                return "a transfer coding after chunked";
            }
            chunkedLast = Octets.equalsIgnoringCase(buffer, offset + p, end - p, CHUNKED);
            codings++;
            p = next;
        }
        transferCoded = true;
        return codings > 0 ? null : "Transfer-Encoding is empty";
    }

    private @Nullable String connection(MemorySegment buffer, long offset, int from, int to) {
        int p = skipSeparators(buffer, offset, from, to);
        while (p < to) {
            int end = endOfElement(buffer, offset, p, to);
            int length = Octets.trimEnd(buffer, offset, p, end) - p;
            closeToken |= Octets.equalsIgnoringCase(buffer, offset + p, length, CLOSE);
            keepAliveToken |= Octets.equalsIgnoringCase(buffer, offset + p, length, KEEP_ALIVE);
            upgradeToken |= Octets.equalsIgnoringCase(buffer, offset + p, length, UPGRADE);
            p = skipSeparators(buffer, offset, end, to);
        }
        return null;
    }

    /** Whether a list of tokens holds a name that lies in the same buffer, ignoring case. */
    static boolean listNames(
            MemorySegment buffer, long offset, int from, int to, int nameFrom, int nameTo) {
        int p = skipSeparators(buffer, offset, from, to);
        while (p < to) {
            int end = endOfElement(buffer, offset, p, to);
            int length = Octets.trimEnd(buffer, offset, p, end) - p;
            if (length == nameTo - nameFrom
                    && HeadSyntax.equalsIgnoringCase(
                            buffer, offset + p, buffer, offset + nameFrom, length)) {
                return true;
            }
            p = skipSeparators(buffer, offset, end, to);
        }
        return false;
    }

    private static int endOfElement(MemorySegment buffer, long offset, int from, int to) {
        int p = from;
        while (p < to && at(buffer, offset + p) != ',') {
            p++;
        }
        return p;
    }

    private static int skipBlanks(MemorySegment buffer, long offset, int from, int to) {
        int p = from;
        while (p < to && Octets.isBlank(at(buffer, offset + p))) {
            p++;
        }
        return p;
    }

    /** Skips blanks and commas: empty elements of a list count for nothing. */
    private static int skipSeparators(MemorySegment buffer, long offset, int from, int to) {
        int p = from;
        while (p < to) {
            byte b = at(buffer, offset + p);
            if (b != ',' && !Octets.isBlank(b)) {
                break;
            }
            p++;
        }
        return p;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
