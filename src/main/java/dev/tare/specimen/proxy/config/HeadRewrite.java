package dev.tare.specimen.proxy.config;

import java.util.Optional;

/**
 * What an upstream is asked for in place of what the client has asked for.
 *
 * @param prefix takes the place of the path that the route is found by, 1 to {@link #MAX_LENGTH}
 *     characters; what follows it and the query stay
 * @param host takes the place of Host, 1 to {@link #MAX_LENGTH} characters
 */
public record HeadRewrite(Optional<String> prefix, Optional<String> host) {
    public static final int MAX_LENGTH = 240;

    public HeadRewrite {
        if (prefix.isEmpty() && host.isEmpty()) {
            throw new ConfigFault("", "rewrites nothing; give prefix, host or both");
        }
        prefix.ifPresent(path -> {
            Range.length("prefix", path, 1, MAX_LENGTH);
            boolean plain =
                    path.startsWith("/")
                            && path.chars()
                                    .allMatch(c -> c > ' ' && c < 0x7f && "?#\\".indexOf(c) < 0);
            if (!plain) {
                throw new ConfigFault(
                        "prefix",
                        "\"%s\" must begin with a slash and hold no blank, query or fragment"
                                .formatted(path));
            }
        });
        host.ifPresent(name -> {
            Range.length("host", name, 1, MAX_LENGTH);
            if (!name.matches("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?")) {
                throw new ConfigFault(
                        "host",
                        "\"%s\" must be NAME, NAME:PORT, ADDRESS or [IPV6]".formatted(name));
            }
        });
    }
}
