package dev.tare.trust;

import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P50;
import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P90;
import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P999;
import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.trust.PlantedFault.Finish;
import dev.tare.trust.PlantedFault.OwnRun;
import dev.tare.trust.TrustRun.Disturbance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Faults of a party of the run: something happens to its process while it runs. */
final class PartyFaults {
    private static final int KILLED_AFTER_BLOCKS = 2;
    private static final long STALL_NS = 20_000_000L;
    private static final Seat SOUND_CLOSED = Seat.sound(Setting.CLOSED);
    private static final Seat SOUND_OPEN = Seat.sound(Setting.OPEN);

    private PartyFaults() {}

    static List<PlantedFault> all() {
        return List.of(
                stalled("origin-stalls", "the origin", Setting.BRISK, Parties::origin),
                stalled("specimen-stalls", "the specimen", Setting.BRISK, PartyFaults::specimen),
                stalled("generator-stalls", "the instrument", Setting.BRISK, Parties::instrument),
                new PlantedFault(
                                "generator-stalls-closed",
                                "the instrument stopped for 10 ms of every 30 (SIGSTOP), closed"
                                        + " loop",
                                disturbed(
                                        SOUND_CLOSED,
                                        () -> new Stalls(Parties::instrument, STALL_NS / 2)),
                                new Expected.OnFigure(
                                        Set.of(5), TAINTED, RESPONSE_TIME_P999, "stood still"))
                        .onAQuietMachine(),
                new PlantedFault(
                                "generator-throttled",
                                "the instrument gets 25 of every 100 ms of CPU (cgroup)",
                                new OwnRun(PartyFaults::throttled, Optional.of(SOUND_OPEN)),
                                new Expected.OnFigure(Set.of(5), TAINTED, RESPONSE_TIME_P90, ""))
                        .onAQuietMachine(),
                new PlantedFault(
                                "neighbours",
                                "others compute on the instrument's core",
                                disturbed(SOUND_OPEN, Neighbours::new),
                                new Expected.OnFigure(Set.of(5), TAINTED, RESPONSE_TIME_P90, ""))
                        .onAQuietMachine(),
                trending(
                        "drift",
                        "answers that take 3 ms longer, and 1 % more with every slice",
                        new Seat(ProxyFault.DRIFT, 3_000, Setting.CLOSED)),
                trending(
                        "still-warming",
                        "a service that is 6 % faster with every slice, long after the warm-up",
                        new Seat(ProxyFault.WARMING, 10_000, Setting.CLOSED)),
                killed("generator-killed", "the instrument", Parties::instrument, "instrument"),
                killed("origin-killed", "the origin", Parties::origin, "origin"),
                killed("specimen-killed", "the specimen", PartyFaults::specimen, "sound"),
                new PlantedFault(
                        "process-replaced",
                        "the specimen's process killed after block 2 and started anew by its"
                                + " supervisor",
                        new OwnRun(PartyFaults::replaced, Optional.of(SOUND_CLOSED)),
                        ends("has ended")),
                new PlantedFault(
                        "bypassed",
                        "the load goes to the origin itself, under the specimen's name",
                        new OwnRun(PartyFaults::bypassed, Optional.empty()),
                        new Expected.OnFigure(
                                Set.of(9), INVALID, RESPONSE_TIME_P50, "cannot be in the path")),
                new PlantedFault(
                        "swapped",
                        "two specimens exchanged: each is loaded under the other's name",
                        new OwnRun(PartyFaults::swapped, Optional.empty()),
                        new Expected.OnFigure(
                                Set.of(9), INVALID, RESPONSE_TIME_P50, "cannot be in the path")));
    }

    private static PlantedFault stalled(
            String name, String who, Setting setting, LongSupplier victim) {
        return new PlantedFault(
                        name,
                        who + " stopped for 20 ms of every 60 (SIGSTOP), open loop",
                        disturbed(Seat.sound(setting), () -> new Stalls(victim, STALL_NS)),
                        new Expected.OnFigure(Set.of(3, 5), TAINTED, RESPONSE_TIME_P90, ""))
                .onAQuietMachine();
    }

    /** Twice the blocks: what the trend adds to the interval of six hides it. */
    private static PlantedFault trending(String name, String planted, Seat seat) {
        return new PlantedFault(
                        name,
                        planted,
                        new OwnRun(folder -> trend(seat, folder), Optional.empty()),
                        new Expected.OnFigure(Set.of(7), TAINTED, RESPONSE_TIME_P50, ""))
                .onAQuietMachine();
    }

    private static Finish trend(Seat seat, Path folder) throws IOException, InterruptedException {
        Seat sound = Seat.sound(seat.setting());
        BundleContent content =
                TrustRun.run(
                        TrustRun.plan(
                                2 * TrustRun.BLOCKS,
                                "bare, "
                                        + CommonRun.specimen(sound)
                                        + ", "
                                        + CommonRun.specimen(seat),
                                seat.setting().workload(sound.specimen() + ", " + seat.specimen())),
                        folder.resolve("bundle"),
                        Disturbance.NONE);
        String workload = seat.setting().key();
        return Finish.of(
                Seen.of(content, seat.specimen(), workload),
                Seen.of(content, sound.specimen(), workload));
    }

