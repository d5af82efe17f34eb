package dev.tare.view.history;

import dev.tare.lab.verdict.FigureKind;
import dev.tare.view.text.MachineNames;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The names by which a user may ask for figures. */
public final class FigureNames {
    /** Every kind of figure. */
    public static final String ALL = "all";

    private FigureNames() {}

    /**
     * The figures of that name: {@code cpu_per_request}, {@code cpu_ns_per_request}, {@code p99},
     * {@code all}; empty for a name that nobody knows.
     */
    public static Optional<Set<FigureKind>> of(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals(ALL)) {
            return Optional.of(EnumSet.allOf(FigureKind.class));
        }
        return Arrays.stream(FigureKind.values())
                .filter(kind ->
                        wanted.equals(MachineNames.of(kind))
                                || wanted.equals(MachineNames.of((Enum<?>) kind))
                                || wanted.equals(kind.label().toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(Set::of);
    }

    /** All of them, for a message. */
    public static String known() {
        return Arrays.stream(FigureKind.values())
                .map(kind -> MachineNames.of((Enum<?>) kind))
                .collect(Collectors.joining(", ", "", ", " + ALL));
    }
}
