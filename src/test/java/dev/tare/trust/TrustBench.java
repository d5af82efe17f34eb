package dev.tare.trust;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** {@code bench/trust}: plants faults in real runs, and says which rule caught each. */
public final class TrustBench {
    private static final int MISSED = 1;
    private static final int USAGE = 2;
    private static final int COMPARISONS = 200;

    private final PrintStream out;
    private List<String> only = List.of();
    private boolean markdown;
    private boolean list;
    private boolean bare;
    private boolean keep;
    private long seed = 1;
    private int comparisons = COMPARISONS;
    private String slice = "120ms";

    private TrustBench(PrintStream out) {
        this.out = out;
    }

    /** Runs the bench, and ends with 1 where a fault was missed or a control was alarmed. */
    public static void main(String[] words) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        TrustBench bench = new TrustBench(out);
        int exit;
        try {
            bench.parse(new ArrayList<>(List.of(words)));
            exit = bench.run();
        } catch (IllegalArgumentException e) {
            System.err.println("trust: " + e.getMessage());
            exit = USAGE;
        }
        System.exit(exit);
    }

    private void parse(List<String> words) {
        while (!words.isEmpty()) {
            String word = words.removeFirst();
            switch (word) {
                case "--only" -> only = Arrays.asList(value(word, words).split(",", -1));
                case "--seed" -> seed = number(word, words);
                case "--markdown" -> markdown = true;
                case "--list" -> list = true;
                case "--keep" -> keep = true;
                case "--bare-against-bare" -> bare = true;
                case "--comparisons" -> comparisons = Math.toIntExact(number(word, words));
                case "--slice" -> slice = value(word, words);
                default ->
                        throw new IllegalArgumentException(
                                word
                                        + " is not known; there are --only NAME,…  --seed N "
                                        + " --markdown  --list  --keep  --bare-against-bare"
                                        + " [--comparisons N] [--slice TIME]");
            }
        }
    }

    private static String value(String word, List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(word + " needs a value");
        }
        return words.removeFirst();
    }

    private static long number(String word, List<String> words) {
        String value = value(word, words);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(word + ": \"" + value + "\" is no number", e);
        }
    }

    private int run() throws IOException, InterruptedException {
        if (list && markdown) {
            out.print(TrustTable.expected(PlantedFaults.all()));
            return 0;
        }
        if (list) {
            PlantedFaults.all()
                    .forEach(fault -> out.printf("%-24s %s%n", fault.name(), fault.planted()));
            return 0;
        }
        Path folder = Files.createTempDirectory("tare-trust-");
        try {
            return bare ? bareAgainstBare(folder) : faults(folder);
        } finally {
            if (keep) {
                out.println("the bundles are in " + folder);
            } else {
                delete(folder);
            }
        }
    }

    private int faults(Path folder) throws IOException, InterruptedException {
        List<PlantedFault> faults = chosen();
        out.printf("%d faults, seed %d%n%n", faults.size(), seed);
        FaultBench bench =
                new FaultBench(folder, judgement -> out.print(TrustTable.line(judgement)));
        List<Judgement> judgements = bench.run(faults);
        if (markdown) {
            List<PlantedFault> order = PlantedFaults.all();
            out.println();
            out.print(
                    TrustTable.markdown(
                            judgements.stream()
                                    .sorted(
                                            Comparator.comparingInt(judgement ->
                                                    names(order).indexOf(judgement.fault().name())))
                                    .toList()));
        }
        long bad = judgements.stream().filter(judgement -> !judgement.good()).count();
        long leftOut = judgements.stream().filter(j -> !j.leftOut().isEmpty()).count();
        out.printf(
                "%n%d caught, %d missed or with a false alarm, %d left out%n",
                judgements.size() - bad - leftOut, bad, leftOut);
        return bad == 0 ? 0 : MISSED;
    }

    private List<PlantedFault> chosen() {
        List<PlantedFault> all = new ArrayList<>(PlantedFaults.all());
        for (String name : only) {
            if (!names(all).contains(name)) {
                throw new IllegalArgumentException(
                        "there is no fault " + name + "; --list shows all");
            }
        }
        Collections.shuffle(all, new Random(seed));
        return only.isEmpty()
                ? all
                : all.stream().filter(fault -> only.contains(fault.name())).toList();
    }

    private static List<String> names(List<PlantedFault> faults) {
        return faults.stream().map(PlantedFault::name).toList();
    }

    private int bareAgainstBare(Path folder) throws IOException, InterruptedException {
        out.printf(
                "bare against bare, %d times: the tare cost of the %s, open loop, 95 %%.%n"
                        + "At most %d may be called different.%n%n",
                comparisons, BareAgainstBare.FIGURE.label(), BareAgainstBare.bound(comparisons));
        BareAgainstBare.Count count =
                new BareAgainstBare(folder, out).run(comparisons, slice, seed);
        out.printf(
                "%n%d of %d were called different, %d had no interval; at most %d may be different:"
                        + " %s%n",
                count.different(),
                count.comparisons(),
                count.undecided(),
                count.bound(),
                count.good() ? "good" : "NOT GOOD");
        return count.good() ? 0 : MISSED;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
