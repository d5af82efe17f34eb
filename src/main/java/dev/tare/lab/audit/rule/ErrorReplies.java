package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.audit.rule.Rules.Compared;
import dev.tare.lab.verdict.FigureKind.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An error that comes with status 200 is counted as done; only its length shows. Sibling requests
 * are those of scripts, or of last parts of a path, with one beginning ({@code test_add.lua},
 * {@code test_sub.lua} …). Where at least two of them have answers of the very same size, and one
 * has another in all of its blocks, by about what an error body adds or takes away, it is named.
 *
 * <p>The bound of {@value #LARGEST_BODY_BYTES} bytes is that of an error in JSON or plain text with
 * its message; a smaller difference than {@value #SMALLEST_BYTES} bytes is a number with more
 * digits.
 */
final class ErrorReplies implements Rules.OfMany {
    static final int SMALLEST_BYTES = 16;
    static final int LARGEST_BODY_BYTES = 1_024;
    private static final int SIBLINGS = 3;

    /** What a bytes-per-answer figure must be known to, to tell one size from another. */
    private static final double KNOWN_TO_BYTES = 4;

    @Override
    public AuditRule rule() {
        return AuditRule.ERROR_REPLIES;
    }

    /** One sibling: all blocks of one script or path. */
    private record Sibling(String name, Range bytes, List<Block> blocks) {}

    @Override
    public Compared compare(List<Block> blocks) {
        Map<String, SortedMap<String, List<Block>>> families = new LinkedHashMap<>();
        for (Block block : blocks) {
            String name = block.script().isEmpty() ? block.path() : block.script();
            int cut = Math.max(name.lastIndexOf('_'), name.lastIndexOf('/')) + 1;
            boolean known =
                    block.wholeBytes().filter(r -> r.width() <= 2 * KNOWN_TO_BYTES).isPresent();
            if (cut > 0 && cut < name.length() && known) {
                String family = block.tool() + " " + name.substring(0, cut);
                families.computeIfAbsent(family, f -> new TreeMap<>())
                        .computeIfAbsent(name, n -> new ArrayList<>())
                        .add(block);
            }
        }
        List<AuditFinding> findings = new ArrayList<>();
        List<Block> looked = new ArrayList<>();
        for (Map<String, List<Block>> family : families.values()) {
            if (family.size() >= SIBLINGS) {
                compare(family, findings, looked);
            }
        }
        return new Compared(findings, looked);
    }

    private static void compare(
            Map<String, List<Block>> family, List<AuditFinding> findings, List<Block> looked) {
        List<Sibling> siblings = new ArrayList<>();
        for (Map.Entry<String, List<Block>> entry : family.entrySet()) {
            looked.addAll(entry.getValue());
            Range common = common(entry.getValue());
            if (common.low() <= common.high()) {
                siblings.add(new Sibling(entry.getKey(), common, entry.getValue()));
            }
        }
        for (Sibling odd : siblings) {
            List<Sibling> others =
                    siblings.stream().filter(s -> !s.name().equals(odd.name())).toList();
            Range same = common(others.stream().flatMap(s -> s.blocks().stream()).toList());
            double apart = Math.abs(odd.bytes().middle() - same.middle());
            if (others.size() >= SIBLINGS - 1
                    && same.low() <= same.high()
                    && !same.overlaps(odd.bytes())
                    && apart >= SMALLEST_BYTES
                    && apart <= LARGEST_BODY_BYTES) {
                findings.add(errorReplies(odd, others, same));
            }
        }
    }

    /** What all blocks agree on; empty (low above high) if they do not. */
    private static Range common(List<Block> blocks) {
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        for (Block block : blocks) {
            Range bytes = block.wholeBytes().orElseThrow();
            low = Math.max(low, bytes.low());
            high = Math.min(high, bytes.high());
        }
        return new Range(low, high);
    }

    private static AuditFinding errorReplies(Sibling odd, List<Sibling> others, Range same) {
        double difference = odd.bytes().middle() - same.middle();
        String rest = others.stream().map(Sibling::name).collect(Collectors.joining(", "));
        return new Found(Fault.ERROR_REPLIES, Severity.INVALID)
                .wrong(
                        ("%s: %.0f bytes an answer, in all of its blocks; %s: %.0f. %.0f bytes %s "
                                        + "are about what an error's text makes.")
                                .formatted(
                                        odd.name(),
                                        odd.bytes().middle(),
                                        rest,
                                        same.middle(),
                                        Math.abs(difference),
                                        difference > 0 ? "more" : "less"))
                .follows(
                        "Its answers may all be errors with status 200, which the tool counts as"
                                + " done: its rate and times are then those of refusing.")
                .remedy("Look at one of its answers (curl); let the generator check the body.")
                .figure("bytes_per_answer", Unit.BYTES, odd.bytes().middle())
                .figure("bytes_per_answer_of_siblings", Unit.BYTES, same.middle())
                .weight(Math.abs(difference))
                .in(
                        odd.blocks().stream()
                                .sorted(Comparator.comparingInt(b -> b.place().firstLine()))
                                .toList());
    }
}
