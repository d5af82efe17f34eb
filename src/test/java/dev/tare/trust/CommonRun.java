package dev.tare.trust;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.EndRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One run of bare, a sound proxy and any number of faulty ones, each under its own workloads: the
 * faults and their controls in the same blocks.
 *
 * @param bundle its folder
 * @param content what it holds
 */
record CommonRun(Path bundle, BundleContent content) {

    /**
     * Runs it; the sound proxy has every workload that anybody has.
     *
     * @throws IOException when it does not come to its end
     */
    static CommonRun of(Collection<Seat> seats, Path bundle)
            throws IOException, InterruptedException {
        BundleContent content = TrustRun.run(plan(seats), bundle, TrustRun.Disturbance.NONE);
        EndRecord end = content.end().orElseThrow();
        if (end.state() != EndRecord.State.COMPLETE) {
            throw new IOException("the common run ended early: " + end.reason());
        }
        return new CommonRun(bundle, content);
    }

    Seen seen(Seat seat) {
        return Seen.of(content, seat.specimen(), seat.setting().key());
    }

    static String plan(Collection<Seat> seats) {
        Map<String, Seat> specimens = new LinkedHashMap<>();
        Set<Setting> settings = new TreeSet<>();
        Seat sound = Seat.sound(Setting.CLOSED);
        specimens.put(sound.specimen(), sound);
        for (Seat seat : seats) {
            specimens.put(seat.specimen(), seat);
            settings.add(seat.setting());
        }
        List<String> workloads = new ArrayList<>();
        for (Setting setting : settings) {
            Set<String> names =
                    seats.stream()
                            .filter(seat -> seat.setting() == setting)
                            .map(Seat::specimen)
                            .collect(Collectors.toCollection(TreeSet::new));
            names.add(sound.specimen());
            workloads.add(setting.workload(String.join(", ", names)));
        }
        return TrustRun.plan(
                TrustRun.BLOCKS,
                "bare, "
                        + specimens.values().stream()
                                .map(CommonRun::specimen)
                                .collect(Collectors.joining(", ")),
                String.join(", ", workloads));
    }

    /** A specimen of a plan: a faulty proxy as a command. */
    static String specimen(Seat seat) {
        return specimen(seat.specimen(), seat.fault(), seat.number());
    }

    static String specimen(String name, ProxyFault fault, int number) {
        return "{name: %s, command: \"%s\"}"
                .formatted(
                        name,
                        String.join(
                                " ", FaultyProxy.command("{listen}", "{origin}", fault, number)));
    }
}
