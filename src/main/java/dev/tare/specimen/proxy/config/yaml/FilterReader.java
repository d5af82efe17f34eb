package dev.tare.specimen.proxy.config.yaml;

import dev.tare.base.core.Field;
import dev.tare.specimen.planlimit.PlanLimits;
import dev.tare.specimen.proxy.config.FilterConfig;
import dev.tare.specimen.proxy.config.FilterRule;
import dev.tare.specimen.proxy.config.RouteFilters;
import dev.tare.specimen.proxy.config.yaml.ConfigNode.Broken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads filters: each is a map with its kind as a key, and a name if the kind alone is not to be
 * it.
 */
final class FilterReader {
    private static final String HEADER_EDIT = "header_edit";
    private static final String RATE_LIMIT = "rate_limit";
    private static final String TOKEN_CHECK = "token_check";
    private static final String BODY_LIMIT = "body_limit";
    private static final String TRACING = "tracing";
    private static final String PLAN_LIMIT = "plan_limit";
    private static final String[] KINDS = {
        HEADER_EDIT, RATE_LIMIT, TOKEN_CHECK, BODY_LIMIT, TRACING, PLAN_LIMIT
    };
    private static final Pattern SIZE = Pattern.compile("(\\d{1,13})(B|KiB|MiB|GiB)?");

    private FilterReader() {}

    static FilterConfig filter(ConfigNode node) throws Broken {
        node.allow("name", HEADER_EDIT, RATE_LIMIT, TOKEN_CHECK, BODY_LIMIT, TRACING, PLAN_LIMIT);
        List<String> kinds = node.present(KINDS);
        if (kinds.isEmpty()) {
            // It may stand under a key that is not known.
            node.requireSound();
        }
        if (kinds.size() != 1) {
            throw node.fault(
                    kinds.isEmpty()
                            ? "does nothing; add header_edit, rate_limit, token_check, body_limit,"
                                    + " tracing or plan_limit"
                            : "has %s; make a filter of each"
                                    .formatted(String.join(" and ", kinds)));
        }
        String kind = kinds.getFirst();
        ConfigNode block = node.child(kind);
        FilterRule rule =
                switch (kind) {
                    case HEADER_EDIT -> headerEdit(block);
                    case RATE_LIMIT -> new FilterRule.LocalRateLimit(RateLimits.read(block));
                    case TOKEN_CHECK -> tokenCheck(block);
                    case BODY_LIMIT -> bodyLimit(block);
                    case TRACING -> tracing(block);
                    case PLAN_LIMIT -> planLimit(block);
                    default -> throw new IllegalStateException(kind);
                };
        String name = node.optionalText("name").orElse(kind);
        return node.build(() -> new FilterConfig(name, rule));
    }

    /** What a route makes of the filters of the whole document. */
    static RouteFilters ofRoute(ConfigNode node) throws Broken {
        node.allow("replace", "add", "off");
        if (node.has("replace") && node.has("add")) {
            throw node.fault("has replace and add; leave one of them out");
        }
        boolean replaces = node.has("replace");
        List<FilterConfig> own = node.items(replaces ? "replace" : "add", FilterReader::filter);
        List<String> off = node.items("off", ConfigNode::text);
        return node.build(() -> new RouteFilters(replaces, own, off));
    }

    private static FilterRule headerEdit(ConfigNode node) throws Broken {
        node.allow("request", "response");
        Optional<FilterRule.Edits> request = node.optional("request", FilterReader::edits);
        Optional<FilterRule.Edits> response = node.optional("response", FilterReader::edits);
        node.requireSound();
        FilterRule.Edits none = FilterRule.Edits.none();
        return node.build(
                () -> new FilterRule.HeaderEdit(request.orElse(none), response.orElse(none)));
    }

    private static FilterRule.Edits edits(ConfigNode node) throws Broken {
        node.allow("set", "add", "remove");
        Optional<List<Field>> set = node.optional("set", FilterReader::fields);
        Optional<List<Field>> add = node.optional("add", FilterReader::fields);
        List<String> remove = node.items("remove", item -> item.text().toLowerCase(Locale.ROOT));
        return node.build(
                () -> new FilterRule.Edits(set.orElse(List.of()), add.orElse(List.of()), remove));
    }

    private static List<Field> fields(ConfigNode node) throws Broken {
        List<Field> fields = new ArrayList<>();
        for (String name : node.names()) {
            String value = node.text(name);
            fields.add(node.build(() -> new Field(name, value)));
        }
        return fields;
    }

    private static FilterRule tokenCheck(ConfigNode node) throws Broken {
        node.allow("header", "scheme", "tokens_sha256", "tokens_file");
        String header = node.optionalText("header").orElse("authorization");
        String scheme = node.optionalText("scheme").orElse(node.has("header") ? "" : "Bearer");
        List<String> digests =
                node.items("tokens_sha256", item -> item.text().toLowerCase(Locale.ROOT));
        Optional<Path> file = node.optional("tokens_file", item -> item.meaning(Path::of));
        return node.build(() -> new FilterRule.TokenCheck(header, scheme, digests, file));
    }

    private static FilterRule bodyLimit(ConfigNode node) throws Broken {
        node.allow("request", "response");
        OptionalLong request = size(node, "request");
        OptionalLong response = size(node, "response");
        node.requireSound();
        return node.build(() -> new FilterRule.BodyLimit(request, response));
    }

    private static FilterRule tracing(ConfigNode node) throws Broken {
        node.allow("sample_percent");
        double percent = node.value("sample_percent", RouteReader::parsePercent, 100.0);
        return node.build(() -> new FilterRule.Tracing(percent));
    }

    private static FilterRule planLimit(ConfigNode node) throws Broken {
        node.allow("header", "plans", "max_users");
        String header = node.optionalText("header").orElse("authorization");
        Optional<Map<String, Integer>> plans = node.optional("plans", FilterReader::plans);
        int maxUsers = node.count("max_users", PlanLimits.STANDARD_USERS);
        node.requireSound();
        Map<String, Integer> perMinute = plans.orElse(PlanLimits.standard().perMinute());
        return node.build(
                () -> new FilterRule.PlanLimit(header, new PlanLimits(perMinute, maxUsers)));
    }

    private static Map<String, Integer> plans(ConfigNode node) throws Broken {
        Map<String, Integer> perMinute = new LinkedHashMap<>();
        for (String plan : node.names()) {
            perMinute.put(plan, node.count(plan, 0));
        }
        node.requireSound();
        return perMinute;
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
