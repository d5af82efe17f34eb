package dev.tare.load.script;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A URL, taken apart as wrk does for the table {@code wrk}. */
final class WrkUrl {
    private static final Pattern PARTS =
            Pattern.compile(
                    "(?<scheme>https?)://(?:[^/?#@]*@)?(?:\\[(?<literal>[^]]+)]|(?<host>[^:/?#]+))"
                            + "(?::(?<port>[0-9]{1,5}))?(?<path>/.*)?(?:[?#].*)?");

    private WrkUrl() {}

    /**
     * What the script finds in {@code wrk}: scheme, host (an IPv6 literal without its brackets),
     * port where the URL names one, and path: from the first slash to the URL's end.
     *
     * @throws ScriptException when it is no http or https URL
     */
    static Map<String, String> parts(String url) {
        Matcher matcher = PARTS.matcher(url);
        if (!matcher.matches()) {
            throw new ScriptException(
                    "\"" + url + "\" is no URL for a script: http://host:port/path is expected");
        }
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("scheme", matcher.group("scheme"));
        String literal = matcher.group("literal");
        parts.put("host", literal == null ? matcher.group("host") : literal);
        String port = matcher.group("port");
        if (port != null) {
            parts.put("port", port);
        }
        String path = matcher.group("path");
        parts.put("path", path == null ? "/" : path);
        return parts;
    }
}
