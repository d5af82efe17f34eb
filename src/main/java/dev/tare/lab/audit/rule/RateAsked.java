package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Oddity;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An open loop that does less than 99 % of what it was asked for is saturated (as {@code
 * docs/measurement.md}, rule 3); one request a connection may be in flight at the end. Tools say
 * nothing of it, or only in their log.
 */
final class RateAsked implements Rules.OfOne {
    private static final double MISSED_FROM = 0.01;

    @Override
    public Check check(Block block) {
        Optional<Oddity> behind =
                block.result().oddities().stream()
                        .filter(oddity -> oddity.kind() == Oddity.Kind.FELL_BEHIND)
                        .findFirst();
        OptionalDouble offered = block.asked().offeredRatePerSec();
        if (offered.isPresent() && block.rate().isPresent()) {
            double asked = offered.getAsDouble();
            Printed done = block.rate().get();
            double enough = 1 - MISSED_FROM - unfinished(block, asked);
            double tolerance = block.rateTolerancePerSec();
            if (done.high() < asked * enough * remainderShare(block) - tolerance) {
                return missed(block, asked, done);
            }
            if (done.high() < asked * enough - tolerance) {
                return remainder(block, asked, done);
            }
        }
        if (behind.isPresent()) {
            return new Found(Fault.FELL_BEHIND, Severity.TAINTED)
                    .wrong("The tool says so itself: " + AuditWords.quoted(behind.get().text()))
                    .follows("Requests came late and in bursts: the load is not the one asked for.")
                    .remedy("Use more connections, or a lower rate.")
                    .failed(block);
        }
        return offered.isPresent() && block.rate().isPresent()
                ? new Passed(
                        AuditRule.RATE_ASKED,
                        "%s of %s"
                                .formatted(
                                        AuditWords.rate(block.rate().get()),
                                        AuditWords.rate(offered.getAsDouble())))
                : new NotChecked(AuditRule.RATE_ASKED, "no rate was asked for");
    }

    /**
     * Which share of the rate {@code fortio -n} can reach: what is left when its calls are divided
     * by its threads is done by one of them, one after the other, when all the others have ended.
     */
    private static double remainderShare(Block block) {
        long calls = block.asked().requests().orElse(0);
        long threads = block.asked().connections().orElse(0);
        if (block.tool() != Tool.FORTIO || threads == 0 || calls == 0) {
            return 1;
        }
        return (double) calls / ((calls / threads + calls % threads) * threads);
    }

    private static Check remainder(Block block, double asked, Printed done) {
        return new Found(Fault.RATE_MISSED, Severity.REMARK)
                .wrong(
                        "%s were asked for and %s done: %s less."
                                .formatted(
                                        AuditWords.rate(asked),
                                        AuditWords.rate(done),
                                        Words.percent(1 - done.value() / asked)))
                .follows(
                        "fortio has one of its threads do what is left when the calls are divided"
                                + " by the threads: towards the end the rate was that thread's.")
                .remedy("Ask for a whole number of calls a thread, or for a time (-t).")
                .figure("rate_asked", Unit.PER_SEC, asked)
                .figure("rate_done", Unit.PER_SEC, done.value())
                .weight(1 - done.value() / asked)
                .failed(block);
    }

    private static double unfinished(Block block, double askedPerSec) {
        double connections = block.connections().map(Range::high).orElse(0.0);
        double planned = askedPerSec * block.durationNs().orElse(0) / 1e9;
        return planned > 0 ? connections / planned : 0;
    }

    private static Check missed(Block block, double asked, Printed done) {
        double missing = 1 - done.value() / asked;
        return new Found(Fault.RATE_MISSED, Severity.TAINTED)
                .wrong(
                        "%s were asked for and %s done: %s less."
                                .formatted(
                                        AuditWords.rate(asked),
                                        AuditWords.rate(done),
                                        Words.percent(missing)))
                .follows(
                        block.fromIntended()
                                ? "The backlog grows all the time, and the times with it: they say"
                                        + " how long the run was."
                                : "The load was not the one asked for, and its times are those of a"
                                        + " saturated server or generator.")
                .remedy("Repeat at a rate below the highest; quote the rate that was reached.")
                .figure("rate_asked", Unit.PER_SEC, asked)
                .figure("rate_done", Unit.PER_SEC, done.value())
                .weight(missing)
                .failed(block);
    }
}
