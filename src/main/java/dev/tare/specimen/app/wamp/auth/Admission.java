package dev.tare.specimen.app.wamp.auth;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of somebody who says hello. */
public sealed interface Admission {
    /** Comes in. */
    record Admitted(Identity identity) implements Admission {}

    /**
     * Does not.
     *
     * @param reason URI for {@code ABORT}
     * @param message for people
     */
    record Refused(String reason, String message) implements Admission {}

    /** Has to prove it first. */
    record Challenged(AuthMethod method, Map<String, @Nullable Object> extra, Proof proof)
            implements Admission {}

    /** Judges what comes back for a challenge. */
    interface Proof {
        /** The answer to {@code AUTHENTICATE}: admitted or refused. */
        Admission judge(String signature);
    }
}
