package dev.tare.specimen.proxy.config;

import java.util.List;

/** What becomes of a route's requests. */
public sealed interface RouteAction {
    /** The most clusters that one route divides its requests among. */
    int MAX_TARGETS = 32;

    /** The greatest weight. */
    int MAX_WEIGHT = 1_000_000;

    /** The longest body of a direct response, in characters. */
    int MAX_BODY_LENGTH = 16 * 1024;

    /**
     * Passed on to a cluster; with several, to each as often as its weight says.
     *
     * @param targets 1 to {@link #MAX_TARGETS}, of which one weighs more than 0
     */
    record Forward(List<Target> targets) implements RouteAction {
        public Forward {
            targets = List.copyOf(targets);
            Range.size("split", targets, 1, MAX_TARGETS);
            Range.unique("split", "targets", targets.stream().map(Target::cluster).toList());
            if (targets.stream().allMatch(target -> target.weight() == 0)) {
                throw new ConfigFault("split", "every weight is 0; give one of them more");
            }
        }

        /** All of them to one cluster. */
        public static Forward to(String cluster) {
            return new Forward(List.of(new Target(cluster, 1)));
        }
    }

    /**
     * A cluster's share.
     *
     * @param cluster its name
     * @param weight 0 to {@link #MAX_WEIGHT}
     */
    record Target(String cluster, int weight) {
        public Target {
            Range.name("cluster", cluster);
            Range.count("weight", weight, 0, MAX_WEIGHT);
        }
    }

    /**
     * Answered by minivoy itself.
     *
     * @param status 200 to 599
     * @param contentType of the body
     * @param body in UTF-8, at most {@link #MAX_BODY_LENGTH} characters
     */
    record Respond(int status, String contentType, String body) implements RouteAction {
        private static final int NO_CONTENT = 204;
        private static final int NOT_MODIFIED = 304;

        public Respond {
            Range.status("status", status);
            Range.length("content_type", contentType, 1, 256);
            Range.fieldValue("content_type", contentType);
            Range.length("body", body, 0, MAX_BODY_LENGTH);
            boolean bodiless = status == NO_CONTENT || status == NOT_MODIFIED;
            if (bodiless && !body.isEmpty()) {
                throw new ConfigFault("body", "a %d has none; leave it out".formatted(status));
            }
        }
    }

    /**
     * Sent elsewhere.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location the value of Location: a path or a URL, as it stands
     */
    record Redirect(int status, String location) implements RouteAction {
        private static final List<Integer> STATUSES = List.of(301, 302, 303, 307, 308);

        public Redirect {
            if (!STATUSES.contains(status)) {
                throw new ConfigFault(
                        "status", "%d must be 301, 302, 303, 307 or 308".formatted(status));
            }
            Range.length("to", location, 1, 4096);
            if (!location.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new ConfigFault(
                        "to", "\"%s\" must hold no blank and only ASCII".formatted(location));
            }
        }
    }
}
