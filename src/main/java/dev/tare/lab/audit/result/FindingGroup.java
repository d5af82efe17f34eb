package dev.tare.lab.audit.result;

import dev.tare.lab.foreign.reader.result.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The same fault in several places, told once: in the words of the worst.
 *
 * @param worst of the findings
 * @param findings all of them, in the order of the text
 * @param figures the ranges over all findings
 * @param places of all of them, in order, each once
 */
public record FindingGroup(
        AuditFinding worst,
        List<AuditFinding> findings,
        List<AuditFigure> figures,
        List<Place> places) {
    public FindingGroup {
        findings = List.copyOf(findings);
        figures = List.copyOf(figures);
        places = List.copyOf(places);
    }

    /** Groups of one fault and one severity each, the worst severity first. */
    public static List<FindingGroup> of(List<AuditFinding> findings) {
        record Key(Severity severity, Fault fault) {}
        Map<Key, List<AuditFinding>> groups = new LinkedHashMap<>();
        for (AuditFinding finding : findings) {
            groups.computeIfAbsent(
                            new Key(finding.severity(), finding.fault()), k -> new ArrayList<>())
                    .add(finding);
        }
        return groups.entrySet().stream()
                .sorted(
                        Comparator.comparing((Map.Entry<Key, List<AuditFinding>> e) ->
                                        e.getKey().severity())
                                .thenComparing(e -> e.getKey().fault()))
                .map(entry -> group(entry.getValue()))
                .toList();
    }

    private static FindingGroup group(List<AuditFinding> findings) {
        AuditFinding worst = findings.getFirst();
        Map<String, AuditFigure> figures = new LinkedHashMap<>();
        Set<Place> places = new LinkedHashSet<>();
        for (AuditFinding finding : findings) {
            if (finding.weight() > worst.weight()) {
                worst = finding;
            }
            finding.figures().forEach(f -> figures.merge(f.name(), f, AuditFigure::hull));
            places.addAll(finding.places());
        }
        return new FindingGroup(
                worst, findings, List.copyOf(figures.values()), List.copyOf(places));
    }

    /** The fault that all of them have. */
    public Fault fault() {
        return worst.fault();
    }

    /** The severity that all of them have. */
    public Severity severity() {
        return worst.severity();
    }
}
