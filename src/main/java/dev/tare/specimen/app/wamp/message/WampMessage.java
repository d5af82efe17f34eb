package dev.tare.specimen.app.wamp.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of WAMP version 2. Each record has the fields of the message as the specification lists
 * them; {@code request} is the number of the request that begins or is answered.
 *
 * <p>{@link WampMessages} reads and writes them.
 */
public sealed interface WampMessage {
    int HELLO = 1;
    int WELCOME = 2;
    int ABORT = 3;
    int CHALLENGE = 4;
    int AUTHENTICATE = 5;
    int GOODBYE = 6;
    int ERROR = 8;
    int PUBLISH = 16;
    int PUBLISHED = 17;
    int SUBSCRIBE = 32;
    int SUBSCRIBED = 33;
    int UNSUBSCRIBE = 34;
    int UNSUBSCRIBED = 35;
    int EVENT = 36;
    int CALL = 48;
    int CANCEL = 49;
    int RESULT = 50;
    int REGISTER = 64;
    int REGISTERED = 65;
    int UNREGISTER = 66;
    int UNREGISTERED = 67;
    int INVOCATION = 68;
    int INTERRUPT = 69;
    int YIELD = 70;

    /** Client to router: asks for a session. */
    record Hello(String realm, Map<String, @Nullable Object> details) implements WampMessage {}

    /** Router to client: the session is open. */
    record Welcome(long session, Map<String, @Nullable Object> details) implements WampMessage {}

    /** Either way: the session is refused, or ended because of a fault; not answered. */
    record Abort(Map<String, @Nullable Object> details, String reason) implements WampMessage {}

    /** Router to client: prove who you are. */
    record Challenge(String authMethod, Map<String, @Nullable Object> extra)
            implements WampMessage {}

    /** Client to router: the proof. Its text form leaves the proof out, for it may be a secret. */
    record Authenticate(String signature, Map<String, @Nullable Object> extra)
            implements WampMessage {
        @Override
        public String toString() {
            return "Authenticate";
        }
    }

    /** Either way: the session ends; answered by the same. */
    record Goodbye(Map<String, @Nullable Object> details, String reason) implements WampMessage {}

    /**
     * Either way: a request has failed.
     *
     * @param requestType the code of the message that has failed, such as {@link #CALL}
     */
    @SuppressWarnings("AvoidCommonTypeNames") // the protocol's own word
    record Error(
            int requestType,
            long request,
            Map<String, @Nullable Object> details,
            String error,
            Payload payload)
            implements WampMessage {}

    /** Client to router: an event for a topic. */
    record Publish(
            long request, Map<String, @Nullable Object> options, String topic, Payload payload)
            implements WampMessage {}

    /** Router to client: the event was taken. */
    record Published(long request, long publication) implements WampMessage {}

    /** Client to router: wants a topic's events. */
    record Subscribe(long request, Map<String, @Nullable Object> options, String topic)
            implements WampMessage {}

    /** Router to client: will have them. */
    record Subscribed(long request, long subscription) implements WampMessage {}

    /** Client to router: wants them no more. */
    record Unsubscribe(long request, long subscription) implements WampMessage {}

    /** Router to client: will have them no more. */
    record Unsubscribed(long request) implements WampMessage {}

    /** Router to client: somebody has published. */
    record Event(
            long subscription,
            long publication,
            Map<String, @Nullable Object> details,
            Payload payload)
            implements WampMessage {}

    /** Client to router: calls a procedure. */
    record Call(
            long request, Map<String, @Nullable Object> options, String procedure, Payload payload)
            implements WampMessage {}

    /** Client to router: the result of a call is not wanted any more. */
    record Cancel(long request, Map<String, @Nullable Object> options) implements WampMessage {}

    /** Router to client: what a call has brought. */
    record Result(long request, Map<String, @Nullable Object> details, Payload payload)
            implements WampMessage {}

    /** Client to router: offers a procedure. */
    record Register(long request, Map<String, @Nullable Object> options, String procedure)
            implements WampMessage {}

    /** Router to client: it is offered now. */
    record Registered(long request, long registration) implements WampMessage {}

    /** Client to router: offers it no more. */
    record Unregister(long request, long registration) implements WampMessage {}

    /** Router to client: it is not offered any more. */
    record Unregistered(long request) implements WampMessage {}

    /** Router to client: somebody calls your procedure. */
    record Invocation(
            long request, long registration, Map<String, @Nullable Object> details, Payload payload)
            implements WampMessage {}

    /** Router to client: the result of an invocation is not wanted any more. */
    record Interrupt(long request, Map<String, @Nullable Object> options) implements WampMessage {}

    /** Client to router: what an invocation has brought. */
    record Yield(long request, Map<String, @Nullable Object> options, Payload payload)
            implements WampMessage {}
}
