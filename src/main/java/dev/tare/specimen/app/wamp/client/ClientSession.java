package dev.tare.specimen.app.wamp.client;

import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.Dict;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampMessage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as a client sees it.
 *
 * <p>Thread-safety: its link's thread.
 */
public final class ClientSession implements LinkHandler {
    /** The most requests that wait for their answer; one more fails at once. */
    public static final int MAX_REQUESTS = WaitingRequests.MAX_REQUESTS;

    /** The most invocations that are at work; one more is answered by an error. */
    public static final int MAX_INVOCATIONS = 10_000;

    private enum State {
        JOINING,
        OPEN,
        LEAVING,
        CLOSED
    }

    private final WampLink link;
    private final JoinOptions options;
    private final SessionListener listener;
    private final WaitingRequests requests = new WaitingRequests();
    private final Map<Long, Procedure> procedures = new HashMap<>();
    private final Map<Long, EventListener> subscriptions = new HashMap<>();
    private final Map<Long, Work> invocations = new HashMap<>();
    private State state = State.JOINING;
    private long id;
    private String reason = "";
    private String message = "the connection has ended";

    private ClientSession(WampLink link, JoinOptions options, SessionListener listener) {
        this.link = link;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Says hello over a link that has just been opened.
     *
     * @return the link's handler
     */
    public static ClientSession join(WampLink link, JoinOptions options, SessionListener listener) {
        ClientSession session = new ClientSession(link, options, listener);
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("agent", "tare");
        details.put("roles", ClientRoles.ROLES);
        details.put("authmethods", List.of(options.method().word()));
        if (!options.authId().isEmpty()) {
            details.put("authid", options.authId());
        }
        link.send(new WampMessage.Hello(options.realm(), details));
        return session;
    }

    /** Whether requests can be made. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** The session's number; 0 before it has one. */
    public long id() {
        return id;
    }

    /** Says goodbye; the link is closed when the router has said so too. */
    public void leave() {
        if (state == State.OPEN) {
            state = State.LEAVING;
            link.send(new WampMessage.Goodbye(Map.of(), WampErrors.CLOSE_REALM));
        } else if (state == State.JOINING) {
            link.close();
        }
    }

    // Requests.

    /**
     * Calls a procedure.
     *
     * @return the request's number, for {@link #cancel}
     */
    public long call(
            String procedure,
            Map<String, @Nullable Object> callOptions,
            Payload payload,
            CallListener told) {
        long request = begin(new WaitingRequests.ForResult(told));
        if (request != 0) {
            link.send(new WampMessage.Call(request, callOptions, procedure, payload));
        }
        return request;
    }

    /** Gives a call up; {@code mode} is skip, kill or killnowait. */
    public void cancel(long request, String mode) {
        if (state == State.OPEN && requests.waits(request)) {
            link.send(new WampMessage.Cancel(request, Map.of("mode", mode)));
        }
    }

    /** Offers a procedure. */
    public void register(
            String name,
            Map<String, @Nullable Object> registerOptions,
            Procedure procedure,
            RequestListener told) {
        long request =
                begin(
                        new WaitingRequests.ForId(told) {
                            @Override
                            long idOf(WampMessage answer) throws ProtocolFault {
                                if (answer
                                        instanceof WampMessage.Registered(_, long registration)) {
                                    procedures.put(registration, procedure);
                                    return registration;
                                }
                                throw WaitingRequests.unexpected(answer);
                            }
                        });
        if (request != 0) {
            link.send(new WampMessage.Register(request, registerOptions, name));
        }
    }

    /** Offers it no more. */
    public void unregister(long registration, RequestListener told) {
        long request =
                begin(
                        new WaitingRequests.ForId(told) {
                            @Override
                            long idOf(WampMessage answer) throws ProtocolFault {
                                if (answer instanceof WampMessage.Unregistered) {
                                    procedures.remove(registration);
                                    return registration;
                                }
                                throw WaitingRequests.unexpected(answer);
                            }
                        });
        if (request != 0) {
            link.send(new WampMessage.Unregister(request, registration));
        }
    }

    /** Wants the events of a topic. */
    public void subscribe(
            String topic,
            Map<String, @Nullable Object> subscribeOptions,
            EventListener events,
            RequestListener told) {
        long request =
                begin(
                        new WaitingRequests.ForId(told) {
                            @Override
                            long idOf(WampMessage answer) throws ProtocolFault {
                                if (answer
                                        instanceof WampMessage.Subscribed(_, long subscription)) {
                                    subscriptions.put(subscription, events);
                                    return subscription;
                                }
                                throw WaitingRequests.unexpected(answer);
                            }
                        });
        if (request != 0) {
            link.send(new WampMessage.Subscribe(request, subscribeOptions, topic));
        }
    }

    /** Wants them no more. */
    public void unsubscribe(long subscription, RequestListener told) {
        long request =
                begin(
                        new WaitingRequests.ForId(told) {
                            @Override
                            long idOf(WampMessage answer) throws ProtocolFault {
                                if (answer instanceof WampMessage.Unsubscribed) {
                                    subscriptions.remove(subscription);
                                    return subscription;
                                }
                                throw WaitingRequests.unexpected(answer);
                            }
                        });
        if (request != 0) {
            link.send(new WampMessage.Unsubscribe(request, subscription));
        }
    }

    /** Publishes, and is told when the router has taken it. */
    public void publish(
            String topic,
            Map<String, @Nullable Object> publishOptions,
            Payload payload,
            RequestListener told) {
        long request =
                begin(
                        new WaitingRequests.ForId(told) {
                            @Override
                            long idOf(WampMessage answer) throws ProtocolFault {
                                if (answer instanceof WampMessage.Published(_, long publication)) {
                                    return publication;
                                }
                                throw WaitingRequests.unexpected(answer);
                            }
                        });
        if (request != 0) {
            Map<String, @Nullable Object> acknowledged = new LinkedHashMap<>(publishOptions);
            acknowledged.put("acknowledge", true);
            link.send(new WampMessage.Publish(request, acknowledged, topic, payload));
        }
    }

    /** A number for a request that {@code waiting} waits for; 0 when it was told that it fails. */
    private long begin(WaitingRequests.Waiting waiting) {
        if (state != State.OPEN) {
            waiting.onError(WampErrors.CANCELED, said("there is no session"));
            return 0;
        }
        long request = requests.begin(waiting);
        if (request == 0) {
            waiting.onError(WampErrors.LIMIT_REACHED, said("too many requests wait"));
        }
        return request;
    }

    private static Payload said(String message) {
        return Payload.of(List.of(message));
    }

    // What comes.

    @Override
    public void onMessage(WampMessage incoming) {
        try {
            switch (state) {
                case JOINING -> joining(incoming);
                case OPEN -> serve(incoming);
                case LEAVING -> {
                    if (incoming instanceof WampMessage.Goodbye goodbye) {
                        end(goodbye.reason(), "left");
                    }
                }
                case CLOSED -> {}
            }
        } catch (ProtocolFault fault) {
            onFault(fault);
        }
    }

    private void joining(WampMessage incoming) throws ProtocolFault {
        switch (incoming) {
            case WampMessage.Welcome welcome -> {
                id = welcome.session();
                state = State.OPEN;
                listener.onJoined(this);
            }
            case WampMessage.Challenge challenge -> {
                Optional<String> signature = options.answer(challenge);
                if (signature.isEmpty()) {
                    link.send(
                            new WampMessage.Abort(
                                    Map.of("message", "another proof was offered"),
                                    WampErrors.NO_MATCHING_AUTH_METHOD));
                    end(WampErrors.NO_MATCHING_AUTH_METHOD, "the router wants another proof");
                } else {
                    link.send(new WampMessage.Authenticate(signature.get(), Map.of()));
                }
            }
            case WampMessage.Abort abort -> end(abort);
            default -> throw new ProtocolFault("HELLO is not answered by this");
        }
    }

    private void serve(WampMessage incoming) throws ProtocolFault {
        switch (incoming) {
            case WampMessage.Result answer -> requests.answer(answer.request(), answer);
            case WampMessage.Registered answer -> requests.answer(answer.request(), answer);
            case WampMessage.Unregistered answer -> requests.answer(answer.request(), answer);
            case WampMessage.Subscribed answer -> requests.answer(answer.request(), answer);
            case WampMessage.Unsubscribed answer -> requests.answer(answer.request(), answer);
            case WampMessage.Published answer -> requests.answer(answer.request(), answer);
            case WampMessage.Error error ->
                    requests.fail(error.request(), error.error(), error.payload());
            case WampMessage.Event event -> {
                EventListener events = subscriptions.get(event.subscription());
                if (events != null) {
                    events.onEvent(event);
                }
            }
            case WampMessage.Invocation invocation -> invoke(invocation);
            case WampMessage.Interrupt interrupt -> {
                Work work = invocations.get(interrupt.request());
                if (work != null) {
                    work.error(WampErrors.CANCELED, said("the call was cancelled"));
                }
            }
            case WampMessage.Goodbye goodbye -> {
                link.send(new WampMessage.Goodbye(Map.of(), WampErrors.GOODBYE_AND_OUT));
                end(goodbye.reason(), "the router has ended the session");
            }
            case WampMessage.Abort abort -> end(abort);
            case WampMessage.Hello _,
                    WampMessage.Welcome _,
                    WampMessage.Challenge _,
                    WampMessage.Authenticate _,
                    WampMessage.Publish _,
                    WampMessage.Subscribe _,
                    WampMessage.Unsubscribe _,
                    WampMessage.Call _,
                    WampMessage.Cancel _,
                    WampMessage.Register _,
                    WampMessage.Unregister _,
                    WampMessage.Yield _ ->
                    throw new ProtocolFault("this is nothing that a router sends in a session");
        }
    }

    private void invoke(WampMessage.Invocation invocation) throws ProtocolFault {
        Procedure procedure = procedures.get(invocation.registration());
        boolean progresses = Dict.flag(invocation.details(), "receive_progress", false);
        Work work = new Work(invocation.request(), progresses);
        if (procedure == null) {
            work.error(WampErrors.NO_SUCH_REGISTRATION, said("it is not offered any more"));
        } else if (invocations.size() >= MAX_INVOCATIONS) {
            work.error(WampErrors.LIMIT_REACHED, said("the callee is at work on too many calls"));
        } else {
            invocations.put(invocation.request(), work);
            procedure.invoke(invocation, work);
        }
    }

    /** An invocation at work. */
    private final class Work implements Procedure.Caller {
        private final long request;
        private final boolean progresses;
        private boolean over;

        Work(long request, boolean progresses) {
            this.request = request;
            this.progresses = progresses;
        }

        @Override
        public void progress(Payload part) {
            if (isWaiting() && progresses) {
                link.send(new WampMessage.Yield(request, Map.of("progress", true), part));
            }
        }

        @Override
        public void result(Payload result) {
            if (isWaiting()) {
                finish(new WampMessage.Yield(request, Map.of(), result));
            }
        }

        @Override
        public void error(String error, Payload payload) {
            if (isWaiting()) {
                finish(
                        new WampMessage.Error(
                                WampMessage.INVOCATION, request, Map.of(), error, payload));
            }
        }

        private void finish(WampMessage answer) {
            over = true;
            invocations.remove(request);
            link.send(answer);
        }

        @Override
        public boolean isWaiting() {
            return !over && state == State.OPEN;
        }
    }

    // The end.

    @Override
    public void onFault(ProtocolFault fault) {
        if (state == State.CLOSED) {
            return;
        }
        String said = String.valueOf(fault.getMessage());
        link.send(new WampMessage.Abort(Map.of("message", said), fault.reason()));
        end(fault.reason(), said);
    }

    private void end(WampMessage.Abort abort) throws ProtocolFault {
        end(abort.reason(), Dict.text(abort.details(), "message").orElse(""));
    }

    private void end(String why, String said) {
        reason = why;
        message = said;
        state = State.CLOSED;
        link.close();
    }

    /** What the router does not take fails here, or fails at who waits for it there. */
    @Override
    public void onUnsendable(WampMessage unsent, String why) {
        switch (unsent) {
            case WampMessage.Yield result ->
                    link.send(
                            new WampMessage.Error(
                                    WampMessage.INVOCATION,
                                    result.request(),
                                    Map.of(),
                                    WampErrors.PAYLOAD_SIZE_EXCEEDED,
                                    said(why)));
            case WampMessage.Error error when !error.payload().equals(Payload.NONE) ->
                    link.send(
                            new WampMessage.Error(
                                    error.requestType(),
                                    error.request(),
                                    Map.of(),
                                    error.error(),
                                    Payload.NONE));
            case WampMessage.Call call -> fail(call.request(), why);
            case WampMessage.Publish publish -> fail(publish.request(), why);
            default -> {}
        }
    }

    private void fail(long request, String why) {
        requests.fail(request, WampErrors.PAYLOAD_SIZE_EXCEEDED, said(why));
    }

    @Override
    public void onClosed() {
        state = State.CLOSED;
        invocations.clear();
        requests.failAll(WampErrors.CANCELED, said("the session has ended"));
        listener.onLeft(reason, message);
    }
}
