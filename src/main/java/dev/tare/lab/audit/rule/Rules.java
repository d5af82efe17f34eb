package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Check;
import java.util.List;

/** All rules there are, in the order in which a block's checks are told. */
public final class Rules {
    private Rules() {}

    /** A rule of one block, whatever stands beside it. */
    @FunctionalInterface
    public interface OfOne {
        Check check(Block block);
    }

    /** A rule of blocks beside each other. */
    public interface OfMany {
        AuditRule rule();

        /** What is found among all blocks of an audit. */
        Compared compare(List<Block> blocks);
    }

    /**
     * What a rule of many blocks has to say.
     *
     * @param findings each names the places of its blocks
     * @param looked the blocks that had something to be compared with
     */
    public record Compared(List<AuditFinding> findings, List<Block> looked) {}

    public static final List<OfOne> ONE =
            List.of(
                    new Totals(),
                    new LittlesLaw(),
                    new Timeouts(),
                    new Errors(),
                    new AnswerBytes(),
                    new KeepAlive(),
                    new TailTimers(),
                    new LoadModel(),
                    new RateAsked(),
                    new Samples(),
                    new Spread(),
                    new LabelClaims());

    public static final List<OfMany> MANY =
            List.of(
                    new SameWork(),
                    new ErrorReplies(),
                    new TimeAndLoad(),
                    new RateAndSetup(),
                    new Saturation(),
                    new CopiedFigures(),
                    new Repeats());
}
