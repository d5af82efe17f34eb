package dev.tare.load.check;

import java.lang.foreign.MemorySegment;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for a regular expression in bodies, read as UTF-8; what is none reads as U+FFFD.
 *
 * <p>Java's matching may take time and stack without bound. Here both have one, for a load's thread
 * must go on: what is not found within them counts as not found.
 *
 * <p>Thread-safety: one thread at a time. Allocation: a little for each body, and what Java's
 * matching allocates.
 */
final class RegexSearch {
    /** How many characters a match may look at, however short the body. */
    static final int MIN_STEPS = 1_000_000;

    /** How many characters a match may look at for each that the body has. */
    static final int STEPS_A_CHARACTER = 16;

    private final Matcher matcher;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final BoundedText text = new BoundedText();

    RegexSearch(String regex) {
        matcher = Pattern.compile(regex).matcher("");
    }

    /** Whether some part of the first {@code length} bytes matches. */
    boolean finds(MemorySegment bytes, int length) {
        text.decode(decoder, bytes, length);
        matcher.reset(text);
        try {
            return matcher.find();
        } catch (TooManySteps | StackOverflowError tooCostly) {
            return false;
        }
    }

    /** Says that a match looks at more characters than it may. */
    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }

    /** The body's characters, which may be looked at a bounded number of times. */
    private static final class BoundedText implements CharSequence {
        private CharBuffer characters = CharBuffer.allocate(1024);
        private long stepsLeft;

        void decode(CharsetDecoder decoder, MemorySegment bytes, int length) {
            if (characters.capacity() < length) {
                characters = CharBuffer.allocate(Math.max(length, 2 * characters.capacity()));
            }
            // UTF-8 has no more characters than bytes, replaced ones included: all have room.
            characters.clear();
            decoder.reset();
            decoder.decode(bytes.asSlice(0, length).asByteBuffer(), characters, true);
            decoder.flush(characters);
            characters.flip();
            stepsLeft = Math.max(MIN_STEPS, (long) STEPS_A_CHARACTER * length);
        }

        @Override
        public int length() {
            return characters.remaining();
        }

        @Override
        public char charAt(int index) {
            if (--stepsLeft < 0) {
                throw new TooManySteps();
            }
            return characters.get(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return characters.subSequence(start, end);
        }

        @Override
        public String toString() {
            return characters.toString();
        }
    }
}
