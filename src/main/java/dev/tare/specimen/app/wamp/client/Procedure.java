package dev.tare.specimen.app.wamp.client;

import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.WampMessage.Invocation;

/** What a callee does when it is called. */
@FunctionalInterface
public interface Procedure {
    /** Where its result goes; once there was one, or an error, nothing more goes out. */
    interface Caller {
        /** A part of the result; only for who has asked for it. */
        void progress(Payload part);

        void result(Payload result);

        void error(String error, Payload payload);

        /** Whether the result is wanted still. */
        boolean isWaiting();
    }

    /** Does it, now or later. */
    void invoke(Invocation invocation, Caller caller);
}
