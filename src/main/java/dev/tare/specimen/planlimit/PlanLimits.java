package dev.tare.specimen.planlimit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many requests a minute each plan allows its users.
 *
 * @param perMinute by the plan's name, 1 to {@link #MAX_PLANS} of them; names of 1 to {@link
 *     #MAX_NAME_BYTES} visible characters of ASCII, limits of 0 to {@link #MAX_LIMIT}
 * @param maxUsers how many users of one minute are told apart, 1 to {@link #MAX_USERS}; those
 *     beyond share one count
 */
public record PlanLimits(Map<String, Integer> perMinute, int maxUsers) {
    public static final int MAX_PLANS = 16;
    public static final int MAX_NAME_BYTES = 64;
    public static final int MAX_LIMIT = 1_000_000_000;
    public static final int MAX_USERS = 1 << 20;

    /** How many users where nothing else is said. */
    public static final int STANDARD_USERS = 1 << 14;

    public PlanLimits {
        perMinute = Collections.unmodifiableMap(new LinkedHashMap<>(perMinute));
        requireBetween("plans", perMinute.size(), 1, MAX_PLANS);
        requireBetween("users", maxUsers, 1, MAX_USERS);
        perMinute.forEach(PlanLimits::require);
    }

    /** Personal 10, Team 100, Enterprise 1,000 a minute. */
    public static PlanLimits standard() {
        Map<String, Integer> perMinute = new LinkedHashMap<>();
        perMinute.put("Personal", 10);
        perMinute.put("Team", 100);
        perMinute.put("Enterprise", 1000);
        return new PlanLimits(perMinute, STANDARD_USERS);
    }

    private static void require(String plan, int limit) {
        if (plan.isEmpty()
                || plan.length() > MAX_NAME_BYTES
                || !plan.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "plan \"%s\" must have 1 to %d visible characters of ASCII"
                            .formatted(plan, MAX_NAME_BYTES));
        }
        requireBetween("requests a minute of plan " + plan, limit, 0, MAX_LIMIT);
    }

    private static void requireBetween(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s: %d must be %d to %d".formatted(what, value, min, max));
        }
    }
}
