package dev.tare.lab.find;

import java.util.List;

/**
 * One point of the curve.
 *
 * @param number in the order of measuring, from 1
 * @param repeat whether its rate had been measured before
 * @param figures what was measured
 * @param readings the objective's figures, in its order
 * @param verdict what it came to
 * @param reason why, in words; empty for a plainly met one
 */
public record PointResult(
        int number,
        boolean repeat,
        PointFigures figures,
        List<Reading> readings,
        PointVerdict verdict,
        String reason) {
    public PointResult {
        readings = List.copyOf(readings);
    }
}
