package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Check.NotChecked;
import dev.tare.lab.audit.result.Check.Passed;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Labels.Claim;
import dev.tare.lab.foreign.reader.result.Labels.Subject;
import dev.tare.lab.verdict.FigureKind.Unit;
import java.util.Optional;

/**
 * Answers have the size that the path or the label claims. wrk's bytes have the heads in them and
 * are printed in powers of 1,024; a head has {@link Block#MIN_HEAD_BYTES} to {@link
 * Block#MAX_HEAD_BYTES} bytes.
 *
 * <p>A label of one or two digits ("16K") is let be {@value #ROUNDED_PERCENT} % off: that much 10
 * is off 10.5. A longer body may be chunked, which adds less than {@value #CHUNKED_PERCENT} %.
 *
 * <p>Why a body of about 102,400 bytes is named: httpbin's {@code /bytes/n} and {@code
 * /stream-bytes/n} answer with no more, whatever was asked for.
 */
final class AnswerBytes implements Rules.OfOne {
    static final int ROUNDED_PERCENT = 5;
    static final int CHUNKED_PERCENT = 1;
    private static final double HTTPBIN_LIMIT = 100 * 1024;

    /** From here on it is other work by order, not by rounding. */
    private static final double OTHER_ORDER = 2;

    @Override
    public Check check(Block block) {
        Optional<Claim> said = block.claim(Subject.BODY_BYTES);
        Optional<Range> read = block.bodyBytes();
        if (said.isEmpty() || read.isEmpty()) {
            return new NotChecked(
                    AuditRule.ANSWER_BYTES,
                    said.isEmpty() ? "no size claimed" : "no bytes printed");
        }
        Claim claim = said.get();
        Range body = read.get();
        Range allowed = allowed(claim);
        boolean tooShort = body.high() < allowed.low();
        boolean tooLong = body.low() > allowed.high();
        if (!tooShort && !tooLong) {
            return new Passed(
                    AuditRule.ANSWER_BYTES,
                    "%s; claimed %s".formatted(bytes(block), AuditWords.quoted(claim.text())));
        }
        double measured = tooShort ? body.high() : body.low();
        double factor = tooShort ? claim.low() / Math.max(1, measured) : measured / claim.high();
        double shown = block.shownBytes();
        return new Found(
                        Fault.OTHER_SIZE,
                        factor >= OTHER_ORDER ? Severity.INVALID : Severity.TAINTED)
                .wrong(
                        "%s claims %s; an answer had %s%s."
                                .formatted(
                                        AuditWords.quoted(claim.text()),
                                        AuditWords.bytes(claim.high()),
                                        bytes(block),
                                        limit(block)))
                .follows(
                        "Rate and times are those of answers of %s, not of %s."
                                .formatted(AuditWords.bytes(shown), AuditWords.bytes(claim.high())))
                .remedy("Look at one answer's length (curl -s URL | wc -c); name the rows by it.")
                .figure("bytes_claimed", Unit.BYTES, claim.high())
                .figure("bytes_per_answer", Unit.BYTES, shown)
                .weight(factor)
                .failed(block);
    }

    private static Range allowed(Claim claim) {
        boolean exact = claim.low() == claim.high();
        double rounded = exact ? 0 : ROUNDED_PERCENT / 100.0;
        double chunked = CHUNKED_PERCENT / 100.0;
        return new Range(claim.low() * (1 - rounded), claim.high() * (1 + rounded + chunked));
    }

    private static String bytes(Block block) {
        return AuditWords.bytes(block.shownBytes())
                + (block.bodyIsKnown() ? " of body" : ", head included");
    }

    private static String limit(Block block) {
        Range body = block.bodyBytes().orElseThrow();
        return body.contains(HTTPBIN_LIMIT) ? " (102,400 and a head would be httpbin's limit)" : "";
    }
}
