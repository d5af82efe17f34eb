package dev.tare.specimen.app.wamp.message;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The elements of one message behind its code, taken one after the other. */
final class Elements {
    private static final int ARGS_AND_KWARGS = 2;

    private final String kind;
    private final List<@Nullable Object> list;
    private int next = 1;

    /** Those of a message without payload. */
    Elements(String kind, List<@Nullable Object> list, int count) throws ProtocolFault {
        this(kind, list, count, false);
    }

    /**
     * Those of a message.
     *
     * @param count how many there are before the payload
     */
    Elements(String kind, List<@Nullable Object> list, int count, boolean payloadMayFollow)
            throws ProtocolFault {
        this.kind = kind;
        this.list = list;
        int found = list.size() - 1;
        int most = payloadMayFollow ? count + ARGS_AND_KWARGS : count;
        if (found < count || found > most) {
            throw new ProtocolFault(
                    "%s has %s elements behind its code, not %d"
                            .formatted(kind, count == most ? count : count + " to " + most, found));
        }
    }

    long id(String what) throws ProtocolFault {
        if (!(list.get(next++) instanceof Long id)) {
            throw wrong(what, "an integer");
        }
        if (!WampId.isValid(id)) {
            throw wrong(what, "1 to 2^53");
        }
        return id;
    }

    /** The code of a message that can fail. */
    int requestType() throws ProtocolFault {
        Object code = list.get(next++);
        if (code instanceof Long number) {
            switch (number.intValue()) {
                case WampMessage.PUBLISH,
                        WampMessage.SUBSCRIBE,
                        WampMessage.UNSUBSCRIBE,
                        WampMessage.CALL,
                        WampMessage.CANCEL,
                        WampMessage.REGISTER,
                        WampMessage.UNREGISTER,
                        WampMessage.INVOCATION -> {
                    if (number.intValue() == number) {
                        return number.intValue();
                    }
                }
                default -> {}
            }
        }
        throw wrong("request type", "the code of a request");
    }

    Map<String, @Nullable Object> dict(String what) throws ProtocolFault {
        return asDict(list.get(next++), what);
    }

    /** A serializer makes no map whose keys are not text. */
    @SuppressWarnings("unchecked")
    private Map<String, @Nullable Object> asDict(@Nullable Object value, String what)
            throws ProtocolFault {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(what, "a dictionary");
        }
        return (Map<String, @Nullable Object>) map;
    }

    String text(String what) throws ProtocolFault {
        if (!(list.get(next++) instanceof String text)) {
            throw wrong(what, "a string");
        }
        return text;
    }

    /** A topic or procedure, which the router looks at. */
    String name(String what) throws ProtocolFault {
        String text = text(what);
        if (text.length() > WampUri.MAX_CHARS) {
            throw wrong(what, "at most " + WampUri.MAX_CHARS + " characters long");
        }
        return text;
    }

    String uri(String what) throws ProtocolFault {
        String text = text(what);
        if (!WampUri.isExact(text)) {
            throw wrong(what, "a URI: words parted by dots");
        }
        return text;
    }

    @SuppressWarnings("unchecked")
    Payload payload() throws ProtocolFault {
        if (next == list.size()) {
            return Payload.NONE;
        }
        if (!(list.get(next++) instanceof List<?> args)) {
            throw wrong("args", "a list");
        }
        Map<String, @Nullable Object> kwargs =
                next < list.size() ? asDict(list.get(next), "kwargs") : null;
        return new Payload((List<@Nullable Object>) args, kwargs);
    }

    private ProtocolFault wrong(String what, String wanted) {
        return new ProtocolFault("%s: %s must be %s".formatted(kind, what, wanted));
    }
}
