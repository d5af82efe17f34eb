package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.AuditRule;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.audit.rule.Rules.Compared;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each set-up was run: blocks under the same words with the same command, connections and
 * threads are repeats. One run has no spread, and says nothing of the next: a remark.
 */
final class Repeats implements Rules.OfMany {
    @Override
    public AuditRule rule() {
        return AuditRule.REPEATS;
    }

    @Override
    public Compared compare(List<Block> blocks) {
        Map<String, List<Block>> setups = new LinkedHashMap<>();
        for (Block block : blocks) {
            if (block.tool() != Tool.BY_HAND || block.rate().isPresent()) {
                setups.computeIfAbsent(key(block), k -> new ArrayList<>()).add(block);
            }
        }
        List<Block> looked = setups.values().stream().flatMap(List::stream).toList();
        List<Block> once =
                setups.values().stream()
                        .filter(runs -> runs.size() == 1 && runs.getFirst().runs() < 2)
                        .map(List::getFirst)
                        .toList();
        if (once.isEmpty()) {
            return new Compared(List.of(), looked);
        }
        String which =
                once.size() == setups.size()
                        ? "All %s set-ups were run once.".formatted(Words.count(once.size()))
                        : "%s of %s set-ups were run once."
                                .formatted(Words.count(once.size()), Words.count(setups.size()));
        String wrong = setups.size() == 1 ? "It was run once." : which;
        AuditFinding finding =
                new Found(Fault.ONE_RUN, Severity.REMARK)
                        .wrong(wrong)
                        .follows(
                                "How far a second run would differ is not known: no difference"
                                        + " between two set-ups can be told from chance.")
                        .remedy("Run each at least six times, in turns (tare run does).")
                        .figure("run_once", Unit.COUNT, once.size())
                        .figure("set_ups", Unit.COUNT, setups.size())
                        .weight(once.size())
                        .in(once);
        return new Compared(List.of(finding), looked);
    }

    private static String key(Block block) {
        return String.join(
                "\n",
                block.tool().name(),
                String.join("\n", block.result().labels().headings()),
                block.result().labels().row().orElse(""),
                block.workload(),
                block.asked().toString(),
                block.connections().toString());
    }
}
