package dev.tare.specimen.proxy.config.yaml;

import dev.tare.base.core.QuantityText;
import dev.tare.specimen.proxy.config.RateLimit;
import dev.tare.specimen.proxy.config.yaml.ConfigNode.Broken;

/** Reads rate limits, of routes and of filters. */
final class RateLimits {
    private enum Per {
        ALL,
        CLIENT,
        HEADER
    }

    private RateLimits() {}

    static RateLimit read(ConfigNode node) throws Broken {
        node.allow("rate", "burst", "per", "header", "max_keys");
        double ratePerSec = node.child("rate").meaning(QuantityText::ratePerSec);
        int aSecondsWorth = (int) Math.clamp(Math.ceil(ratePerSec), 1, RateLimit.MAX_BURST);
        int burst = node.count("burst", aSecondsWorth);
        RateLimit.Per per = per(node);
        int maxKeys = node.count("max_keys", RateLimit.STANDARD_KEYS);
        return node.build(() -> new RateLimit(ratePerSec, burst, per, maxKeys));
    }

    private static RateLimit.Per per(ConfigNode node) throws Broken {
        Per per = node.word("per", Per.class, node.has("header") ? Per.HEADER : Per.ALL);
        if (per != Per.HEADER && node.has("header")) {
            throw node.child("header").fault("goes with \"per: header\"; leave one of them out");
        }
        return switch (per) {
            case ALL -> new RateLimit.Per.All();
            case CLIENT -> new RateLimit.Per.Client();
            case HEADER -> {
                String header = node.text("header");
                yield node.build(() -> new RateLimit.Per.Header(header));
            }
        };
    }
}
