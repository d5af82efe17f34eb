package dev.tare.io.wire;

/**
 * Reads everything of a chunked body that is not data, byte by byte: sizes, extensions, trailers.
 *
 * <p>Extensions and trailers are checked; extensions are dropped, as a recipient may, and trailers
 * are whoever's that wants them (RFC 9112, sections 7.1.1 and 7.1.2). Both are bounded.
 *
 * <p>Source: RFC 9112, section 7.1.
 */
final class ChunkLines {
    /** The longest extensions of one chunk. */
    static final int MAX_EXTENSION_BYTES = 4096;

    /** By how much all extensions of a body may exceed its data. */
    static final int MAX_EXTENSION_EXCESS_BYTES = 16 * 1024;

    /** The longest trailer section. */
    static final int MAX_TRAILER_BYTES = 16 * 1024;

    /** The most digits of a chunk's size, zeros before it included. */
    static final int MAX_SIZE_DIGITS = 16;

    private static final int FAULTY = -1;
    private static final int SIZE_FIRST = 0;
    private static final int SIZE = 1;
    private static final int SIZE_LF = 2;
    private static final int DATA = 3;
    private static final int DATA_CR = 4;
    private static final int DATA_LF = 5;
    private static final int TRAILER_FIRST = 6;
    private static final int TRAILER_NAME = 7;
    private static final int TRAILER_VALUE = 8;
    private static final int TRAILER_LF = 9;
    private static final int LAST_LF = 10;
    private static final int COMPLETE = 11;
    // Every state from here on lies within an extension.
    private static final int EXTENSION = 20;
    private static final int BEFORE_SEMICOLON = 20;
    private static final int BEFORE_NAME = 21;
    private static final int NAME = 22;
    private static final int AFTER_NAME = 23;
    private static final int BEFORE_VALUE = 24;
    private static final int VALUE_TOKEN = 25;
    private static final int VALUE_QUOTED = 26;
    private static final int VALUE_ESCAPED = 27;
    private static final int VALUE_END = 28;

    private int state = COMPLETE;
    private long sizeBytes;
    private int digits;
    private int extensionBytes;
    private long extensionTotalBytes;
    private long dataTotalBytes;
    private int trailerBytes;
    private String fault = "";

    void begin() {
        state = SIZE_FIRST;
        sizeBytes = 0;
        digits = 0;
        extensionBytes = 0;
        extensionTotalBytes = 0;
        dataTotalBytes = 0;
        trailerBytes = 0;
        fault = "";
    }

    /** Whether the next byte is one of a chunk's data. */
    boolean inData() {
        return state == DATA;
    }

    /** How many bytes of the chunk's data are still to come. */
    long dataLeftBytes() {
        return sizeBytes;
    }

    /** Takes note that data has been read, at most {@link #dataLeftBytes}. */
    void dataRead(int bytes) {
        sizeBytes -= bytes;
        dataTotalBytes += bytes;
        if (sizeBytes == 0) {
            state = DATA_CR;
        }
    }

    boolean complete() {
        return state == COMPLETE;
    }

    /** Whether the next byte is one of the trailers, or of the empty line behind them. */
    boolean inTrailers() {
        return state >= TRAILER_FIRST && state < COMPLETE;
    }

    String fault() {
        return fault;
    }

    /**
     * Takes one byte that is not data.
     *
     * @return whether it may stand where it stands
     */
    boolean take(byte b) {
        if (state >= EXTENSION) {
            state = extension(b);
        } else if (state >= TRAILER_FIRST) {
            state = trailer(b);
        } else {
            state = line(b);
        }
        return state != FAULTY;
    }

    private int line(byte b) {
        return switch (state) {
            case SIZE_FIRST, SIZE -> size(b);
            case SIZE_LF -> {
                if (b != Octets.LF) {
                    yield faulty("a chunk's size is not followed by CR LF");
                }
                yield sizeBytes > 0 ? DATA : TRAILER_FIRST;
            }
            case DATA_CR -> b == Octets.CR ? DATA_LF : faulty("a chunk is not followed by CR LF");
            case DATA_LF -> {
                digits = 0;
                extensionBytes = 0;
                yield b == Octets.LF ? SIZE_FIRST : faulty("a chunk is not followed by CR LF");
            }
            default -> faulty("bytes after a fault");
        };
    }

