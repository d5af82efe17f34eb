package dev.tare.lab.compare;

import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.compare.Comparison.Note;
import dev.tare.lab.compare.Comparison.Weight;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * In what two bundles differ, besides what is to be compared: machine, program, instrument, plan.
 */
final class Surroundings {
    /** So many differences are named in one note; the others are counted. */
    private static final int MOST_NAMED = 12;

    private final Weighed before;
    private final Weighed after;
    private final List<Note> notes = new ArrayList<>();

    private Surroundings(Weighed before, Weighed after) {
        this.before = before;
        this.after = after;
    }

    /** All that differs, what weighs most first. */
    static List<Note> of(Weighed before, Weighed after, Map<String, String> renamed) {
        Surroundings surroundings = new Surroundings(before, after);
        surroundings.machine();
        surroundings.system();
        surroundings.program();
        surroundings.notes.addAll(FloorChange.notes(before.content(), after.content()));
        surroundings.plan();
        for (String specimen : before.specimens()) {
            surroundings.specimen(specimen, renamed.getOrDefault(specimen, specimen));
        }
        return surroundings.notes;
    }

    private Manifest one() {
        return before.content().manifest();
    }

    private Manifest two() {
        return after.content().manifest();
    }

    private void machine() {
        EnvironmentRecord first = one().environment();
        EnvironmentRecord second = two().environment();
        List<String> found = new ArrayList<>();
        differ(found, "CPU", first.cpuModel(), second.cpuModel());
        differ(found, "cores", first.cores(), second.cores());
        differ(found, "architecture", first.architecture(), second.architecture());
        differ(found, "system", first.osName(), second.osName());
        if (!found.isEmpty()) {
            notes.add(
                    new Note(
                            Weight.DOUBT,
                            "another machine: %s; bare takes out how fast a machine is, not how a specimen likes it"
                                    .formatted(String.join(", ", found))));
        }
    }

    private void system() {
        EnvironmentRecord first = one().environment();
        EnvironmentRecord second = two().environment();
        List<String> found = new ArrayList<>();
        differ(found, "kernel", first.kernel(), second.kernel());
        differ(
                found,
                "memory",
                Words.bytes((double) first.memoryBytes()),
                Words.bytes((double) second.memoryBytes()));
        differ(found, "clock source", first.clockSource(), second.clockSource());
        differ(found, "Java", first.javaVersion(), second.javaVersion());
        differ(found, "I/O", first.ioBackEnd(), second.ioBackEnd());
        differ(found, "JVM flags", words(first.jvmFlags()), words(second.jvmFlags()));
        maps(found, "pinning of", first.pinning(), second.pinning());
        maps(found, "", first.settings(), second.settings());
        say("the system differs: ", found);
    }

    private void program() {
        List<String> found = new ArrayList<>();
        differ(found, "version", one().tareVersion(), two().tareVersion());
        differ(found, "commit", one().commit(), two().commit());
        if (!found.isEmpty()) {
            notes.add(
                    new Note(
                            Weight.REMARK,
                            "Tare itself differs: %s; its worker and its origin are in bare, the zero of the scale"
                                    .formatted(String.join(", ", found))));
        }
    }

    private void plan() {
        List<String> found = new ArrayList<>();
        differ(found, "plan", one().plan().name(), two().plan().name());
        differ(found, "sha256", hash(one().planSha256()), hash(two().planSha256()));
        differ(found, "scale", one().plan().scale(), two().plan().scale());
        differ(
                found,
                "measured time of a slice",
                SameLoad.time(one().plan().measuredNs()),
                SameLoad.time(two().plan().measuredNs()));
        differ(
                found,
                "lead",
                SameLoad.time(one().plan().leadNs()),
                SameLoad.time(two().plan().leadNs()));
        say("not the same plan: ", found);
        boolean same =
                one().createdEpochNs() == two().createdEpochNs()
                        && one().planSha256().equals(two().planSha256())
                        && one().seed() == two().seed();
        if (same) {
            notes.add(new Note(Weight.REMARK, "both bundles hold the same run"));
        } else if (one().seed() != two().seed()) {
            notes.add(
                    new Note(
                            Weight.REMARK,
                            "the seeds differ: %d and %d".formatted(one().seed(), two().seed())));
        }
    }

    private void specimen(String name, String renamed) {
        List<SpecimenRecord> first = started(before, name);
        List<SpecimenRecord> second = started(after, renamed);
        if (first.isEmpty() || second.isEmpty()) {
            return;
        }
        List<String> found = new ArrayList<>();
        differ(found, "kind", kinds(first), kinds(second));
        differ(found, "version", versions(first), versions(second));
        differ(found, "configuration", configurations(first), configurations(second));
        String which = name.equals(renamed) ? name : name + " → " + renamed;
        say(SameLoad.shortened(which) + ": ", found);
    }

    private static List<SpecimenRecord> started(Weighed bundle, String name) {
        return bundle.content().rounds().stream()
                .flatMap(round -> round.specimens().stream())
                .filter(specimen -> specimen.name().equals(name))
                .toList();
    }

    private static String kinds(List<SpecimenRecord> started) {
        return started.stream().map(SpecimenRecord::kind).distinct().collect(joining());
    }

    private static String versions(List<SpecimenRecord> started) {
        return started.stream().map(SpecimenRecord::version).distinct().collect(joining());
    }

    private static String configurations(List<SpecimenRecord> started) {
        return started.stream()
                .map(specimen -> hash(specimen.configurationSha256()))
                .distinct()
                .collect(joining());
    }

    private static java.util.stream.Collector<CharSequence, ?, String> joining() {
        return Collectors.joining("; ");
    }

    private void say(String what, List<String> found) {
        if (!found.isEmpty()) {
            int more = found.size() - MOST_NAMED;
            String named = found.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
            String rest = more > 0 ? " and %d more".formatted(more) : "";
            notes.add(new Note(Weight.REMARK, what + named + rest));
        }
    }

    private static void differ(List<String> found, String what, Object one, Object two) {
        if (!Objects.equals(one, two)) {
            String first = SameLoad.shortened(one);
            String second = SameLoad.shortened(two);
            // Long texts may begin alike: then what they are has to do.
            found.add(first.equals(second) ? what : "%s %s and %s".formatted(what, first, second));
        }
    }

    private static void maps(
            List<String> found, String what, Map<String, String> one, Map<String, String> two) {
        TreeSet<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(two.keySet());
        for (String key : keys) {
            differ(
                    found,
                    (what + " " + SameLoad.shortened(key)).strip(),
                    one.getOrDefault(key, ""),
                    two.getOrDefault(key, ""));
        }
    }

    private static String words(List<String> flags) {
        return String.join(" ", flags);
    }

    private static String hash(String sha256) {
        return sha256.length() <= 8 ? sha256 : sha256.substring(0, 8);
    }
}
