package dev.tare.view.text;

import dev.tare.view.text.Quantity.Scale;

/**
 * The paper of a chart: opens the drawing with its title and description, draws grids and axes.
 *
 * @param svg where it is drawn
 * @param width of the drawing in its own units, which are pixels at full size
 * @param height likewise
 * @param left edge of the plot
 * @param right edge of the plot
 * @param top edge of the plot
 * @param bottom edge of the plot
 */
public record ChartFrame(
        Markup svg,
        double width,
        double height,
        double left,
        double right,
        double top,
        double bottom) {

    /** How a chart is laid out: for a wide page or for a phone. */
    public enum Layout {
        WIDE("wide", 1040),
        NARROW("narrow", 400);

        private final String style;
        private final int width;

        Layout(String style, int width) {
            this.style = style;
            this.width = width;
        }

        /** The class of the drawing. */
        public String style() {
            return style;
        }

        public int width() {
            return width;
        }
    }

    /**
     * Opens the drawing.
     *
     * @param style its class
     * @param id unique within the page
     * @param title what it shows, in a few words
     * @param description the same for those who cannot see it
     */
    public void open(String style, String id, String title, String description) {
        svg.open(
                "svg",
                "class",
                "chart " + style,
                "viewBox",
                "0 0 " + Markup.at(width) + " " + Markup.at(height),
                "role",
                "img",
                "aria-labelledby",
                id + "t " + id + "d");
        svg.element("title", title, "id", id + "t");
        svg.element("desc", description, "id", id + "d");
        svg.line();
    }

    /** Ends the drawing. */
    public void close() {
        svg.close("svg").line();
    }

    /** Horizontal lines with labels to their left, and the unit above them. */
    public void vertical(Axis axis, Scale scale, int ticks, String unit) {
        StringBuilder grid = new StringBuilder();
        for (double tick : axis.ticks(ticks)) {
            double y = axis.at(tick);
            grid.append('M').append(Markup.at(left)).append(' ').append(Markup.at(y));
            grid.append('H').append(Markup.at(right));
            label(left - 8, y + 4, plain(tick / scale.size()), "end");
        }
        svg.empty("path", "class", "grid", "d", grid.toString());
        svg.element("text", unit, "class", "unit", "x", Markup.at(0), "y", Markup.at(top - 12));
    }

    /** A label of an axis. */
    public void label(double x, double y, String text, String anchor) {
        svg.element("text", text, "x", Markup.at(x), "y", Markup.at(y), "text-anchor", anchor);
    }

    /** The line at the bottom of the plot. */
    public void baseline() {
        String path = "M" + Markup.at(left) + " " + Markup.at(bottom) + "H" + Markup.at(right);
        svg.empty("path", "class", "axis", "d", path);
    }

    /** The name of the horizontal axis. */
    public void caption(String text) {
        svg.element(
                "text",
                text,
                "class",
                "unit",
                "x",
                Markup.at(right),
                "y",
                Markup.at(bottom + 36),
                "text-anchor",
                "end");
    }

    /** A round number without needless zeros. */
    public static String plain(double value) {
        String text = Quantity.number(value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
