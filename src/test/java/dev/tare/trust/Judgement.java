package dev.tare.trust;

import dev.tare.trust.Expected.Catch;
import java.util.Optional;

/**
 * What became of a planted fault.
 *
 * @param fault which
 * @param caught what caught it; empty: it was missed
 * @param alarm what the control showed of it; empty: nothing, as it should be
 * @param instead what was seen where it was missed; empty where it was not
 * @param leftOut why it could not be planted on this machine; empty: it was
 */
record Judgement(
        PlantedFault fault,
        Optional<Catch> caught,
        Optional<Catch> alarm,
        String instead,
        String leftOut) {

    static Judgement of(PlantedFault fault, Seen victim, Seen control) {
        Optional<Catch> caught = fault.expected().in(victim);
        return new Judgement(
                fault,
                caught,
                fault.expected().in(control),
                caught.isPresent() ? "" : victim.words(),
                "");
    }

    static Judgement leftOut(PlantedFault fault, String why) {
        return new Judgement(fault, Optional.empty(), Optional.empty(), "", why);
    }

    /** Whether it was caught, and the control was not. */
    boolean good() {
        return !leftOut.isEmpty() || (caught.isPresent() && alarm.isEmpty());
    }

    /** One word: {@code caught}, {@code MISSED}, {@code FALSE ALARM} or {@code left out}. */
    String word() {
        if (!leftOut.isEmpty()) {
            return "left out";
        }
        return caught.isEmpty() ? "MISSED" : alarm.isPresent() ? "FALSE ALARM" : "caught";
    }
}
