package dev.tare.specimen.app.emojivoto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An emoji as the services tell of it.
 *
 * @param unicode its code points
 * @param shortcode its name between colons, such as {@code :beer:}
 */
record Emoji(String unicode, String shortcode) {
    /** Can be voted for by gRPC, though it is not listed: there is a method for it. */
    static final Emoji RELAXED = new Emoji("", ":relaxed:");

    /** The one whose votes can be made to fail. */
    static final String DOUGHNUT = ":doughnut:";

    /** All that are listed, in that order. */
    static final List<Emoji> LISTED = read();

    /** All that have a method of the voting service: those listed, and {@link #RELAXED}. */
    static final List<Emoji> ELECTABLE =
            IntStream.rangeClosed(0, LISTED.size())
                    .mapToObj(i -> i < LISTED.size() ? LISTED.get(i) : RELAXED)
                    .toList();

    /** Those listed by shortcode. */
    static final Map<String, Emoji> BY_SHORTCODE =
            LISTED.stream().collect(Collectors.toMap(Emoji::shortcode, Function.identity()));

    private static final String TABLE = "emoji.tsv";

    /** The name of the method that votes for it: {@code VoteSeeNoEvil} of {@code :see_no_evil:}. */
    String method() {
        StringBuilder name = new StringBuilder("Vote");
        for (String word : shortcode.substring(1, shortcode.length() - 1).split("_", -1)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return name.toString();
    }

    private static List<Emoji> read() {
        List<Emoji> read = new ArrayList<>();
        try (InputStream in = Emoji.class.getResourceAsStream(TABLE)) {
            byte[] table = Objects.requireNonNull(in, TABLE).readAllBytes();
            for (String line : new String(table, UTF_8).split("\n", -1)) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    read.add(of(line.split("\t", 2)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(TABLE, e);
        }
        return List.copyOf(read);
    }

    private static Emoji of(String[] row) {
        StringBuilder unicode = new StringBuilder();
        for (String point : row[1].split(" ", -1)) {
            unicode.appendCodePoint(Integer.parseInt(point, 16));
        }
        return new Emoji(unicode.toString(), ":" + row[0] + ":");
    }
}
