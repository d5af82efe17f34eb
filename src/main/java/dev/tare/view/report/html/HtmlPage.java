package dev.tare.view.report.html;

import dev.tare.view.text.Markup;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What every HTML page of Tare begins with. */
public final class HtmlPage {
    private HtmlPage() {}

    /**
     * Opens a page with its head: a policy that forbids all but the page's own style.
     *
     * @param sentence what the page says, for title and description
     */
    public static void head(Markup html, String sentence) {
        head(html, sentence, "");
    }

    /**
     * The same with further style of the page's own.
     *
     * @param further what is written behind the style that all pages share
     */
    public static void head(Markup html, String sentence, String further) {
        String style = HtmlReport.resource("report.css") + further;
        String policy =
                "default-src 'none'; style-src 'sha256-"
                        + sha256(style)
                        + "'; img-src data:; base-uri 'none'; form-action 'none'";
        html.trusted("<!doctype html>\n").open("html", "lang", "en").line();
        html.open("head").line();
        html.empty("meta", "charset", "utf-8").line();
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy).line();
        String viewport = "width=device-width, initial-scale=1";
        html.empty("meta", "name", "viewport", "content", viewport).line();
        html.empty("meta", "name", "referrer", "content", "no-referrer").line();
        html.empty("meta", "name", "description", "content", sentence).line();
        html.element("title", sentence + " (Tare)").line();
        html.empty("link", "rel", "icon", "href", "data:,").line();
        html.open("style").trusted(style).close("style").line();
        html.close("head").line();
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
