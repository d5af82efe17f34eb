package dev.tare.specimen.app.wamp.router;

import dev.tare.specimen.app.wamp.message.Dict;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which callee of a registration gets a call. */
enum InvokePolicy {
    /** The only one. */
    SINGLE,
    /** One after the other. */
    ROUNDROBIN,
    /** Any. */
    RANDOM,
    /** The one that has been there longest. */
    FIRST,
    /** The one that has come last. */
    LAST;

    /** Reads the option {@code invoke}. */
    static InvokePolicy of(Map<String, @Nullable Object> options) throws ProtocolFault {
        String word = Dict.text(options, "invoke").orElse("single");
        for (InvokePolicy policy : values()) {
            if (policy.word().equals(word)) {
                return policy;
            }
        }
        throw new ProtocolFault("option invoke must be single, roundrobin, random, first or last");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
