package dev.tare.specimen.proxy.head;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import dev.tare.specimen.proxy.config.HeadRewrite;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.config.RouteMatch;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of a route ask an upstream for, in place of what they have asked minivoy for.
 *
 * <p>A prefix goes by segments: {@code /api} with {@code /} in its place makes {@code /api/x} to
 * {@code /x}, and {@code /api} to {@code /}; with {@code /v1} they become {@code /v1/x} and {@code
 * /v1}. The slash at the end of either is of no matter.
 *
 * <p>Thread-safety: immutable; nobody writes to the arrays.
 */
public final class TargetRewrite {
    /** They ask for the same. */
    public static final TargetRewrite NONE = new TargetRewrite(null, 0, null);

    private final byte @Nullable [] prefix;
    private final int replacedLength;
    private final byte @Nullable [] host;

    private TargetRewrite(byte @Nullable [] prefix, int replacedLength, byte @Nullable [] host) {
        this.prefix = prefix;
        this.replacedLength = replacedLength;
        this.host = host;
    }

    /** What a route asks for. */
    public static TargetRewrite of(RouteConfig route) {
        if (route.rewrite().isEmpty()) {
            return NONE;
        }
        HeadRewrite rewrite = route.rewrite().get();
        byte[] host = rewrite.host().map(Additions::ascii).orElse(null);
        if (rewrite.prefix().isEmpty()) {
            return new TargetRewrite(null, 0, host);
        }
        String path = rewrite.prefix().get();
        return switch (route.match().path()) {
            case RouteMatch.Path.Exact _ -> new TargetRewrite(ascii(path), Integer.MAX_VALUE, host);
            case RouteMatch.Path.Prefix of ->
                    new TargetRewrite(
                            ascii(withoutSlash(path)), withoutSlash(of.prefix()).length(), host);
            case RouteMatch.Path.Any _ -> new TargetRewrite(ascii(withoutSlash(path)), 0, host);
        };
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    boolean changesPath() {
        return prefix != null;
    }

    /** How much of the path goes, from its beginning; more than it has means all of it. */
    int replacedLength() {
        return replacedLength;
    }

    /** What comes in its place; empty where what is left begins with a slash of its own. */
    byte[] prefix() {
        byte[] with = prefix;
        if (with == null) {
            throw new IllegalStateException("the path stays");
        }
        return with;
    }

    /** The value of Host instead of the client's; null for that. */
    byte @Nullable [] host() {
        return host;
    }
}
