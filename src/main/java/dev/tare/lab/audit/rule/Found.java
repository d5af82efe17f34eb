package dev.tare.lab.audit.rule;

import dev.tare.lab.audit.result.AuditFigure;
import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.Check;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.Severity;
import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.verdict.FigureKind.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts a finding together, sentence by sentence. */
final class Found {
    private final Fault fault;
    private final Severity severity;
    private final List<AuditFigure> figures = new ArrayList<>();
    private String wrong = "";
    private String follows = "";
    private String remedy = "";
    private double weight;

    Found(Fault fault, Severity severity) {
        this.fault = fault;
        this.severity = severity;
    }

    Found wrong(String sentence) {
        wrong = sentence;
        return this;
    }

    Found follows(String sentence) {
        follows = sentence;
        return this;
    }

    Found remedy(String sentence) {
        remedy = sentence;
        return this;
    }

    Found weight(double howBad) {
        weight = howBad;
        return this;
    }

    Found figure(String name, Unit unit, double value) {
        if (Double.isFinite(value)) {
            figures.add(AuditFigure.of(name, unit, value));
        }
        return this;
    }

    Found figure(String name, Unit unit, long value) {
        return figure(name, unit, (double) value);
    }

    Found figure(String name, Unit unit, Optional<Printed> value) {
        return value.map(printed -> figure(name, unit, printed.value())).orElse(this);
    }

    /** A finding about one block. */
    AuditFinding in(Block block) {
        return at(List.of(block.place()));
    }

    /** A finding about several blocks. */
    AuditFinding in(List<Block> blocks) {
        return at(blocks.stream().map(Block::place).toList());
    }

    /** A finding about one block, as its rule's whole answer. */
    Check failed(Block block) {
        return new Check.Failed(fault.rule(), List.of(in(block)));
    }

    private AuditFinding at(List<Place> places) {
        return new AuditFinding(fault, severity, wrong, follows, remedy, figures, weight, places);
    }
}
