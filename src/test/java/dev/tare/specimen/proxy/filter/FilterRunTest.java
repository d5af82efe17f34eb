package dev.tare.specimen.proxy.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.Field;
import dev.tare.io.wire.BodySink;
import dev.tare.specimen.proxy.config.FilterConfig;
import dev.tare.specimen.proxy.config.FilterRule;
import dev.tare.specimen.proxy.filter.FilterAnswer.Reason;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a filter can rely on, whatever it does: the contract that every filter joins by. */
final class FilterRunTest {
    private static final MemorySegment BYTES = Arena.ofAuto().allocate(100);

    private final List<String> calls = new ArrayList<>();
    private final FilterRun run = new FilterRun();

    /** Says what it is asked, watches all bodies, and denies what it is told to. */
    private final class Recorder implements Filter {
        private final String name;
        private final String denied;

        Recorder(String name, String denied) {
            this.name = name;
            this.denied = denied;
        }

        @Override
        public Verdict onRequestHead(FilterCall call) {
            call.watchRequestBody();
            return note("request", call.status() + "," + call.lengthBytes(), call);
        }

        @Override
        public Verdict onRequestBody(FilterCall call, MemorySegment bytes, long at, int length) {
            return note("request-body", at + "," + length + "," + call.shownBytes(), call);
        }

        @Override
        public Verdict onResponseHead(FilterCall call) {
            call.watchResponseBody();
            return note("response", call.status() + "," + call.lengthBytes(), call);
        }

        @Override
        public Verdict onResponseBody(FilterCall call, MemorySegment bytes, long at, int length) {
            return note("response-body", at + "," + length + "," + call.shownBytes(), call);
        }

        @Override
        public void onEnd(FilterCall call) {
            calls.add(name + " end");
        }

        private Verdict note(String what, String seen, FilterCall call) {
            calls.add(name + " " + what + " " + seen);
            if (!what.equals(denied)) {
                return Verdict.CONTINUE;
            }
            byte[] text = "no\n".getBytes(StandardCharsets.US_ASCII);
            call.answer().begin(418, Reason.FILTER_DENIED, text).field(text, 7);
            return Verdict.ANSWER;
        }
    }

    private static FilterChain chain(Filter... filters) {
        SharedFilter[] shared = new SharedFilter[filters.length];
        for (int i = 0; i < filters.length; i++) {
            Filter filter = filters[i];
            FilterRule rule = new FilterRule.BodyLimit(OptionalLong.of(1), OptionalLong.empty());
            FilterConfig config = new FilterConfig("f" + i, rule);
            shared[i] = new SharedFilter(config, "f" + i, new AtomicLong(), _ -> filter);
        }
        return new FilterChain(shared, filters);
    }

    private boolean request(FilterChain chain) {
        return run.request(chain, Heads.request(), FilterCall.UNKNOWN, 5, 9);
    }

    private static void show(@Nullable BodySink watch, long offset, int length) {
        Objects.requireNonNull(watch, "nobody watches").onBody(BYTES, offset, length);
    }

    @Test
    void requestsPassForwardsAndResponsesBackwards() {
        FilterChain chain = chain(new Recorder("a", ""), new Recorder("b", ""));

        assertThat(request(chain)).isTrue();
        show(run.requestWatch(), 3, 10);
        show(run.requestWatch(), 0, 5);
        assertThat(run.response(Heads.response(), 200, 7, 10)).isTrue();
        show(run.responseWatch(), 1, 7);
        run.end();
        run.end();

        assertThat(calls)
                .containsExactly(
                        "a request 0,-1",
                        "b request 0,-1",
                        "a request-body 3,10,10",
                        "b request-body 3,10,10",
                        "a request-body 0,5,15",
                        "b request-body 0,5,15",
                        "b response 200,7",
                        "a response 200,7",
                        "b response-body 1,7,7",
                        "a response-body 1,7,7",
                        "a end",
                        "b end");
        assertThat(run.isDenied()).isFalse();
        assertThat(run.isOn()).isFalse();
    }

    @Test
    void whatIsDeniedGoesNoFurther() {
        FilterChain chain = chain(new Recorder("a", "request"), new Recorder("b", ""));

        assertThat(request(chain)).isFalse();
        assertThat(run.isDenied()).isTrue();
        assertThat(run.denier().label()).isEqualTo("f0");
        assertThat(run.denier().note(run.denial().reason())).isEqualTo("filter_denied:f0");
        assertThat(run.denial().status()).isEqualTo(418);
        assertThat(run.denial().fieldNumber(0)).isEqualTo(7);
        run.end();
        assertThat(calls).containsExactly("a request 0,-1", "a end", "b end");
        assertThat(run.isDenied()).isFalse();
    }

    @Test
    void aBodyIsShownNoMoreWhenItIsDenied() {
        FilterChain chain = chain(new Recorder("a", ""), new Recorder("b", "response-body"));

        assertThat(request(chain)).isTrue();
        assertThat(run.response(Heads.response(), 200, FilterCall.UNKNOWN, 10)).isTrue();
        calls.clear();
        show(run.responseWatch(), 0, 1);
        show(run.responseWatch(), 0, 1);

        assertThat(run.isDenied()).isTrue();
        assertThat(run.denier().label()).isEqualTo("f1");
        assertThat(calls).containsExactly("b response-body 0,1,1");
    }

    @Test
    void nobodyWatchesABodyWhoHasNotAskedFor() {
        FilterChain chain = chain(new Filter() {});

        assertThat(request(chain)).isTrue();
        assertThat(run.response(Heads.response(), 200, FilterCall.UNKNOWN, 10)).isTrue();
        assertThat(run.requestWatch()).isNull();
        assertThat(run.responseWatch()).isNull();
    }

    @Test
    void theNextRequestBeginsAnew() {
        FilterChain chain = chain(new Recorder("a", "request"));
        assertThat(request(chain)).isFalse();
        FilterChain other = chain(new Filter() {});

        assertThat(request(other)).isTrue();
        assertThat(run.requestWatch()).isNull();
        assertThat(run.isThrough(other)).isTrue();
        assertThat(run.isThrough(chain)).isFalse();
        assertThat(calls).containsExactly("a request 0,-1", "a end");
    }

    @Test
    void everyRunHasANumberOfItsOwnAndAHeadOnlyDuringACall() {
        assertThat(run.id()).isNotEqualTo(new FilterRun().id());
        assertThat(request(chain(new Filter() {}))).isTrue();
        assertThatThrownBy(run::fields).isInstanceOf(IllegalStateException.class);
        assertThat(run.clientKey()).isEqualTo(5);
        assertThat(run.nowNs()).isEqualTo(9);
    }

    @Test
    void changesAreBoundedInNumber() {
        FieldEdits edits =
                FieldEdits.of(
                        new FilterRule.Edits(List.of(new Field("a", "b")), List.of(), List.of()));
        Filter eager =
                new Filter() {
                    @Override
                    public Verdict onRequestHead(FilterCall call) {
                        for (int i = 0; i <= SharedFilter.MAX_CHAIN; i++) {
                            call.edit(edits);
                        }
                        return Verdict.CONTINUE;
                    }
                };
        assertThatThrownBy(() -> request(chain(eager)))
                .hasMessage("a head is changed 64 times at most");
    }
}
