package dev.tare.view.cli;

import dev.tare.lab.cost.CostQuestion;
import dev.tare.lab.cost.Prices;
import dev.tare.lab.meshmark.Term;
import dev.tare.lab.meshmark.Weights;
import dev.tare.view.cli.shell.FlagText;
import dev.tare.view.cli.shell.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a report shall tell of the cost of running ({@code docs/cost.md}). */
final class CostFlags {
    @Option(
            names = "--vcpu-hour",
            paramLabel = "PRICE",
            description = "Tell money too: the price of one core for an hour, such as 0.04.")
    private @Nullable String vcpuHour;

    @Option(
            names = "--gb-hour",
            paramLabel = "PRICE",
            description = "The price of 10^9 bytes of memory for an hour, such as 0.005.")
    private @Nullable String gbHour;

    @Option(
            names = "--at-rate",
            paramLabel = "RATE",
            description = "Tell money at this rate, such as 1000/s (default: the measured one).")
    private @Nullable String atRate;

    @Option(
            names = "--page-calls",
            paramLabel = "N",
            description = "Calls that a page makes at once (default: ${DEFAULT-VALUE}).")
    private int pageCalls = CostQuestion.DEFAULT_PAGE_CALLS;

    @Option(
            names = "--mark-weight",
            paramLabel = "TERM=W",
            description =
                    "Weigh a term of MeshMark by 1 + W, -0.5 to 0.5, such as cpu=0.2; again for"
                            + " others (docs/meshmark.md).")
    private List<String> markWeights = new ArrayList<>();

    CostFlags() {}

    CostQuestion question() throws UsageException {
        if (atRate != null && vcpuHour == null && gbHour == null) {
            throw new UsageException("--at-rate needs a price: --vcpu-hour or --gb-hour");
        }
        Optional<Prices> prices =
                vcpuHour == null && gbHour == null
                        ? Optional.empty()
                        : Optional.of(
                                prices(price("--vcpu-hour", vcpuHour), price("--gb-hour", gbHour)));
        OptionalDouble rate =
                atRate == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(
                                FlagText.read(
                                        "--at-rate",
                                        atRate.replaceFirst("/s$", ""),
                                        CostFlags::number));
        return FlagText.read("report", "", any -> new CostQuestion(prices, rate, pageCalls));
    }

    Weights weights() throws UsageException {
        Weights weights = Weights.EVEN;
        for (String text : markWeights) {
            Weights before = weights;
            weights = FlagText.read("--mark-weight", text, given -> with(before, given));
        }
        return weights;
    }

    private static Weights with(Weights weights, String text) {
        String[] halves = FlagText.halves(text, "=", "TERM=W");
        Term term =
                Term.of(halves[0])
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "term \"%s\" is not known; known are %s"
                                                .formatted(halves[0], terms())));
        return weights.with(term, number(halves[1]));
    }

    private static String terms() {
        return Arrays.stream(Term.values()).map(Term::key).collect(Collectors.joining(", "));
    }

    private static double price(String flag, @Nullable String text) throws UsageException {
        return text == null ? 0 : FlagText.read(flag, text, CostFlags::number);
    }

    private static Prices prices(double vcpuHour, double gbHour) throws UsageException {
        return FlagText.read("prices", "", any -> new Prices(vcpuHour, gbHour));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number", e);
        }
    }
}
