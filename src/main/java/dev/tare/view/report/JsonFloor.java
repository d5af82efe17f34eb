package dev.tare.view.report;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.bundle.CalibrationRecord.Repeated;
import dev.tare.view.report.content.FloorLine;
import dev.tare.view.text.MachineNames;
import tools.jackson.databind.node.ObjectNode;

/**
 * The least that the instrument could see on the machine of a bundle, for programs: {@code floor}
 * with {@code sentence}, {@code taken_epoch_ns}, {@code scope}, {@code offered_rate_per_sec},
 * {@code slices}, {@code requests}, and {@code value} and {@code spread} of each of its statistics,
 * ns.
 */
final class JsonFloor {
    private JsonFloor() {}

    /** Writes nothing where the floor was not measured. */
    static void write(ObjectNode root, BundleContent content) {
        content.calibration()
                .ifPresent(calibration ->
                        calibration
                                .floor()
                                .ifPresent(floor -> {
                                    ObjectNode node = root.putObject("floor");
                                    FloorLine.of(content)
                                            .ifPresent(line -> node.put("sentence", line));
                                    floor(node, calibration, floor);
                                }));
    }

    private static void floor(ObjectNode node, CalibrationRecord calibration, Floor floor) {
        node.put("taken_epoch_ns", calibration.takenEpochNs());
        node.put("scope", MachineNames.of(calibration.scope()));
        JsonReport.number(node, "offered_rate_per_sec", floor.offeredRatePerSec());
        node.put("slices", floor.slices());
        node.put("requests", floor.requests());
        repeated(node, "response_time_ns_mean", floor.mean());
        repeated(node, "response_time_ns_p50", floor.p50());
        repeated(node, "response_time_ns_p90", floor.p90());
        repeated(node, "response_time_ns_p99", floor.p99());
        floor.instrumentCpu()
                .ifPresent(cpu -> repeated(node, "instrument_cpu_ns_per_request", cpu));
    }

    private static void repeated(ObjectNode parent, String name, Repeated repeated) {
        ObjectNode node = parent.putObject(name);
        JsonReport.number(node, "value", repeated.valueNs());
        JsonReport.number(node, "spread", repeated.spreadNs());
    }
}
