package dev.tare.specimen.app.wamp.router;

import dev.tare.specimen.app.wamp.message.Dict;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client has announced and the router has to know.
 *
 * @param cancels whether it takes {@code INTERRUPT} as a callee
 * @param progresses whether it gives partial results as a callee
 * @param timesOut whether it minds timeouts as a callee
 */
record PeerFeatures(boolean cancels, boolean progresses, boolean timesOut) {
    private static final List<String> ROLES =
            List.of("publisher", "subscriber", "caller", "callee");

    static final PeerFeatures NONE = new PeerFeatures(false, false, false);

    /** Reads a {@code HELLO}; one role at least is announced. */
    static PeerFeatures of(Map<String, @Nullable Object> details) throws ProtocolFault {
        Map<String, @Nullable Object> roles = Dict.dict(details, "roles");
        if (ROLES.stream().noneMatch(roles::containsKey)) {
            throw new ProtocolFault("HELLO: roles must name one at least of " + ROLES);
        }
        for (String role : ROLES) {
            Dict.dict(roles, role);
        }
        Map<String, @Nullable Object> callee = Dict.dict(Dict.dict(roles, "callee"), "features");
        boolean cancels = Dict.flag(callee, "call_canceling", false);
        // Who cannot be interrupted is taken not to give partial results: the specification's rule.
        return new PeerFeatures(
                cancels,
                cancels && Dict.flag(callee, "progressive_call_results", false),
                Dict.flag(callee, "call_timeout", false));
    }
}
