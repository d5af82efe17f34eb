package dev.tare.specimen.app.wamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.Turns;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampMessage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A peer that says what a test says, and keeps what it hears. */
public final class Peer implements LinkHandler {
    private final Turns turns;
    private final Queue<WampMessage> heard = new ArrayDeque<>();
    private @Nullable WampLink link;
    private boolean closed;
    private long id;
    private long lastRequest;

    Peer(Turns turns) {
        this.turns = turns;
    }

    LinkHandler on(WampLink opened) {
        link = opened;
        return this;
    }

    @Override
    public void onMessage(WampMessage message) {
        heard.add(message);
    }

    @Override
    public void onFault(ProtocolFault fault) {
        throw new AssertionError(fault);
    }

    @Override
    public void onClosed() {
        closed = true;
    }

    private WampLink link() {
        WampLink opened = link;
        if (opened == null) {
            throw new AssertionError("there is no link");
        }
        return opened;
    }

    /** Sends a message, and has all that follows from it happen. */
    public void send(WampMessage message) {
        link().send(message);
        turns.run();
    }

    /** Ends the connection without a word. */
    public void hangUp() {
        link().close();
        turns.run();
    }

    /** The next message, which is of this kind. */
    public <M extends WampMessage> M hear(Class<M> kind) {
        WampMessage next = heard.poll();
        assertThat(next).isInstanceOf(kind);
        return kind.cast(next);
    }

    /** Whether the next message is of this kind; takes it then. */
    public boolean hears(Class<? extends WampMessage> kind) {
        return kind.isInstance(heard.peek()) && heard.poll() != null;
    }

    /** The next message, which is an error of this name. */
    public WampMessage.Error hearError(String error) {
        WampMessage.Error heardError = hear(WampMessage.Error.class);
        assertThat(heardError.error()).isEqualTo(error);
        return heardError;
    }

    /** The end of the session for this reason, and of the connection. */
    public WampMessage.Abort hearAbort(String reason) {
        WampMessage.Abort abort = hear(WampMessage.Abort.class);
        assertThat(abort.reason()).isEqualTo(reason);
        assertThat(closed).isTrue();
        return abort;
    }

    public void hearNothing() {
        assertThat(heard).isEmpty();
        assertThat(closed).isFalse();
    }

    public boolean isClosed() {
        return closed;
    }

    void joined() {
        id = hear(WampMessage.Welcome.class).session();
    }

    /** The session's number. */
    public long id() {
        return id;
    }

    /** Registers a procedure; returns the registration. */
    public long register(String procedure, Map<String, @Nullable Object> options) {
        send(new WampMessage.Register(++lastRequest, options, procedure));
        return hear(WampMessage.Registered.class).registration();
    }

    /** Asks to register a procedure. */
    public void askToRegister(String procedure, Map<String, @Nullable Object> options) {
        send(new WampMessage.Register(++lastRequest, options, procedure));
    }

    /** Calls a procedure; returns the request. */
    public long call(
            String procedure, Map<String, @Nullable Object> options, @Nullable Object... args) {
        send(
                new WampMessage.Call(
                        ++lastRequest,
                        options,
                        procedure,
                        Payload.of(java.util.Arrays.asList(args))));
        return lastRequest;
    }

    /** Calls a procedure without options; returns the request. */
    public long call(String procedure) {
        return call(procedure, Map.of());
    }

    /** Answers an invocation. */
    public void answer(WampMessage.Invocation invocation, @Nullable Object... args) {
        send(
                new WampMessage.Yield(
                        invocation.request(), Map.of(), Payload.of(java.util.Arrays.asList(args))));
    }

    /** Subscribes to a topic; returns the subscription. */
    public long subscribe(String topic, Map<String, @Nullable Object> options) {
        send(new WampMessage.Subscribe(++lastRequest, options, topic));
        return hear(WampMessage.Subscribed.class).subscription();
    }

    /** Publishes an event. */
    public void publish(
            String topic, Map<String, @Nullable Object> options, @Nullable Object... args) {
        send(
                new WampMessage.Publish(
                        ++lastRequest, options, topic, Payload.of(java.util.Arrays.asList(args))));
    }

    /** The arguments of the next event, of this subscription. */
    public List<@Nullable Object> hearEvent(long subscription) {
        WampMessage.Event event = hear(WampMessage.Event.class);
        assertThat(event.subscription()).isEqualTo(subscription);
        return event.payload().argsOrEmpty();
    }
}
