package dev.tare.trust;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** All faults of the bench. */
final class PlantedFaults {
    private static final int BESIDE = 5;
    private static final int IN_THE_RECORD = 3;
    private static final int OF_A_RUN = 2;

    private PlantedFaults() {}

    static List<PlantedFault> all() {
        return Stream.of(
                        SpecimenFaults.all(),
                        PartyFaults.all(),
                        MachineFaults.all(),
                        RecordFaults.all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Ten of those that need no quiet machine: five of specimens, three of records and two that
     * need a run of their own, which take most of the time.
     */
    static List<PlantedFault> ten(long seed) {
        Random random = new Random(seed);
        List<PlantedFault> ten = new ArrayList<>();
        ten.addAll(some(PlantedFault.Beside.class, BESIDE, random));
        List<PlantedFault> records = new ArrayList<>();
        for (PlantedFault fault : all()) {
            boolean ofRecord =
                    fault.plant() instanceof PlantedFault.InRecord
                            || fault.plant() instanceof PlantedFault.InFiles;
            if (ofRecord && !fault.timed()) {
                records.add(fault);
            }
        }
        Collections.shuffle(records, random);
        ten.addAll(records.subList(0, IN_THE_RECORD));
        ten.addAll(some(PlantedFault.OwnRun.class, OF_A_RUN, random));
        return ten;
    }

    private static List<PlantedFault> some(
            Class<? extends PlantedFault.Plant> kind, int count, Random random) {
        List<PlantedFault> found =
                new ArrayList<>(
                        all().stream()
                                .filter(fault -> !fault.timed() && kind.isInstance(fault.plant()))
                                .toList());
        Collections.shuffle(found, random);
        return found.subList(0, count);
    }
}
