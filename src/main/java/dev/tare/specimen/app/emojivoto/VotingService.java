package dev.tare.specimen.app.emojivoto;

import dev.tare.specimen.app.http.PrometheusText;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * The voting service: a method for each emoji, and the results. Every instance counts for itself.
 *
 * <p>Thread-safety: any thread; delays pass on the service's own threads, which never block.
 */
public final class VotingService {
    /** How many delayed votes may wait; more are refused. */
    static final int MAX_WAITING = 10_000;

    /** The longest delay of a vote. */
    public static final long MAX_DELAY_NS = 60_000_000_000L;

    /**
     * What is made to go wrong.
     *
     * @param failureRate the share of votes for the doughnut that fail, 0 to 1
     * @param delayNs how long every vote takes, 0 to {@link #MAX_DELAY_NS}
     */
    public record Faults(double failureRate, long delayNs) {
        /** Nothing goes wrong. */
        public static final Faults NONE = new Faults(0, 0);

        /** Every vote for the doughnut fails, as in the images v10 and v11 of the original. */
        public static final Faults DOUGHNUT = new Faults(1, 0);

        public Faults {
            if (!(failureRate >= 0 && failureRate <= 1)) {
                throw new IllegalArgumentException(
                        "failure rate: %s must be 0 to 1".formatted(failureRate));
            }
            if (delayNs < 0 || delayNs > MAX_DELAY_NS) {
                throw new IllegalArgumentException(
                        "artificial delay: %d ns must be 0 to %d s"
                                .formatted(delayNs, TimeUnit.NANOSECONDS.toSeconds(MAX_DELAY_NS)));
            }
        }
    }

    private final Faults faults;
    private final Poll[] polls;
    private final AtomicLongArray votes = new AtomicLongArray(Emoji.ELECTABLE.size());
    private final AtomicInteger waiting = new AtomicInteger();
    private final ServiceCounters counters = new ServiceCounters();
    private final EventLoopGroup loops;

    private VotingService(int instances, Faults faults, EventLoopGroup loops) {
        this.faults = faults;
        this.loops = loops;
        polls = Stream.generate(Poll::new).limit(instances).toArray(Poll[]::new);
    }

    /**
     * Starts the service.
     *
     * @throws IOException when it cannot listen; the message names the address
     */
    public static GrpcService start(ServiceOptions options, Faults faults) throws IOException {
        EventLoopGroup loops = NettyLoops.start("voting", options.threads());
        VotingService service = new VotingService(options.instances(), faults, loops);
        return GrpcService.start(
                new GrpcService.Parts(
                        Interface.VOTING_SERVICE,
                        Interface.votingFile(),
                        service.handlers(),
                        service.counters,
                        service::print),
                options.listen(),
                loops);
    }

    private Map<MethodDescriptor<byte[], byte[]>, UnaryHandler> handlers() {
        Map<MethodDescriptor<byte[], byte[]>, UnaryHandler> handlers = new LinkedHashMap<>();
        for (int i = 0; i < Emoji.ELECTABLE.size(); i++) {
            handlers.put(Interface.VOTES.get(i), handler(Interface.VOTES.get(i), voteFor(i)));
        }
        handlers.put(
                Interface.RESULTS,
                handler(
                        Interface.RESULTS,
                        (instance, request, answer) -> {
                            Wire.readEmpty(request);
                            answer.send(Wire.results(polls[instance].results()));
                        }));
        return handlers;
    }

    private UnaryHandler handler(
            MethodDescriptor<byte[], byte[]> name, UnaryHandler.Method method) {
        return new UnaryHandler(polls.length, counters.of(name), method);
    }

    private UnaryHandler.Method voteFor(int emoji) {
        boolean mayFail = Emoji.ELECTABLE.get(emoji).shortcode().equals(Emoji.DOUGHNUT);
        return (instance, request, answer) -> {
            Wire.readEmpty(request);
            if (mayFail && fails()) {
                answer.fail(Status.UNKNOWN.withDescription("ERROR"));
            } else {
                vote(instance, emoji, answer);
            }
        };
    }

    private boolean fails() {
        return faults.failureRate() > 0
                && ThreadLocalRandom.current().nextDouble() < faults.failureRate();
    }

    private void vote(int instance, int emoji, UnaryHandler.Answer answer) {
        if (faults.delayNs() == 0) {
            count(instance, emoji, answer);
        } else if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            answer.fail(
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            "%d votes wait already".formatted(MAX_WAITING)));
        } else {
            var _ =
                    loops.schedule(
                            () -> {
                                waiting.decrementAndGet();
                                count(instance, emoji, answer);
                            },
                            faults.delayNs(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void count(int instance, int emoji, UnaryHandler.Answer answer) {
        polls[instance].vote(emoji);
        votes.incrementAndGet(emoji);
        answer.send(Wire.EMPTY);
    }

    private void print(PrometheusText text) {
        text.counter("emojivoto_votes_total", "Number of emoji votes, of all instances.");
        for (int i = 0; i < votes.length(); i++) {
            if (votes.get(i) > 0) {
                text.sample(
                        "emojivoto_votes_total",
                        PrometheusText.label("emoji", Emoji.ELECTABLE.get(i).shortcode()),
                        votes.get(i));
            }
        }
    }
}
