package dev.tare.specimen.proxy.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.io.wire.FieldsView;
import dev.tare.specimen.proxy.config.RouteMatch;
import java.util.List;

/**
 * What a route asks of a request besides its host, ready to be held against bytes.
 *
 * <p>Thread-safety: immutable. Allocation: none after construction.
 */
final class Conditions {
    private enum PathKind {
        ANY,
        EXACT,
        PREFIX
    }

    private static final long ALL_LISTENERS = -1;

    /** A bit for each listener by which a request may have come. */
    private final long listeners;

    private final PathKind pathKind;
    private final byte[] path;
    private final byte[][] methods;
    private final HeaderCondition[] headers;

    private static final class HeaderCondition {
        private final byte[] name;
        private final boolean whole;
        private final byte[] value;

        HeaderCondition(byte[] name, boolean whole, byte[] value) {
            this.name = name;
            this.whole = whole;
            this.value = value;
        }

        boolean fits(FieldsView fields) {
            int i = fields.find(name, FieldsView.NONE);
            while (i != FieldsView.NONE && !fits(fields, i)) {
                i = fields.find(name, i);
            }
            return i != FieldsView.NONE;
        }

        private boolean fits(FieldsView fields, int i) {
            if (whole) {
                return fields.valueEquals(i, value);
            }
            return Bytes.startsWith(
                    fields.bytes(), fields.valueOffset(i), fields.valueLength(i), value);
        }
    }

    /**
     * The conditions of a match.
     *
     * @param listenerNames in the order of their positions, at most 64
     */
    Conditions(RouteMatch match, List<String> listenerNames) {
        listeners = bits(match.listeners(), listenerNames);
        switch (match.path()) {
            case RouteMatch.Path.Any _ -> {
                pathKind = PathKind.ANY;
                path = new byte[0];
            }
            case RouteMatch.Path.Exact exact -> {
                pathKind = PathKind.EXACT;
                path = bytes(exact.path());
            }
            case RouteMatch.Path.Prefix prefix -> {
                pathKind = PathKind.PREFIX;
                path = bytes(prefix.prefix());
            }
        }
        methods = bytes(match.methods());
        headers = match.headers().stream().map(Conditions::of).toArray(HeaderCondition[]::new);
    }

    private static long bits(List<String> wanted, List<String> all) {
        if (wanted.isEmpty()) {
            return ALL_LISTENERS;
        }
        long bits = 0;
        for (String name : wanted) {
            int index = all.indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException("no listener \"%s\"".formatted(name));
            }
            bits |= 1L << index;
        }
        return bits;
    }

    private static HeaderCondition of(RouteMatch.Header header) {
        byte[] name = bytes(header.name());
        if (header.value().isEmpty()) {
            return new HeaderCondition(name, false, new byte[0]);
        }
        return switch (header.value().get()) {
            case RouteMatch.Value.Equals equals ->
                    new HeaderCondition(name, true, bytes(equals.text()));
            case RouteMatch.Value.Prefix prefix ->
                    new HeaderCondition(name, false, bytes(prefix.text()));
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[][] bytes(List<String> texts) {
        return texts.stream().map(Conditions::bytes).toArray(byte[][]::new);
    }

    boolean fit(RequestView request) {
        boolean listenerFits = (listeners & (1L << request.listener())) != 0;
        return listenerFits && pathFits(request) && methodFits(request) && headersFit(request);
    }

    private boolean pathFits(RequestView request) {
        return switch (pathKind) {
            case ANY -> true;
            case EXACT -> request.pathIs(path);
            case PREFIX -> request.pathIsBelow(path);
        };
    }

    private boolean methodFits(RequestView request) {
        for (byte[] method : methods) {
            if (request.methodIs(method)) {
                return true;
            }
        }
        return methods.length == 0;
    }

    private boolean headersFit(RequestView request) {
        for (HeaderCondition header : headers) {
            if (!header.fits(request.fields())) {
                return false;
            }
        }
        return true;
    }
}
