package dev.tare.specimen.app.wamp;

import dev.tare.base.time.DelayQueue;
import dev.tare.specimen.app.http.AppLoop;
import dev.tare.specimen.app.wamp.callee.Arithmetic;
import dev.tare.specimen.app.wamp.client.ClientSession;
import dev.tare.specimen.app.wamp.client.Procedure;
import dev.tare.specimen.app.wamp.client.RequestListener;
import dev.tare.specimen.app.wamp.client.SessionListener;
import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.transport.LinkCounters;
import dev.tare.specimen.app.wamp.transport.LinkOpening;
import dev.tare.specimen.app.wamp.transport.LinkOptions;
import dev.tare.specimen.app.wamp.transport.WampTransports;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Callees on one loop, each with a link of its own. One that loses its router, or does not find it,
 * tries again: routers and callees start in any order.
 *
 * <p>Thread-safety: the loop's thread, and before it runs the one that makes them.
 */
final class Callees {
    /** How long a callee waits before it tries again. */
    private static final long RETRY_NS = 250_000_000L;

    private final AppLoop loop;
    private final WampTransports transports;
    private final LinkCounters links = new LinkCounters();
    private final Consumer<String> log;
    private final List<Callee> callees = new ArrayList<>();
    private String problem = "";
    private long invocations;
    private int ready;

    /**
     * Makes them; {@link #connect} lets them begin.
     *
     * @param groups callees of several kinds
     * @param log told of problems, each once until another one comes, and of being ready
     */
    Callees(AppLoop loop, List<CalleeOptions> groups, Consumer<String> log) {
        this.loop = loop;
        this.log = log;
        transports = new WampTransports(loop, LinkOptions.standard(), links);
        for (CalleeOptions group : groups) {
            for (int i = 0; i < group.callees(); i++) {
                callees.add(new Callee(group));
            }
        }
    }

    void connect() {
        callees.forEach(Callee::connect);
    }

    /** Whether all of them offer all they are to offer. */
    boolean isReady() {
        return ready == callees.size();
    }

    /** Why they are not ready; empty where nothing has gone wrong. */
    String problem() {
        return problem;
    }

    /** In Prometheus' text format, version 0.0.4. */
    String prometheus() {
        return "# HELP wamp_callee_invocations_total Invocations.\n"
                + "# TYPE wamp_callee_invocations_total counter\nwamp_callee_invocations_total "
                + invocations
                + "\n# HELP wamp_callees_ready Callees that offer what they are to offer.\n"
                + "# TYPE wamp_callees_ready gauge\nwamp_callees_ready "
                + ready
                + "\n"
                + links.prometheus();
    }

    private void onProblem(String what) {
        if (!what.equals(problem)) {
            problem = what;
            log.accept(what);
        }
    }

    private void onReady() {
        ready++;
        if (isReady()) {
            problem = "";
            log.accept("ready");
        }
    }

    /** One of them. */
    private final class Callee extends DelayQueue.Entry implements LinkOpening, SessionListener {
        private final CalleeOptions options;
        private int registered;

        Callee(CalleeOptions options) {
            this.options = options;
        }

        void connect() {
            options.target().open(transports, this);
        }

        @Override
        public void onDue() {
            connect();
        }

        private void retry() {
            ready -= registered == options.procedures().size() ? 1 : 0;
            registered = 0;
            loop.waitFor(this, RETRY_NS);
        }

        @Override
        public LinkHandler onLink(WampLink link) {
            return ClientSession.join(link, options.join(), this);
        }

        @Override
        public void onFailure(String why) {
            onProblem(why);
            retry();
        }

        @Override
        public void onJoined(ClientSession joined) {
            for (Arithmetic procedure : options.procedures()) {
                Procedure counted =
                        (invocation, caller) -> {
                            invocations++;
                            procedure.invoke(invocation, caller);
                        };
                joined.register(
                        procedure.uri(),
                        options.registerOptions(),
                        counted,
                        new Offer(procedure.uri(), joined));
            }
        }

        @Override
        public void onLeft(String reason, String message) {
            onProblem("the session has ended: %s %s".formatted(reason, message).strip());
            retry();
        }

        private final class Offer implements RequestListener {
            private final String procedure;
            private final ClientSession joined;

            Offer(String procedure, ClientSession joined) {
                this.procedure = procedure;
                this.joined = joined;
            }

            @Override
            public void onDone(long id) {
                registered++;
                if (registered == options.procedures().size()) {
                    onReady();
                }
            }

            @Override
            public void onError(String error, Payload payload) {
                onProblem("%s cannot be registered: %s".formatted(procedure, error));
                joined.leave();
            }
        }
    }
}
