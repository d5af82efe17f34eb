package dev.tare.specimen.app.emojivoto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of the web page. */
final class Pages {
    /** What a browser may do with them: run and show what is ours, and nothing else. */
    static final String FIELDS =
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';"
                    + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'\r\n"
                    + "X-Content-Type-Options: nosniff\r\n"
                    + "Referrer-Policy: no-referrer\r\n";

    private static final Pages INDEX = new Pages("text/html; charset=UTF-8", "index.html");
    private static final Pages SCRIPT = new Pages("text/javascript; charset=UTF-8", "page.js");
    private static final Pages STYLE = new Pages("text/css; charset=UTF-8", "page.css");
    private static final Pages ICON = new Pages("image/svg+xml", "icon.svg");
    private static final Map<String, Pages> BY_PATH =
            Map.of(
                    "/", INDEX,
                    "/leaderboard", INDEX,
                    "/js", SCRIPT,
                    "/dist/index_bundle.js", SCRIPT,
                    "/css", STYLE,
                    "/img/favicon.ico", ICON,
                    "/favicon.ico", ICON);

    private final String contentType;
    private final byte[] content;

    private Pages(String contentType, String file) {
        this.contentType = contentType;
        try (InputStream in = Pages.class.getResourceAsStream(file)) {
            content = Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    String contentType() {
        return contentType;
    }

    byte[] content() {
        return content;
    }

    /** What is shown at a path; null for nothing. */
    static @Nullable Pages at(String path) {
        return BY_PATH.get(path);
    }
}
