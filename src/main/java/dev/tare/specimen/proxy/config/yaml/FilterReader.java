package dev.tare.specimen.proxy.config.yaml;

import dev.tare.base.core.Field;
import dev.tare.specimen.proxy.config.FilterConfig;
import dev.tare.specimen.proxy.config.yaml.ConfigNode.Broken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the filters of a listener: each is a map with the filter's name as its only key. */
final class FilterReader {
    private static final String HEADER_EDIT = "header_edit";
    private static final String RATE_LIMIT = "rate_limit";
    private static final String TOKEN_CHECK = "token_check";
    private static final String BODY_LIMIT = "body_limit";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,13})(B|KiB|MiB|GiB)?");

    private FilterReader() {}

    static FilterConfig filter(ConfigNode node) throws Broken {
        node.allow(HEADER_EDIT, RATE_LIMIT, TOKEN_CHECK, BODY_LIMIT);
        List<String> named = node.present(HEADER_EDIT, RATE_LIMIT, TOKEN_CHECK, BODY_LIMIT);
        if (named.isEmpty()) {
            // It may stand under a key that is not known.
            node.requireSound();
        }
        if (named.size() != 1) {
            throw node.fault(
                    named.isEmpty()
                            ? "names no filter; begin with header_edit, rate_limit, token_check or"
                                    + " body_limit"
                            : "names more than one filter; make an item of each");
        }
        ConfigNode filter = node.child(named.getFirst());
        return switch (named.getFirst()) {
            case HEADER_EDIT -> headerEdit(filter);
            case RATE_LIMIT -> new FilterConfig.LocalRateLimit(RateLimits.read(filter));
            case TOKEN_CHECK -> tokenCheck(filter);
            case BODY_LIMIT -> bodyLimit(filter);
            default -> throw new IllegalStateException(named.getFirst());
        };
    }

    private static FilterConfig headerEdit(ConfigNode node) throws Broken {
        node.allow("request", "response");
        var request = node.optional("request", FilterReader::edits);
        var response = node.optional("response", FilterReader::edits);
        FilterConfig.Edits none = FilterConfig.Edits.none();
        return new FilterConfig.HeaderEdit(request.orElse(none), response.orElse(none));
    }

    private static FilterConfig.Edits edits(ConfigNode node) throws Broken {
        node.allow("set", "add", "remove");
        Optional<List<Field>> set = node.optional("set", FilterReader::fields);
        Optional<List<Field>> add = node.optional("add", FilterReader::fields);
        List<String> remove = node.items("remove", item -> item.text().toLowerCase(Locale.ROOT));
        return node.build(
                () -> new FilterConfig.Edits(set.orElse(List.of()), add.orElse(List.of()), remove));
    }

    private static List<Field> fields(ConfigNode node) throws Broken {
        List<Field> fields = new ArrayList<>();
        for (String name : node.names()) {
            String value = node.text(name);
            fields.add(node.build(() -> new Field(name, value)));
        }
        return fields;
    }

    private static FilterConfig tokenCheck(ConfigNode node) throws Broken {
        node.allow("header", "scheme", "tokens_sha256");
        String header = node.optionalText("header").orElse("authorization");
        String scheme = node.optionalText("scheme").orElse(node.has("header") ? "" : "Bearer");
        List<String> tokens =
                node.items("tokens_sha256", item -> item.text().toLowerCase(Locale.ROOT));
        return node.build(() -> new FilterConfig.TokenCheck(header, scheme, tokens));
    }

    private static FilterConfig bodyLimit(ConfigNode node) throws Broken {
        node.allow("request", "response");
        OptionalLong request = size(node, "request");
        OptionalLong response = size(node, "response");
        return node.build(() -> new FilterConfig.BodySizeLimit(request, response));
    }

    private static OptionalLong size(ConfigNode node, String key) {
        return node.value(key, text -> OptionalLong.of(parseSizeBytes(text)), OptionalLong.empty());
    }

    /** Reads {@code 1000}, {@code 64KiB}, {@code 10MiB}, {@code 2GiB}. */
    static long parseSizeBytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a size; write it as 1000, 64KiB, 10MiB or 2GiB");
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        int shift = 10 * List.of("B", "KiB", "MiB", "GiB").indexOf(unit);
        long value = Long.parseLong(matcher.group(1));
        return value > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : value << shift;
    }
}
