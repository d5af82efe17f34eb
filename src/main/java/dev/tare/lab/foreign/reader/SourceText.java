package dev.tare.lab.foreign.reader;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A text cut into lines, without what only a terminal wants: colours, and what a carriage return
 * overwrote.
 */
final class SourceText {
    /** More lines are not read. */
    static final int MAX_LINES = 2_000_000;

    /** Of a longer line the rest is not looked at; no tool prints half as much. */
    static final int MAX_LINE_CHARS = 2_000;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final char ESCAPE = '\u001b';
    private static final Pattern TERMINAL =
            Pattern.compile(
                    "\u001b(?:\\[[0-?]*+[ -/]*+[@-~]|\\][^\u0007\u001b]*+\u0007?|[()][0-9A-B])");

    private final String text;
    private final int[] starts;
    private final boolean cut;

    private SourceText(String text, int[] starts, boolean cut) {
        this.text = text;
        this.starts = starts;
        this.cut = cut;
    }

    /** Decodes bytes: UTF-8, or UTF-16 where a byte order mark says so. */
    static SourceText of(byte[] content, int length) {
        Charset charset = StandardCharsets.UTF_8;
        int from = 0;
        if (starts(content, length, 0xEF, 0xBB, 0xBF)) {
            from = 3;
        } else if (starts(content, length, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            from = 2;
        } else if (starts(content, length, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            from = 2;
        }
        return of(decode(charset, ByteBuffer.wrap(content, from, length - from)));
    }

    private static boolean starts(byte[] content, int length, int... mark) {
        if (length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((content[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static String decode(Charset charset, ByteBuffer bytes) {
        CharsetDecoder decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try {
            return decoder.decode(bytes).toString();
        } catch (CharacterCodingException impossible) {
            throw new IllegalStateException("a decoder that replaces does not refuse", impossible);
        }
    }

    /** Cuts a text into lines. */
    static SourceText of(String raw) {
        String marked = raw.indexOf(ESCAPE) < 0 ? raw : TERMINAL.matcher(raw).replaceAll("");
        String text = marked.startsWith(BYTE_ORDER_MARK) ? marked.substring(1) : marked;
        int[] starts = new int[1024];
        int count = 0;
        int at = 0;
        while (at < text.length() && count < MAX_LINES) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = at;
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end + 1;
        }
        return new SourceText(text, Arrays.copyOf(starts, count), at < text.length());
    }

    /** The whole text, its lines' ends included. */
    String text() {
        return text;
    }

    int lines() {
        return starts.length;
    }

    /** Whether there were more lines than are read. */
    boolean cut() {
        return cut;
    }

    /**
     * Where a line begins in {@link #text}.
     *
     * @param index from 0
     */
    int start(int index) {
        return starts[index];
    }

    /** The line in which a place of the text lies, counted from 0. */
    int lineAt(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    /**
     * A line as a terminal would show it at the end, without its line end and at most {@link
     * #MAX_LINE_CHARS} long.
     *
     * @param index from 0
     */
    String line(int index) {
        int from = starts[index];
        int end = index + 1 < starts.length ? starts[index + 1] : text.length();
        while (end > from && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        for (int i = end - 1; i >= from; i--) {
            if (text.charAt(i) == '\r') {
                from = i + 1;
            }
        }
        return text.substring(from, Math.min(end, from + MAX_LINE_CHARS));
    }
}
