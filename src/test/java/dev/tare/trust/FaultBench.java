package dev.tare.trust;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleException;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.trust.PlantedFault.Beside;
import dev.tare.trust.PlantedFault.Finish;
import dev.tare.trust.PlantedFault.InFiles;
import dev.tare.trust.PlantedFault.InRecord;
import dev.tare.trust.PlantedFault.OwnRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plants faults, judges the bundles, and says what was caught.
 *
 * <p>Faults that specimens can have are weighed in common runs of at most {@value #MOST_SEATS},
 * with a sound proxy in the same blocks; each other fault has a run of its own, and its control is
 * the sound proxy of a common run.
 */
final class FaultBench {
    private static final int MOST_SEATS = 8;

    private final Path folder;
    private final Consumer<Judgement> told;
    private final Map<PlantedFault, Judgement> judgements = new LinkedHashMap<>();
    private int runs;

    /**
     * A bench.
     *
     * @param folder for its bundles
     * @param told is told every judgement as soon as there is one
     */
    FaultBench(Path folder, Consumer<Judgement> told) {
        this.folder = folder;
        this.told = told;
    }

    /** Plants all of {@code faults}; the judgements are in their order. */
    List<Judgement> run(List<PlantedFault> faults) throws IOException, InterruptedException {
        Set<Seat> controls = new LinkedHashSet<>();
        for (PlantedFault fault : faults) {
            if (fault.plant() instanceof OwnRun own) {
                own.control().ifPresent(controls::add);
            }
        }
        List<PlantedFault> batch = new ArrayList<>();
        Set<Seat> seats = new LinkedHashSet<>(controls);
        CommonRun common = null;
        for (PlantedFault fault : faults) {
            Set<Seat> needed = seats(fault);
            if (needed.isEmpty()) {
                continue;
            }
            Set<Seat> together = new LinkedHashSet<>(seats);
            together.addAll(needed);
            if (together.size() > MOST_SEATS && !batch.isEmpty()) {
                CommonRun done = common(batch, seats);
                common = common == null ? done : common;
                batch.clear();
                seats = new LinkedHashSet<>();
            }
            batch.add(fault);
            seats.addAll(needed);
        }
        if (!batch.isEmpty() || (common == null && !seats.isEmpty())) {
            CommonRun done = common(batch, seats);
            common = common == null ? done : common;
        }
        for (PlantedFault fault : faults) {
            if (fault.plant() instanceof OwnRun own) {
                judge(fault, own(fault, own, common));
            }
        }
        return faults.stream().map(judgements::get).toList();
    }

    private static Set<Seat> seats(PlantedFault fault) {
        Set<Seat> seats = new LinkedHashSet<>();
        switch (fault.plant()) {
            case Beside beside -> {
                seats.add(beside.victim());
                seats.add(beside.control());
            }
            case InRecord record -> seats.add(record.seat());
            case InFiles _ -> seats.add(Seat.sound(Setting.CLOSED));
            case OwnRun _ -> {}
        }
        return seats;
    }

    private CommonRun common(List<PlantedFault> batch, Set<Seat> seats)
            throws IOException, InterruptedException {
        CommonRun run = CommonRun.of(seats, nextFolder("common").resolve("bundle"));
        for (PlantedFault fault : batch) {
            switch (fault.plant()) {
                case Beside beside ->
                        judge(
                                fault,
                                Judgement.of(
                                        fault,
                                        run.seen(beside.victim()),
                                        run.seen(beside.control())));
                case InRecord record -> judge(fault, changed(fault, record, run));
                case InFiles files -> judge(fault, changed(fault, files, run));
                case OwnRun _ -> throw new IllegalStateException(fault.name());
            }
        }
        return run;
    }

    private static Judgement changed(PlantedFault fault, InRecord planted, CommonRun run) {
        Seat seat = planted.seat();
        BundleContent changed = planted.change().apply(run.content());
        return Judgement.of(
                fault, Seen.of(changed, seat.specimen(), seat.setting().key()), run.seen(seat));
    }

    private Judgement changed(PlantedFault fault, InFiles planted, CommonRun run)
            throws IOException, InterruptedException {
        Path copy = nextFolder(fault.name()).resolve("bundle");
        try (Stream<Path> files = Files.walk(run.bundle())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(run.bundle().relativize(file).toString()));
            }
        }
        planted.change().to(copy);
        return Judgement.of(fault, read(copy), read(run.bundle()));
    }

    private static Seen read(Path bundle) {
        try {
            BundleContent content = BundleReader.read(bundle);
            return Seen.of(content, Seat.sound(Setting.CLOSED).specimen(), "");
        } catch (BundleException e) {
            return Seen.of(String.valueOf(e.getMessage()));
        }
    }

    private Judgement own(PlantedFault fault, OwnRun own, @Nullable CommonRun common)
            throws IOException, InterruptedException {
        Finish finish;
        try {
            finish = own.script().run(nextFolder(fault.name()));
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return Judgement.of(fault, Seen.of("it could not be planted: " + e), Seen.of(""));
        }
        if (!finish.leftOut().isEmpty()) {
            return Judgement.leftOut(fault, finish.leftOut());
        }
        Seen control =
                finish.control()
                        .or(() -> own.control().map(seat -> seen(common, seat)))
                        .orElseThrow();
        return Judgement.of(fault, finish.victim(), control);
    }

    private static Seen seen(@Nullable CommonRun common, Seat seat) {
        if (common == null) {
            throw new IllegalStateException("there is no common run");
        }
        return common.seen(seat);
    }

    private void judge(PlantedFault fault, Judgement judgement) {
        judgements.put(fault, judgement);
        told.accept(judgement);
    }

    private Path nextFolder(String name) throws IOException {
        return Files.createDirectories(folder.resolve("%02d-%s".formatted(runs++, name)));
    }
}
