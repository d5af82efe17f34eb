package dev.tare.view.load;

import dev.tare.load.result.IntervalResult;
import dev.tare.load.spec.LoadSpec;
import dev.tare.view.text.TextStyle;
import java.io.PrintStream;

/**
 * What {@code tare load} shows: two lines, then while it runs one that is drawn anew (or a line an
 * interval), then the result.
 *
 * <p>Thread-safety: belongs to the thread that runs the load.
 */
public final class LoadScreen {
    private static final String CLEAR_LINE = "\r\033[2K";

    private final PrintStream out;
    private final PrintStream progressOut;
    private final Live live;
    private final TextStyle style;

    /** How the load's progress is shown. */
    public enum Live {
        /** Not at all. */
        NONE,
        /** One line that is drawn anew. */
        REDRAWN,
        /** A line an interval. */
        LINES
    }

    /**
     * A screen.
     *
     * @param out takes the result
     * @param progressOut takes what moves
     */
    public LoadScreen(PrintStream out, PrintStream progressOut, Live live, TextStyle style) {
        this.out = out;
        this.progressOut = progressOut;
        this.live = live;
        this.style = style;
    }

    /** Says what will be loaded. */
    public void begin(String title, LoadSpec spec) {
        out.print(LoadText.opening(title, spec, style));
        out.flush();
    }

    /** Shows an interval that has ended. */
    public void interval(LiveLine line, IntervalResult interval) {
        if (line.over()) {
            // The drain: what is left of it stands in the result.
            return;
        }
        switch (live) {
            case NONE -> {
                return;
            }
            case REDRAWN -> progressOut.print(CLEAR_LINE + line.of(interval));
            case LINES -> progressOut.println(line.of(interval));
        }
        progressOut.flush();
    }

    /** Takes the moving line away. */
    public void ended() {
        if (live == Live.REDRAWN) {
            progressOut.print(CLEAR_LINE);
            progressOut.flush();
        }
    }

    /** Shows what came of it. */
    public void end(LoadReport report, boolean detailed) {
        out.print(LoadText.closing(report, style, detailed));
        out.flush();
    }
}
