package dev.tare.view.cli.load;

import dev.tare.lab.plan.HttpUrl;
import java.net.URI;

/**
 * A URL whose path and query may have holes.
 *
 * @param url the address, its holes in a form that a URL may have
 * @param target path and query as they are given, with their holes
 */
record TemplateUrl(URI url, String target) {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final String OPEN_IN_URL = "%7b%7b";
    private static final String CLOSE_IN_URL = "%7d%7d";

    /**
     * Reads {@code http[s]://host[:port][/path][?query]}.
     *
     * @param withHoles whether double braces are holes
     * @throws IllegalArgumentException in one line that names the text and the fault
     */
    static TemplateUrl parse(String text, boolean withHoles) {
        if (!withHoles) {
            URI url = HttpUrl.parse(text);
            return new TemplateUrl(url, HttpUrl.target(url));
        }
        URI url = HttpUrl.parse(text.replace(OPEN, OPEN_IN_URL).replace(CLOSE, CLOSE_IN_URL));
        return new TemplateUrl(url, withHoles(HttpUrl.target(url)));
    }

    private static String withHoles(String text) {
        return text.replace(OPEN_IN_URL, OPEN).replace(CLOSE_IN_URL, CLOSE);
    }

    /** The whole, as a person reads it. */
    String text() {
        return withHoles(url.toString());
    }
}
