package dev.tare.view.cli.shell;

import dev.tare.view.text.TextStyle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the other end of standard output and standard error can show.
 *
 * @param live whether rows can be redrawn in place
 * @param style width, colour and characters for reports
 */
public record Terminal(boolean live, TextStyle style) {
    private static final int MAX_WIDTH = 160;

    /** Looks at the environment that the launcher passes on. */
    public static Terminal detect() {
        boolean outIsTerminal = flag("TARE_STDOUT_TTY");
        boolean errIsTerminal = flag("TARE_STDERR_TTY");
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        boolean colour = outIsTerminal && !dumb && System.getenv("NO_COLOR") == null;
        boolean unicode = Charset.defaultCharset().equals(StandardCharsets.UTF_8);
        return new Terminal(
                errIsTerminal && !dumb,
                new TextStyle(outIsTerminal ? width() : TextStyle.DEFAULT_WIDTH, colour, unicode));
    }

    private static boolean flag(String name) {
        return "1".equals(System.getenv(name));
    }

    private static int width() {
        return Optional.ofNullable(System.getenv("TARE_COLUMNS"))
                .filter(columns -> columns.matches("[1-9][0-9]{0,4}"))
                .map(Integer::parseInt)
                .map(columns -> Math.clamp(columns, TextStyle.MIN_WIDTH, MAX_WIDTH))
                .orElse(TextStyle.DEFAULT_WIDTH);
    }
}
