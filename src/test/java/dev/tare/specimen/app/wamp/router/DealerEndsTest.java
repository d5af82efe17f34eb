package dev.tare.specimen.app.wamp.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.app.wamp.Peer;
import dev.tare.specimen.app.wamp.RouterBed;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampMessage;
import dev.tare.specimen.app.wamp.message.WampMessage.Cancel;
import dev.tare.specimen.app.wamp.message.WampMessage.Interrupt;
import dev.tare.specimen.app.wamp.message.WampMessage.Invocation;
import dev.tare.specimen.app.wamp.message.WampMessage.Result;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that end before their result: cancelled, timed out, or left by one of the two. */
final class DealerEndsTest {
    private static final String SLOW = "com.example.slow";
    private static final long MS = 1_000_000L;
    private static final Map<String, @Nullable Object> NONE = Map.of();

    private final RouterBed bed = new RouterBed();
    private final Peer able = bed.join(RouterBed.ABLE_CALLEE);
    private final Peer plain = bed.join();
    private final Peer caller = bed.join();

    private static Cancel cancel(long request, String mode) {
        return new Cancel(request, Map.of("mode", mode));
    }

    /** Nothing is left: neither of the call nor of a wait. */
    private void nothingIsPending() {
        assertThat(bed.router().prometheus())
                .contains("wamp_invocations_pending{realm=\"realm1\"} 0\n");
        assertThat(bed.waits()).isZero();
    }

    private static void fails(Peer callee, Invocation invocation, String error) {
        callee.send(
                new WampMessage.Error(
                        WampMessage.INVOCATION, invocation.request(), NONE, error, Payload.NONE));
    }

    @Test
    void skipAnswersTheCallerAndLetsTheCalleeWork() {
        able.register(SLOW, NONE);
        long request = caller.call(SLOW);
        Invocation invocation = able.hear(Invocation.class);
        caller.send(cancel(request, "skip"));
        assertThat(caller.hearError(WampErrors.CANCELED).request()).isEqualTo(request);
        able.hearNothing();
        able.answer(invocation, "too late");
        caller.hearNothing();
        nothingIsPending();
    }

    @Test
    void killWaitsForTheCallee() {
        able.register(SLOW, NONE);
        long request = caller.call(SLOW);
        Invocation invocation = able.hear(Invocation.class);
        caller.send(cancel(request, "kill"));
        caller.send(cancel(request, "kill"));
        assertThat(able.hear(Interrupt.class))
                .isEqualTo(new Interrupt(invocation.request(), Map.of("mode", "kill")));
        able.hearNothing();
        caller.hearNothing();
        fails(able, invocation, WampErrors.CANCELED);
        caller.hearError(WampErrors.CANCELED);
        nothingIsPending();
    }

    @Test
    void aResultThatWasOnItsWayIsGivenAfterKill() {
        able.register(SLOW, NONE);
        long request = caller.call(SLOW);
        caller.send(cancel(request, "kill"));
        able.answer(able.hear(Invocation.class), "done");
        caller.hear(Result.class);
        nothingIsPending();
    }

    @Test
    void killNoWaitTellsBothAtOnce() {
        able.register(SLOW, NONE);
        long request = caller.call(SLOW);
        Invocation invocation = able.hear(Invocation.class);
        caller.send(cancel(request, "killnowait"));
        caller.hearError(WampErrors.CANCELED);
        assertThat(able.hear(Interrupt.class).options()).isEqualTo(Map.of("mode", "killnowait"));
        nothingIsPending();
        fails(able, invocation, WampErrors.CANCELED);
        able.answer(invocation, "too late");
        able.hearNothing();
        caller.hearNothing();
    }

