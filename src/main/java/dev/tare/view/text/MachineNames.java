package dev.tare.view.text;

import dev.tare.lab.verdict.FigureKind;
import java.util.Locale;

/** The names that programs know figures by, in JSON and CSV: snake case, the unit within. */
public final class MachineNames {
    private MachineNames() {}

    /** Such as {@code response_time_ns_p99}. */
    public static String of(FigureKind kind) {
        return switch (kind) {
            case GOODPUT -> "goodput_per_sec";
            case BYTES_RECEIVED -> "bytes_received_per_sec";
            case RESPONSE_TIME_MEAN -> "response_time_ns_mean";
            case RESPONSE_TIME_P50 -> "response_time_ns_p50";
            case RESPONSE_TIME_P90 -> "response_time_ns_p90";
            case RESPONSE_TIME_P99 -> "response_time_ns_p99";
            case RESPONSE_TIME_P999 -> "response_time_ns_p999";
            case RESPONSE_TIME_P9999 -> "response_time_ns_p9999";
            case RESPONSE_TIME_P99999 -> "response_time_ns_p99999";
            case RESPONSE_TIME_P999999 -> "response_time_ns_p999999";
            case RESPONSE_TIME_MAX -> "response_time_ns_max";
            case CPU_PER_REQUEST -> "cpu_ns_per_request";
            case CPU_MEAN -> "cpu_cores_mean";
            case CPU_MAX -> "cpu_cores_max";
            case PEAK_MEMORY -> "peak_memory_bytes";
            case ERRORS -> "errors_ratio";
        };
    }

    /** The unit of a figure's value. */
    public static String unit(FigureKind kind) {
        return switch (kind) {
            case CPU_MEAN, CPU_MAX -> "cores";
            case CPU_PER_REQUEST -> "ns";
            case GOODPUT,
                    BYTES_RECEIVED,
                    RESPONSE_TIME_MEAN,
                    RESPONSE_TIME_P50,
                    RESPONSE_TIME_P90,
                    RESPONSE_TIME_P99,
                    RESPONSE_TIME_P999,
                    RESPONSE_TIME_P9999,
                    RESPONSE_TIME_P99999,
                    RESPONSE_TIME_P999999,
                    RESPONSE_TIME_MAX,
                    PEAK_MEMORY,
                    ERRORS ->
                    unit(kind.unit());
        };
    }

    /** The name of a unit. */
    public static String unit(FigureKind.Unit unit) {
        return switch (unit) {
            case PER_SEC -> "1/s";
            case BYTES_PER_SEC -> "bytes/s";
            case NS -> "ns";
            case RATIO -> "ratio";
            case BYTES -> "bytes";
            case COUNT -> "count";
        };
    }

    /** A constant's name as it stands in files: lower case with underscores. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