    private int size(byte b) {
        if (Octets.is(b, Octets.HEX)) {
            if (++digits > MAX_SIZE_DIGITS || sizeBytes > Long.MAX_VALUE >>> 4) {
                return faulty("a chunk's size is too large");
            }
            sizeBytes = (sizeBytes << 4) + Octets.hexValue(b);
            return SIZE;
        }
        if (state == SIZE_FIRST) {
            return faulty("a chunk's size is not hexadecimal");
        }
        return switch (b) {
            case Octets.CR -> SIZE_LF;
            case ';' -> BEFORE_NAME;
            case Octets.SP, Octets.HTAB -> BEFORE_SEMICOLON;
            default -> faulty("a chunk's size is not hexadecimal");
        };
    }

    private int extension(byte b) {
        extensionTotalBytes++;
        if (++extensionBytes > MAX_EXTENSION_BYTES
                || extensionTotalBytes > MAX_EXTENSION_EXCESS_BYTES + dataTotalBytes) {
            return faulty("chunk extensions are too long");
        }
        int next =
                switch (state) {
                    case BEFORE_SEMICOLON -> Octets.isBlank(b) ? state : semicolon(b);
                    case BEFORE_NAME -> Octets.isBlank(b) ? state : token(b, NAME);
                    case NAME -> Octets.is(b, Octets.TOKEN) ? state : afterName(b);
                    case AFTER_NAME -> Octets.isBlank(b) ? state : equalsOrSemicolon(b);
                    case BEFORE_VALUE -> beforeValue(b);
                    case VALUE_TOKEN -> Octets.is(b, Octets.TOKEN) ? state : afterValue(b);
                    case VALUE_QUOTED -> quoted(b);
                    case VALUE_ESCAPED -> Octets.isText(b) ? VALUE_QUOTED : FAULTY;
                    case VALUE_END -> afterValue(b);
                    default -> FAULTY;
                };
        return next == FAULTY ? faulty("a malformed chunk extension") : next;
    }

    private static int token(byte b, int next) {
        return Octets.is(b, Octets.TOKEN) ? next : FAULTY;
    }

    private static int semicolon(byte b) {
        return b == ';' ? BEFORE_NAME : FAULTY;
    }

    private static int equalsOrSemicolon(byte b) {
        return b == '=' ? BEFORE_VALUE : semicolon(b);
    }

    private static int afterName(byte b) {
        if (b == Octets.CR) {
            return SIZE_LF;
        }
        return Octets.isBlank(b) ? AFTER_NAME : equalsOrSemicolon(b);
    }

    private static int beforeValue(byte b) {
        if (Octets.isBlank(b)) {
            return BEFORE_VALUE;
        }
        return b == '"' ? VALUE_QUOTED : token(b, VALUE_TOKEN);
    }

    private static int quoted(byte b) {
        if (b == '"') {
            return VALUE_END;
        }
        if (b == '\\') {
            return VALUE_ESCAPED;
        }
        return Octets.isText(b) ? VALUE_QUOTED : FAULTY;
    }

    private static int afterValue(byte b) {
        if (b == Octets.CR) {
            return SIZE_LF;
        }
        return Octets.isBlank(b) ? BEFORE_SEMICOLON : semicolon(b);
    }

    private int trailer(byte b) {
        if (++trailerBytes > MAX_TRAILER_BYTES) {
            return faulty("the trailers are too long");
        }
        return switch (state) {
            case TRAILER_FIRST -> {
                if (b == Octets.CR) {
                    yield LAST_LF;
                }
                yield Octets.is(b, Octets.TOKEN) ? TRAILER_NAME : faulty("a malformed trailer");
            }
            case TRAILER_NAME -> {
                if (b == ':') {
                    yield TRAILER_VALUE;
                }
                yield Octets.is(b, Octets.TOKEN) ? state : faulty("a malformed trailer");
            }
            case TRAILER_VALUE -> {
                if (b == Octets.CR) {
                    yield TRAILER_LF;
                }
                yield Octets.isText(b) ? state : faulty("a malformed trailer");
            }
            case TRAILER_LF -> b == Octets.LF ? TRAILER_FIRST : faulty("CR without LF");
            case LAST_LF -> b == Octets.LF ? COMPLETE : faulty("CR without LF");
            default -> faulty("bytes after the end of a chunked body");
        };
    }

    private int faulty(String wrong) {
        fault = wrong;
        return FAULTY;
    }
}