    @Test
    void killNoWaitFollowsKill() {
        able.register(SLOW, NONE);
        long request = caller.call(SLOW);
        caller.send(cancel(request, "kill"));
        caller.send(cancel(request, "killnowait"));
        caller.hearError(WampErrors.CANCELED);
        nothingIsPending();
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip", "kill", "killnowait"})
    void aCalleeThatCannotBeInterruptedIsLeftToItsWork(String mode) {
        plain.register(SLOW, Map.of("concurrency", 1L));
        long request = caller.call(SLOW);
        Invocation invocation = plain.hear(Invocation.class);
        caller.send(cancel(request, mode));
        caller.hearError(WampErrors.CANCELED);
        plain.hearNothing();
        caller.call(SLOW);
        caller.hearError(WampErrors.MAX_CONCURRENCY_REACHED);
        plain.answer(invocation, "too late");
        caller.call(SLOW);
        caller.hearNothing();
    }

    @Test
    void cancellingWhatIsOverDoesNothing() {
        able.register(SLOW, NONE);
        long request = caller.call(SLOW);
        able.answer(able.hear(Invocation.class));
        caller.hear(Result.class);
        caller.send(cancel(request, "kill"));
        caller.send(cancel(4711, "kill"));
        caller.hearNothing();
        able.hearNothing();
    }

    @Test
    void anUnknownModeIsAViolation() {
        caller.send(cancel(1, "gently"));
        caller.hearAbort(WampErrors.PROTOCOL_VIOLATION);
    }

    @Test
    void nobodyCancelsTheCallOfAnother() {
        able.register(SLOW, NONE);
        long request = caller.call(SLOW);
        plain.send(cancel(request, "killnowait"));
        caller.hearNothing();
        able.hear(Invocation.class);
        able.hearNothing();
    }

    @Test
    void aCallTimesOut() {
        able.register(SLOW, NONE);
        caller.call(SLOW, Map.of("timeout", 100L));
        assertThat(able.hear(Invocation.class).details()).isEmpty();
        bed.pass(99 * MS);
        caller.hearNothing();
        bed.pass(MS);
        caller.hearError(WampErrors.TIMEOUT);
        assertThat(able.hear(Interrupt.class).options()).isEqualTo(Map.of("mode", "killnowait"));
        nothingIsPending();
    }

    @Test
    void aResultEndsTheWait() {
        able.register(SLOW, NONE);
        caller.call(SLOW, Map.of("timeout", 100L));
        able.answer(able.hear(Invocation.class));
        caller.hear(Result.class);
        nothingIsPending();
        bed.pass(100 * MS);
        caller.hearNothing();
    }

    @Test
    void theWaitBeginsAnewWithEveryPartialResult() {
        able.register(SLOW, NONE);
        caller.call(SLOW, Map.of("timeout", 100L, "receive_progress", true));
        long invocation = able.hear(Invocation.class).request();
        for (int i = 0; i < 3; i++) {
            bed.pass(99 * MS);
            able.send(new WampMessage.Yield(invocation, Map.of("progress", true), Payload.NONE));
            caller.hear(Result.class);
        }
        bed.pass(100 * MS);
        caller.hearError(WampErrors.TIMEOUT);
    }

    @Test
    void aTimeoutIsHandedToACalleeThatMindsItItself() {
        Peer minding = bed.join(Map.of("callee", Map.of("features", Map.of("call_timeout", true))));
        minding.register(SLOW, Map.of("forward_timeout", true));
        caller.call(SLOW, Map.of("timeout", 100L));
        assertThat(minding.hear(Invocation.class).details()).isEqualTo(Map.of("timeout", 100L));
        bed.pass(100 * MS);
        caller.hearNothing();
    }

    @Test
    void timeoutsAreCutToTheLongestOne() {
        able.register(SLOW, NONE);
        caller.call(SLOW, Map.of("timeout", Long.MAX_VALUE));
        bed.pass(Dealer.MAX_TIMEOUT_MS * MS - 1);
        caller.hearNothing();
        bed.pass(1);
        caller.hearError(WampErrors.TIMEOUT);
    }

    @Test
    void theCallsOfACalleeThatDiesAreCancelled() {
        plain.register(SLOW, NONE);
        long request = caller.call(SLOW);
        plain.hangUp();
        assertThat(caller.hearError(WampErrors.CANCELED).request()).isEqualTo(request);
        caller.call(SLOW);
        caller.hearError(WampErrors.NO_SUCH_PROCEDURE);
        nothingIsPending();
    }

    @Test
    void theOthersTakeTheCallsOfOneThatDies() {
        able.register(SLOW, Map.of("invoke", "first"));
        plain.register(SLOW, Map.of("invoke", "first"));
        able.hangUp();
        caller.call(SLOW);
        plain.hear(Invocation.class);
    }

    @Test
    void aCalleeIsInterruptedWhenItsCallerDies() {
        able.register(SLOW, NONE);
        caller.call(SLOW, Map.of("timeout", 100L));
        Invocation invocation = able.hear(Invocation.class);
        caller.hangUp();
        assertThat(able.hear(Interrupt.class))
                .isEqualTo(new Interrupt(invocation.request(), Map.of("mode", "killnowait")));
        nothingIsPending();
        able.answer(invocation, "too late");
        able.hearNothing();
    }

    @Test
    void aPlainCalleeWorksOnForACallerThatIsGone() {
        plain.register(SLOW, NONE);
        caller.call(SLOW);
        Invocation invocation = plain.hear(Invocation.class);
        caller.hangUp();
        plain.hearNothing();
        plain.answer(invocation, "too late");
        plain.hearNothing();
        nothingIsPending();
    }

    @Test
    void aSessionThatCallsItselfCanDie() {
        able.register(SLOW, NONE);
        able.call(SLOW);
        able.hear(Invocation.class);
        able.hangUp();
        nothingIsPending();
        caller.call(SLOW);
        assertThat(caller.hearError(WampErrors.NO_SUCH_PROCEDURE).payload().argsOrEmpty())
                .isEqualTo(List.of("no callee registered for procedure '" + SLOW + "'"));
    }
}
