package dev.tare.view.report.html;

import dev.tare.view.report.content.ReportInput;
import dev.tare.view.text.Markup;

/**
 * How one specimen is drawn in every chart: its colour (by class, so that the page's style
 * decides), its dashes and its marker, so that no reader depends on colour.
 *
 * <p>Bare is grey. The others have seven hues, each in the shades of the style; every further shade
 * has dashes and markers in another order, so that no two specimens of a plan are drawn alike.
 *
 * @param index of the specimen in the plan; 0 is bare
 */
record Series(int index) {
    private static final String[] DASHES = {"", "", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "1 4"};
    private static final int HUES = 7;

    /** That of a specimen of the plan. */
    static Series of(ReportInput input, String specimen) {
        int index = input.bundle().manifest().plan().specimens().indexOf(specimen);
        return new Series(Math.max(0, index));
    }

    /** The class that carries its colour. */
    String style() {
        return "s" + hue() + (shade() == 0 ? "" : " t" + shade());
    }

    private int hue() {
        return index == 0 ? 0 : 1 + (index - 1) % HUES;
    }

    private int shade() {
        return index == 0 ? 0 : (index - 1) / HUES;
    }

    /** One of seven forms, another one in each shade. */
    private int form(int stride) {
        return index == 0 ? 0 : 1 + (hue() - 1 + stride * shade()) % HUES;
    }

    /** The value of {@code stroke-dasharray}. */
    String dashes() {
        String dashes = DASHES[form(2)];
        return dashes.isEmpty() ? "none" : dashes;
    }

    /** The path of its marker around a point; {@code radius} is about half its width. */
    String marker(double x, double y, double radius) {
        String r = Markup.at(radius);
        String d = Markup.at(2 * radius);
        return switch (form(3)) {
            case 1 -> from(x - radius, y - radius) + "h" + d + "v" + d + "h-" + d + "z";
            case 2 -> from(x, y - radius) + "l" + r + " " + d + "h-" + d + "z";
            case 3 ->
                    from(x, y - radius)
                            + "l"
                            + r
                            + " "
                            + r
                            + "l-"
                            + r
                            + " "
                            + r
                            + "l-"
                            + r
                            + " -"
                            + r
                            + "z";
            case 4 -> from(x, y + radius) + "l" + r + " -" + d + "h-" + d + "z";
            case 5 ->
                    from(x - radius, y - radius)
                            + "l"
                            + d
                            + " "
                            + d
                            + "m0 -"
                            + d
                            + "l-"
                            + d
                            + " "
                            + d;
            case 6 -> from(x - radius, y) + "h" + d + "m-" + r + " -" + r + "v" + d;
            case 7 -> from(x - radius, y) + "h" + d;
            default ->
                    from(x - radius, y)
                            + "a"
                            + r
                            + " "
                            + r
                            + " 0 1 0 "
                            + d
                            + " 0"
                            + "a"
                            + r
                            + " "
                            + r
                            + " 0 1 0 -"
                            + d
                            + " 0z";
        };
    }

    private static String from(double x, double y) {
        return "M" + Markup.at(x) + " " + Markup.at(y);
    }

    /** A small drawing of line and marker, for a legend. */
    void swatch(Markup html) {
        html.open(
                "svg", "class", "swatch " + style(), "viewBox", "0 0 30 12", "aria-hidden", "true");
        html.empty("path", "class", "line", "d", "M1 6H29", "stroke-dasharray", dashes());
        html.empty("path", "class", "dot", "d", marker(15, 6, 3.4));
        html.close("svg");
    }
}
