package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Answers.Sizes;
import dev.tare.lab.foreign.reader.result.Answers.Sockets;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.List;
import java.util.Optional;

/**
 * Calls per socket against keep-alive. A server that closes after N requests makes every connection
 * need a new socket each N calls: the calls over N lie between the sockets beyond the first and all
 * of them. Two limits are looked for: 100 (nginx's {@code keepalive_requests} before 1.19.10,
 * Apache's {@code MaxKeepAliveRequests}) and 1,000 (nginx since).
 *
 * <p>The heads tell too: {@code Connection: close} is 5 bytes shorter than {@code Connection:
 * keep-alive}, and one answer in N has it.
 */
final class KeepAlive implements Rules.OfOne {
    private static final List<Integer> LIMITS = List.of(100, 1_000);

    /** Connections that were lost for another reason. */
    private static final double OTHER_REASONS = 0.05;

    /** Fewer new connections than this have no pattern. */
    private static final int PATTERN_FROM = 3;

    /** As {@code docs/measurement.md}, rule 9: new connections a request. */
    private static final double TAINTED_FROM = 0.001;

    private static final int CLOSE_IS_SHORTER_BYTES = 5;

    @Override
    public Check check(Block block) {
        Optional<Sockets> printed = block.answers().sockets();
        if (printed.isEmpty() || printed.get().perfect().isEmpty() || block.requests().isEmpty()) {
            return new NotChecked(AuditRule.KEEP_ALIVE, "no sockets printed");
        }
        long opened = printed.get().opened();
        long perfect = printed.get().perfect().getAsLong();
        if (opened == 0) {
            return notCounted(block, perfect);
        }
        double calls =
                block.requests().getAsDouble() + block.result().done().warmupRequests().orElse(0);
        long failed = block.answers().errors().values().stream().mapToLong(Long::longValue).sum();
        double extra = Math.max(0, opened - perfect - failed);
        for (int limit : LIMITS) {
            double expected = calls / limit;
            if (extra >= PATTERN_FROM
                    && expected >= extra * (1 - OTHER_REASONS)
                    && expected <= opened * (1 + OTHER_REASONS)) {
                return closedEvery(block, limit, opened, perfect);
            }
        }
        if (extra / calls > TAINTED_FROM) {
            return reconnected(block, opened, perfect);
        }
        return new Passed(
                AuditRule.KEEP_ALIVE,
                "%s sockets for %s connections"
                        .formatted(Words.count(opened), Words.count(perfect)));
    }

    private static Check notCounted(Block block, long perfect) {
        return new Found(Fault.NOT_COUNTED, Severity.REMARK)
                .wrong(
                        "“Sockets used: 0” for %s%s."
                                .formatted(
                                        Words.plural(perfect, "connection"),
                                        headsAreZero(block) ? ", and heads of 0 bytes" : ""))
                .follows(
                        "fortio's standard client (TLS, HTTP/2) does not count them: 0 is not"
                                + " “none”, and whether connections lived cannot be told.")
                .remedy("Count new connections at the server, or with a tool that does over TLS.")
                .figure("sockets", Unit.COUNT, 0)
                .figure("connections", Unit.COUNT, perfect)
                .failed(block);
    }

    private static boolean headsAreZero(Block block) {
        return block.answers()
                .headBytes()
                .flatMap(Sizes::max)
                .filter(max -> max.value() == 0)
                .isPresent();
    }

    private static Check closedEvery(Block block, int limit, long opened, long perfect) {
        double requests = block.requests().getAsDouble();
        return figures(new Found(Fault.CLOSED_EVERY_N, Severity.TAINTED), block, opened, perfect)
                .wrong(
                        ("%s calls took %s sockets where %s would do, %s calls a socket: each is "
                                        + "closed after %s requests%s.")
                                .formatted(
                                        Words.count((long) requests),
                                        Words.count(opened),
                                        Words.count(perfect),
                                        Words.significant(requests / opened, 3),
                                        Words.count(limit),
                                        shorterHeads(block)))
                .follows(
                        ("One request in %s waits for a new connection: the tail beyond p%s, and "
                                        + "part of the mean, is connecting.")
                                .formatted(Words.count(limit), limit == 100 ? "99" : "99.9"))
                .remedy(
                        "Raise the server's limit (nginx: keepalive_requests), and let no proxy"
                                + " hand its “Connection: close” on to the client.")
                // The clearest is told: where connections hardly died of anything else.
                .weight(Math.min(1, requests / opened / limit))
                .failed(block);
    }

    private static Check reconnected(Block block, long opened, long perfect) {
        double requests = block.requests().getAsDouble();
        return figures(new Found(Fault.RECONNECTED, Severity.TAINTED), block, opened, perfect)
                .wrong(
                        "%s calls took %s sockets where %s would do, %s calls a socket%s."
                                .formatted(
                                        Words.count((long) requests),
                                        Words.count(opened),
                                        Words.count(perfect),
                                        Words.significant(requests / opened, 3),
                                        shorterHeads(block)))
                .follows("Rate and times have connecting in them.")
                .remedy("Find out who closes: the server, the proxy, or the tool's own flags.")
                .failed(block);
    }

    private static Found figures(Found found, Block block, long opened, long perfect) {
        double requests = block.requests().orElseThrow();
        return found.figure("calls", Unit.COUNT, requests)
                .figure("sockets", Unit.COUNT, opened)
                .figure("connections", Unit.COUNT, perfect)
                .figure("calls_per_socket", Unit.COUNT, requests / opened)
                .weight((opened - perfect) / requests);
    }

    /** What the heads say of it, where they differ by just those bytes. */
    private static String shorterHeads(Block block) {
        return block.answers()
                .headBytes()
                .filter(heads ->
                        heads.mean().isPresent()
                                && heads.min().isPresent()
                                && heads.max().isPresent())
                .filter(heads ->
                        heads.max().get().value() - heads.min().get().value()
                                == CLOSE_IS_SHORTER_BYTES)
                .map(heads ->
                        (heads.max().get().value() - heads.mean().get().value())
                                / CLOSE_IS_SHORTER_BYTES)
                .map(share ->
                        (" (in %s of the answers the head is 5 bytes shorter, as “close” is than "
                                        + "“keep-alive”)")
                                .formatted(Words.percent(share)))
                .orElse("");
    }
}
