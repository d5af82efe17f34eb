package dev.tare.specimen.app.wamp;

import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.LoopThreads;
import dev.tare.specimen.app.http.AppLoop;
import dev.tare.specimen.app.wamp.client.CallListener;
import dev.tare.specimen.app.wamp.client.ClientSession;
import dev.tare.specimen.app.wamp.client.JoinOptions;
import dev.tare.specimen.app.wamp.client.RequestListener;
import dev.tare.specimen.app.wamp.client.SessionListener;
import dev.tare.specimen.app.wamp.link.LinkHandler;
import dev.tare.specimen.app.wamp.link.WampLink;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.transport.LinkCounters;
import dev.tare.specimen.app.wamp.transport.LinkOpening;
import dev.tare.specimen.app.wamp.transport.LinkOptions;
import dev.tare.specimen.app.wamp.transport.WampTransports;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session of our client's over a real link, which a test's own thread waits for. */
public final class LoopClient implements AutoCloseable {
    private static final int PATIENCE_S = 30;

    private final AppLoop loop;
    private final LoopThreads thread;
    private final ClientSession session;

    private LoopClient(CalleeTarget target, JoinOptions join) throws IOException {
        loop = new AppLoop(LoopOptions.standard());
        WampTransports transports =
                new WampTransports(loop, LinkOptions.standard(), new LinkCounters());
        CompletableFuture<ClientSession> joined = new CompletableFuture<>();
        loop.execute(() -> target.open(transports, new Opening(join, joined)));
        thread = LoopThreads.start("client", List.of(loop), LoopClient::run, AppLoop::stop);
        session = await(joined);
    }

    private static void run(AppLoop loop) {
        try (loop) {
            loop.run();
        }
    }

    /** Joins, and waits until that is done. */
    public static LoopClient join(CalleeTarget target, JoinOptions join) throws IOException {
        return new LoopClient(target, join);
    }

    private record Opening(JoinOptions join, CompletableFuture<ClientSession> joined)
            implements LinkOpening, SessionListener {
        @Override
        public LinkHandler onLink(WampLink link) {
            return ClientSession.join(link, join, this);
        }

        @Override
        public void onFailure(String why) {
            joined.completeExceptionally(new IOException(why));
        }

        @Override
        public void onJoined(ClientSession session) {
            joined.complete(session);
        }

        @Override
        public void onLeft(String reason, String message) {
            joined.completeExceptionally(new IOException(reason + " " + message));
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    /** Does something with the session on its thread. */
    public void with(Consumer<ClientSession> task) {
        loop.execute(() -> task.accept(session));
    }

    /** Calls a procedure; returns the first result, or {@code error: URI}. */
    public Object call(String procedure, @Nullable Object... args) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        with(open ->
                open.call(
                        procedure,
                        Map.of(),
                        Payload.of(Arrays.asList(args)),
                        new CallListener() {
                            @Override
                            public void onResult(Payload result) {
                                answer.complete(String.valueOf(result.argsOrEmpty().getFirst()));
                            }

                            @Override
                            public void onError(String error, Payload payload) {
                                answer.complete("error: " + error);
                            }
                        }));
        return await(answer);
    }

    /** Makes a request; waits until it is done. */
    public void done(RequestMaker request) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        with(open ->
                request.make(
                        open,
                        new RequestListener() {
                            @Override
                            public void onDone(long id) {
                                answer.complete(id);
                            }

                            @Override
                            public void onError(String error, Payload payload) {
                                answer.completeExceptionally(new IOException(error));
                            }
                        }));
        await(answer);
    }

    /** Asks the session for something. */
    public interface RequestMaker {
        void make(ClientSession session, RequestListener told);
    }

    @Override
    public void close() {
        thread.close();
    }
}
