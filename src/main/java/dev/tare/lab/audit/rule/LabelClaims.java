package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.Failed;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Labels.Claim;
import dev.tare.lab.foreign.reader.result.Labels.Subject;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words around a block against its figures: connections against what the tool says it had, or
 * else against rate × mean (Little's law); the duration against requests / rate. A person rounds: a
 * tenth of the connections, a fifth of the duration are let be.
 */
final class LabelClaims implements Rules.OfOne {
    private static final double CONNECTIONS_ROUNDED = 0.1;
    private static final double DURATION_ROUNDED = 0.2;
    private static final String REMEDY =
            "Look up the command that was run; correct the label, or throw the figures away.";

    @Override
    public Check check(Block block) {
        List<AuditFinding> findings = new ArrayList<>();
        int looked = connections(block, findings) + duration(block, findings);
        if (!findings.isEmpty()) {
            return new Failed(AuditRule.LABELS, findings);
        }
        return looked == 0
                ? new NotChecked(AuditRule.LABELS, "no label claims a figure that was printed")
                : new Passed(AuditRule.LABELS, Words.plural(looked, "claim") + " agree");
    }

    private static int connections(Block block, List<AuditFinding> findings) {
        Optional<Claim> said = block.claimedConnections();
        if (said.isEmpty()) {
            return 0;
        }
        Claim claim = said.get();
        if (block.connections().isPresent()) {
            Range had = block.connections().get();
            Range allowed = new Range(claim.low(), claim.high()).widened(CONNECTIONS_ROUNDED);
            if (!allowed.overlaps(had)) {
                findings.add(
                        contradiction(claim, had.high())
                                .wrong(
                                        "%s claims %s connections; the tool had %s."
                                                .formatted(
                                                        AuditWords.quoted(claim.text()),
                                                        Words.count(Math.round(claim.high())),
                                                        Words.count(Math.round(had.high()))))
                                .in(block));
            }
            return 1;
        }
        return inFlight(block, claim, findings);
    }

    private static int inFlight(Block block, Claim claim, List<AuditFinding> findings) {
        if (block.inFlight().isEmpty() || block.fromIntended()) {
            return 0;
        }
        Range inFlight = block.inFlight().get();
        boolean tooMany = inFlight.low() > claim.high() * (1 + CONNECTIONS_ROUNDED);
        boolean tooFew =
                block.asked().loop() == Loop.CLOSED
                        && inFlight.high() < claim.low() * (1 - CONNECTIONS_ROUNDED);
        if (tooMany || tooFew) {
            findings.add(
                    contradiction(claim, inFlight.middle())
                            .wrong(
                                    ("%s claims %s connections; %s with a mean of %s keeps %s in "
                                                    + "flight (Little's law).")
                                            .formatted(
                                                    AuditWords.quoted(claim.text()),
                                                    Words.count(Math.round(claim.high())),
                                                    AuditWords.rate(block.rate().orElseThrow()),
                                                    AuditWords.time(block.mean().orElseThrow()),
                                                    Words.count(Math.round(inFlight.middle()))))
                            .in(block));
        }
        return 1;
    }

    private static Found contradiction(Claim claim, double had) {
        return new Found(Fault.OTHER_LABEL, Severity.INVALID)
                .follows(
                        "The figures are of another run than the label says, or the label is"
                                + " wrong.")
                .remedy(REMEDY)
                .figure("connections_claimed", Unit.COUNT, claim.high())
                .figure("connections_figures", Unit.COUNT, had)
                .weight(Math.max(had / claim.high(), claim.low() / Math.max(1, had)));
    }

    private static int duration(Block block, List<AuditFinding> findings) {
        Optional<Claim> said = block.spoken(Subject.DURATION_NS);
        if (said.isEmpty() || block.requests().isEmpty() || block.rate().isEmpty()) {
            return 0;
        }
        Claim claim = said.get();
        Range lasted =
                Range.exact(block.requests().getAsDouble() * 1e9)
                        .over(Range.of(block.rate().get()));
        Range allowed = new Range(claim.low(), claim.high()).widened(DURATION_ROUNDED);
        if (!allowed.overlaps(lasted)) {
            findings.add(
                    new Found(Fault.OTHER_LABEL, Severity.INVALID)
                            .wrong(
                                    "%s claims %s; %s requests at %s take %s."
                                            .formatted(
                                                    AuditWords.quoted(claim.text()),
                                                    AuditWords.about(claim.high()),
                                                    Words.count((long) block.requests().orElse(0)),
                                                    AuditWords.rate(block.rate().get()),
                                                    AuditWords.about(lasted.middle())))
                            .follows(
                                    "The figures are of another run than the label says, or the run"
                                            + " was cut short.")
                            .remedy(REMEDY)
                            .figure("duration_claimed", Unit.NS, claim.high())
                            .figure("duration_figures", Unit.NS, lasted.middle())
                            .weight(1)
                            .in(block));
        }
        return 1;
    }
}