    private static PlantedFault killed(String name, String who, LongSupplier victim, String words) {
        return new PlantedFault(
                name,
                who + " killed after block 2 (SIGKILL)",
                disturbed(SOUND_CLOSED, () -> new Kill(victim)),
                ends(words));
    }

    private static Expected ends(String words) {
        return new Expected.Refused("the run", "ended; the blocks before stand", List.of(words));
    }

    private static long specimen() {
        return Parties.one(FaultyProxy.class.getSimpleName(), " none ");
    }

    /** Makes one disturbance a run. */
    @FunctionalInterface
    private interface Disturbing {
        Disturbance make() throws IOException;
    }

    private static OwnRun disturbed(Seat seat, Disturbing disturbing) {
        return new OwnRun(
                folder -> Finish.of(run(seat, folder, disturbing.make())), Optional.of(seat));
    }

    private static Seen run(Seat seat, Path folder, Disturbance disturbance)
            throws IOException, InterruptedException {
        String plan = CommonRun.plan(List.of(seat));
        return Seen.of(
                TrustRun.run(plan, folder.resolve("bundle"), disturbance),
                seat.specimen(),
                seat.setting().key());
    }

    /** Kills a process when so many blocks are in the bundle. */
    private record Kill(LongSupplier victim) implements Disturbance {
        @Override
        public void begin() {}

        @Override
        public void afterBlock(int blocks) throws IOException {
            if (blocks == KILLED_AFTER_BLOCKS) {
                Parties.signal(victim.getAsLong(), "KILL");
            }
        }
    }

    private static Finish throttled(Path folder) throws IOException, InterruptedException {
        Optional<Throttle> throttle = Throttle.of(Parties::instrument);
        return throttle.isEmpty()
                ? Finish.leftOut("this user may not make control groups")
                : Finish.of(run(SOUND_OPEN, folder, throttle.get()));
    }

    private static Finish replaced(Path folder) throws IOException, InterruptedException {
        String specimens = "bare, " + CommonRun.specimen("supervised", ProxyFault.SUPERVISED, 1);
        return Finish.of(
                closedRun(specimens, "supervised", folder, new Kill(PartyFaults::specimen)));
    }

    /** The proxy runs, and its process is named; but the address is the origin's. */
    private static Finish bypassed(Path folder) throws IOException, InterruptedException {
        try (Origin origin = Origin.start(OriginOptions.standard());
                OwnProxy proxy = OwnProxy.start(origin.address().getPort(), ProxyFault.NONE, 1)) {
            int originPort = origin.address().getPort();
            String specimens =
                    String.join(
                            ", ",
                            "{name: bare, url: \"http://127.0.0.1:%d/\"}".formatted(originPort),
                            OwnProxy.specimen("bypassed", originPort, proxy.pid()),
                            proxy.specimen("loaded", proxy.pid()));
            return pair(specimens, "bypassed", "loaded", folder);
        }
    }

    private static Finish swapped(Path folder) throws IOException, InterruptedException {
        try (Origin origin = Origin.start(OriginOptions.standard());
                OwnProxy left = OwnProxy.start(origin.address().getPort(), ProxyFault.NONE, 1);
                OwnProxy right = OwnProxy.start(origin.address().getPort(), ProxyFault.NONE, 1);
                OwnProxy third = OwnProxy.start(origin.address().getPort(), ProxyFault.NONE, 1)) {
            int originPort = origin.address().getPort();
            String specimens =
                    String.join(
                            ", ",
                            "{name: bare, url: \"http://127.0.0.1:%d/\"}".formatted(originPort),
                            left.specimen("left", right.pid()),
                            right.specimen("right", left.pid()),
                            third.specimen("third", third.pid()));
            return pair(specimens, "left", "third", folder);
        }
    }

    private static Finish pair(String specimens, String victim, String control, Path folder)
            throws IOException, InterruptedException {
        BundleContent content =
                TrustRun.run(
                        TrustRun.plan(
                                TrustRun.BLOCKS,
                                specimens,
                                Setting.CLOSED.workload(victim + ", " + control)),
                        folder.resolve("bundle"),
                        Disturbance.NONE);
        String workload = Setting.CLOSED.key();
        return Finish.of(Seen.of(content, victim, workload), Seen.of(content, control, workload));
    }

    private static Seen closedRun(
            String specimens, String victim, Path folder, Disturbance disturbance)
            throws IOException, InterruptedException {
        return Seen.of(
                TrustRun.run(
                        TrustRun.plan(TrustRun.BLOCKS, specimens, Setting.CLOSED.workload(victim)),
                        folder.resolve("bundle"),
                        disturbance),
                victim,
                Setting.CLOSED.key());
    }
}
