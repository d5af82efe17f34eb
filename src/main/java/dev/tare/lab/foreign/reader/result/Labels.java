package dev.tare.lab.foreign.reader.result;

import java.util.List;
import java.util.Optional;

/**
 * What the words around a block say about it: untrusted, and perhaps wrong, which is why they are
 * compared with the figures.
 *
 * @param headings that stand over the block, the outermost first; a Markdown heading's text without
 *     its marks, or a line that begins a paragraph and ends in a colon
 * @param before the lines of prose right before the block, at most {@link #MAX_BEFORE}; without
 *     headings, fences and commands
 * @param row a table's name of the row that the figures stand in
 * @param command the command line before the block, without its prompt
 * @param url that was loaded, from the block itself or from its command line
 * @param claims the figures that all these words claim, in the order of their weight: the block's
 *     own command and URL first, then the row, the nearest heading, the outer ones, and at last the
 *     lines before, which may speak of something else. Several of one kind may contradict one
 *     another
 */
public record Labels(
        List<String> headings,
        List<String> before,
        Optional<String> row,
        Optional<String> command,
        Optional<String> url,
        List<Claim> claims) {
    /** So many lines before a block are kept. */
    public static final int MAX_BEFORE = 8;

    /** Nothing was said. */
    public static final Labels NOTHING =
            new Labels(
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());

    public Labels {
        headings = List.copyOf(headings);
        before = List.copyOf(before);
        claims = List.copyOf(claims);
    }

    /** The first claim of a kind: the one nearest to the block. */
    public Optional<Claim> claim(Subject subject) {
        return claims.stream().filter(claim -> claim.subject() == subject).findFirst();
    }

    /** All claims of a kind, the nearest first. */
    public List<Claim> claims(Subject subject) {
        return claims.stream().filter(claim -> claim.subject() == subject).toList();
    }

    /** What a claimed figure is about, and its unit. */
    public enum Subject {
        /** "100 connections", "1Kc", "2500Conn", {@code -c100}. */
        CONNECTIONS,
        /** "8 thread", "1 worker", {@code -t16}: of the load or of the proxy, who knows. */
        THREADS,
        /** "16K", "1MB:", "/byte/100": an answer's body, in bytes. */
        BODY_BYTES,
        /** "1min", "60s", {@code -d30s}: nanoseconds. */
        DURATION_NS,
        /** "500 rps", {@code -R2000}: requests a second. */
        RATE_PER_SEC,
        /**
         * "CPU &gt;91%", "proxy CPU(0-1) 60-75%": percent, 0 to 100 or more for several cores;
         * whose stands in the text.
         */
        CPU_PERCENT
    }

    /**
     * One figure that the words claim.
     *
     * @param subject what it is about
     * @param low the least it can mean, in the subject's unit
     * @param high the most: "1MB" means 10⁶ or 2²⁰ bytes; equal to {@code low} where it is exact
     * @param text as it stood there
     * @param line where, counted from 1; 0 for words outside of the text, such as a file's name
     */
    public record Claim(Subject subject, double low, double high, String text, int line) {
        /** Whether a figure is one of those that the words can mean, give or take a share. */
        public boolean allows(double value, double share) {
            return value >= low * (1 - share) && value <= high * (1 + share);
        }
    }
}
