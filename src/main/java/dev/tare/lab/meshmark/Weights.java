package dev.tare.lab.meshmark;

import java.util.EnumMap;
import java.util.Map;

/**
 * How much more or less a term counts than its class gives it: by the factor 1 + w.
 *
 * @param shares w by term, −{@link #LARGEST} to +{@link #LARGEST}; 0 for those that are absent
 */
public record Weights(Map<Term, Double> shares) {
    /** The published range is −50 % to +50 %. */
    public static final double LARGEST = 0.5;

    /** All terms as their classes give it. */
    public static final Weights EVEN = new Weights(Map.of());

    public Weights {
        shares = Map.copyOf(shares);
        shares.forEach((term, share) -> {
            if (!(Math.abs(share) <= LARGEST)) {
                throw new IllegalArgumentException(
                        "weight %s of %s must lie from -0.5 to 0.5".formatted(share, term.key()));
            }
        });
    }

    /** The same with {@code term} at {@code share}. */
    public Weights with(Term term, double share) {
        EnumMap<Term, Double> changed = new EnumMap<>(Term.class);
        changed.putAll(shares);
        changed.put(term, share);
        return new Weights(changed);
    }

    /** 1 + w of a term, 0.5 to 1.5. */
    public double factor(Term term) {
        return 1 + shares.getOrDefault(term, 0.0);
    }
}
