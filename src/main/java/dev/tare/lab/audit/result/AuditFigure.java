package dev.tare.lab.audit.result;

import dev.tare.lab.verdict.FigureKind.Unit;

/**
 * A figure that a finding rests on; a range where the finding is about several blocks.
 *
 * @param name what it is, in snake case for programs; blanks stand for the underscores for readers
 * @param unit of both ends
 * @param low the least, finite
 * @param high the most, finite, at least {@code low}
 */
public record AuditFigure(String name, Unit unit, double low, double high) {
    public AuditFigure {
        if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(
                    "%s from %s to %s is no range".formatted(name, low, high));
        }
    }

    /** One value. */
    public static AuditFigure of(String name, Unit unit, double value) {
        return new AuditFigure(name, unit, value, value);
    }

    /** The range that holds both. */
    AuditFigure hull(AuditFigure other) {
        return new AuditFigure(name, unit, Math.min(low, other.low), Math.max(high, other.high));
    }
}
