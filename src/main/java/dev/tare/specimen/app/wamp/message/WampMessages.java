package dev.tare.specimen.app.wamp.message;

import dev.tare.specimen.app.wamp.message.WampMessage.Abort;
import dev.tare.specimen.app.wamp.message.WampMessage.Authenticate;
import dev.tare.specimen.app.wamp.message.WampMessage.Call;
import dev.tare.specimen.app.wamp.message.WampMessage.Cancel;
import dev.tare.specimen.app.wamp.message.WampMessage.Challenge;
import dev.tare.specimen.app.wamp.message.WampMessage.Error;
import dev.tare.specimen.app.wamp.message.WampMessage.Event;
import dev.tare.specimen.app.wamp.message.WampMessage.Goodbye;
import dev.tare.specimen.app.wamp.message.WampMessage.Hello;
import dev.tare.specimen.app.wamp.message.WampMessage.Interrupt;
import dev.tare.specimen.app.wamp.message.WampMessage.Invocation;
import dev.tare.specimen.app.wamp.message.WampMessage.Publish;
import dev.tare.specimen.app.wamp.message.WampMessage.Published;
import dev.tare.specimen.app.wamp.message.WampMessage.Register;
import dev.tare.specimen.app.wamp.message.WampMessage.Registered;
import dev.tare.specimen.app.wamp.message.WampMessage.Result;
import dev.tare.specimen.app.wamp.message.WampMessage.Subscribe;
import dev.tare.specimen.app.wamp.message.WampMessage.Subscribed;
import dev.tare.specimen.app.wamp.message.WampMessage.Unregister;
import dev.tare.specimen.app.wamp.message.WampMessage.Unregistered;
import dev.tare.specimen.app.wamp.message.WampMessage.Unsubscribe;
import dev.tare.specimen.app.wamp.message.WampMessage.Unsubscribed;
import dev.tare.specimen.app.wamp.message.WampMessage.Welcome;
import dev.tare.specimen.app.wamp.message.WampMessage.Yield;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way between a message and the list that stands for it on the wire, whatever the serializer.
 *
 * <p>Reading checks how many elements there are, their types, that numbers of requests and the like
 * are 1 to 2^53, and that realms, reasons and errors are URIs. Whether a topic or procedure is one
 * the router judges, which answers {@code ERROR} and goes on; here it is any text of at most {@link
 * WampUri#MAX_CHARS}.
 */
public final class WampMessages {
    private WampMessages() {}

    /**
     * Writes a message.
     *
     * @return its elements, the code first; the caller may change the list, not what is in it
     */
    public static List<@Nullable Object> toList(WampMessage message) {
        return switch (message) {
            case Hello m -> list(WampMessage.HELLO, m.realm(), m.details());
            case Welcome m -> list(WampMessage.WELCOME, m.session(), m.details());
            case Abort m -> list(WampMessage.ABORT, m.details(), m.reason());
            case Challenge m -> list(WampMessage.CHALLENGE, m.authMethod(), m.extra());
            case Authenticate m -> list(WampMessage.AUTHENTICATE, m.signature(), m.extra());
            case Goodbye m -> list(WampMessage.GOODBYE, m.details(), m.reason());
            case Error m ->
                    withPayload(
                            m.payload(),
                            WampMessage.ERROR,
                            (long) m.requestType(),
                            m.request(),
                            m.details(),
                            m.error());
            case Publish m ->
                    withPayload(
                            m.payload(), WampMessage.PUBLISH, m.request(), m.options(), m.topic());
            case Published m -> list(WampMessage.PUBLISHED, m.request(), m.publication());
            case Subscribe m -> list(WampMessage.SUBSCRIBE, m.request(), m.options(), m.topic());
            case Subscribed m -> list(WampMessage.SUBSCRIBED, m.request(), m.subscription());
            case Unsubscribe m -> list(WampMessage.UNSUBSCRIBE, m.request(), m.subscription());
            case Unsubscribed m -> list(WampMessage.UNSUBSCRIBED, m.request());
            case Event m ->
                    withPayload(
                            m.payload(),
                            WampMessage.EVENT,
                            m.subscription(),
                            m.publication(),
                            m.details());
            case Call m ->
                    withPayload(
                            m.payload(), WampMessage.CALL, m.request(), m.options(), m.procedure());
            case Cancel m -> list(WampMessage.CANCEL, m.request(), m.options());
            case Result m -> withPayload(m.payload(), WampMessage.RESULT, m.request(), m.details());
            case Register m -> list(WampMessage.REGISTER, m.request(), m.options(), m.procedure());
            case Registered m -> list(WampMessage.REGISTERED, m.request(), m.registration());
            case Unregister m -> list(WampMessage.UNREGISTER, m.request(), m.registration());
            case Unregistered m -> list(WampMessage.UNREGISTERED, m.request());
            case Invocation m ->
                    withPayload(
                            m.payload(),
                            WampMessage.INVOCATION,
                            m.request(),
                            m.registration(),
                            m.details());
            case Interrupt m -> list(WampMessage.INTERRUPT, m.request(), m.options());
            case Yield m -> withPayload(m.payload(), WampMessage.YIELD, m.request(), m.options());
        };
    }

    private static List<@Nullable Object> list(int code, Object... elements) {
        return withPayload(Payload.NONE, code, elements);
    }

    private static List<@Nullable Object> withPayload(
            Payload payload, int code, Object... elements) {
        List<@Nullable Object> list = new ArrayList<>(elements.length + 3);
        list.add((long) code);
        for (Object element : elements) {
            list.add(element);
        }
        List<@Nullable Object> args = payload.args();
        Map<String, @Nullable Object> kwargs = payload.kwargs();
        if (args != null || kwargs != null) {
            list.add(args == null ? List.of() : args);
        }
        if (kwargs != null) {
            list.add(kwargs);
        }
        return list;
    }

    /**
     * Reads a message.
     *
     * @throws ProtocolFault when it is none; the message names the kind and the element
     */
    public static WampMessage fromList(List<@Nullable Object> list) throws ProtocolFault {
        if (list.isEmpty() || !(list.getFirst() instanceof Long code)) {
            throw new ProtocolFault("a message begins with the number of its kind");
        }
        return code >= WampMessage.PUBLISH ? routed(code, list) : ofSession(code, list);
    }

    private static WampMessage ofSession(long code, List<@Nullable Object> list)
            throws ProtocolFault {
        return switch ((int) Math.max(code, 0)) {
            case WampMessage.HELLO -> {
                Elements e = new Elements("HELLO", list, 2);
                yield new Hello(e.uri("realm"), e.dict("details"));
            }
            case WampMessage.WELCOME -> {
                Elements e = new Elements("WELCOME", list, 2);
                yield new Welcome(e.id("session"), e.dict("details"));
            }
            case WampMessage.ABORT -> {
                // Later drafts let a payload follow; it is read and not kept.
                Elements e = new Elements("ABORT", list, 2, true);
                yield new Abort(e.dict("details"), e.uri("reason"));
            }
            case WampMessage.CHALLENGE -> {
                Elements e = new Elements("CHALLENGE", list, 2);
                yield new Challenge(e.text("auth method"), e.dict("extra"));
            }
            case WampMessage.AUTHENTICATE -> {
                Elements e = new Elements("AUTHENTICATE", list, 2);
                yield new Authenticate(e.text("signature"), e.dict("extra"));
            }
            case WampMessage.GOODBYE -> {
                Elements e = new Elements("GOODBYE", list, 2);
                yield new Goodbye(e.dict("details"), e.uri("reason"));
            }
            case WampMessage.ERROR -> {
                Elements e = new Elements("ERROR", list, 4, true);
                yield new Error(
                        e.requestType(),
                        e.id("request"),
                        e.dict("details"),
                        e.uri("error"),
                        e.payload());
            }
            default -> throw unknown(code);
        };
    }

    private static WampMessage routed(long code, List<@Nullable Object> list) throws ProtocolFault {
        return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
            case WampMessage.PUBLISH -> {
                Elements e = new Elements("PUBLISH", list, 3, true);
                yield new Publish(e.id("request"), e.dict("options"), e.name("topic"), e.payload());
            }
            case WampMessage.PUBLISHED -> {
                Elements e = new Elements("PUBLISHED", list, 2);
                yield new Published(e.id("request"), e.id("publication"));
            }
            case WampMessage.SUBSCRIBE -> {
                Elements e = new Elements("SUBSCRIBE", list, 3);
                yield new Subscribe(e.id("request"), e.dict("options"), e.name("topic"));
            }
            case WampMessage.SUBSCRIBED -> {
                Elements e = new Elements("SUBSCRIBED", list, 2);
                yield new Subscribed(e.id("request"), e.id("subscription"));
            }
            case WampMessage.UNSUBSCRIBE -> {
                Elements e = new Elements("UNSUBSCRIBE", list, 2);
                yield new Unsubscribe(e.id("request"), e.id("subscription"));
            }
            case WampMessage.UNSUBSCRIBED ->
                    new Unsubscribed(new Elements("UNSUBSCRIBED", list, 1).id("request"));
            case WampMessage.EVENT -> {
                Elements e = new Elements("EVENT", list, 3, true);
                yield new Event(
                        e.id("subscription"), e.id("publication"), e.dict("details"), e.payload());
            }
            default -> ofCalls(code, list);
        };
    }

    private static WampMessage ofCalls(long code, List<@Nullable Object> list)
            throws ProtocolFault {
        return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
            case WampMessage.CALL -> {
                Elements e = new Elements("CALL", list, 3, true);
                yield new Call(
                        e.id("request"), e.dict("options"), e.name("procedure"), e.payload());
            }
            case WampMessage.CANCEL -> {
                Elements e = new Elements("CANCEL", list, 2);
                yield new Cancel(e.id("request"), e.dict("options"));
            }
            case WampMessage.RESULT -> {
                Elements e = new Elements("RESULT", list, 2, true);
                yield new Result(e.id("request"), e.dict("details"), e.payload());
            }
            case WampMessage.REGISTER -> {
                Elements e = new Elements("REGISTER", list, 3);
                yield new Register(e.id("request"), e.dict("options"), e.name("procedure"));
            }
            case WampMessage.REGISTERED -> {
                Elements e = new Elements("REGISTERED", list, 2);
                yield new Registered(e.id("request"), e.id("registration"));
            }
            case WampMessage.UNREGISTER -> {
                Elements e = new Elements("UNREGISTER", list, 2);
                yield new Unregister(e.id("request"), e.id("registration"));
            }
            case WampMessage.UNREGISTERED ->
                    new Unregistered(new Elements("UNREGISTERED", list, 1).id("request"));
            case WampMessage.INVOCATION -> {
                Elements e = new Elements("INVOCATION", list, 3, true);
                yield new Invocation(
                        e.id("request"), e.id("registration"), e.dict("details"), e.payload());
            }
            case WampMessage.INTERRUPT -> {
                Elements e = new Elements("INTERRUPT", list, 2);
                yield new Interrupt(e.id("request"), e.dict("options"));
            }
            case WampMessage.YIELD -> {
                Elements e = new Elements("YIELD", list, 2, true);
                yield new Yield(e.id("request"), e.dict("options"), e.payload());
            }
            default -> throw unknown(code);
        };
    }

    private static ProtocolFault unknown(long code) {
        return new ProtocolFault("%d is no kind of message".formatted(code));
    }
}
