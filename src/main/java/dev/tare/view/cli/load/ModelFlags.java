package dev.tare.view.cli.load;

import static dev.tare.view.cli.shell.FlagText.halves;
import static dev.tare.view.cli.shell.FlagText.read;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RateShape;
import dev.tare.lab.plan.PlanException;
import dev.tare.lab.plan.TraceFile;
import dev.tare.view.cli.shell.UsageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say when requests start: the load model, and how many there are. */
final class ModelFlags {
    private static final String RAMP_FORM = "FROM..TO/TIME, such as 100..5000/30s";
    private static final String STEP_FORM = "RATE/TIME, such as 1000/10s";
    private static final String BURST_FORM = "SIZE/PERIOD, such as 100/1s";
    private static final int MAX_BURST = 1_000_000;

    @Option(
            names = {"-R", "--rate"},
            paramLabel = "RATE",
            description = "Offered rate, such as 5000/s: open loop. Without it: closed loop.")
    private @Nullable String rate;

    @Option(
            names = "--ramp",
            paramLabel = "FROM..TO/TIME",
            description = "Open loop whose rate moves in a line and then stays: 100..5000/30s.")
    private @Nullable String ramp;

    @Option(
            names = "--steps",
            paramLabel = "RATE/TIME,…",
            description =
                    "Open loop of one rate after the other, the last one stays: 1k/10s,2k/10s.")
    private @Nullable String steps;

    @Option(
            names = "--bursts",
            paramLabel = "SIZE/PERIOD",
            description = "Open loop of many requests at one instant, again and again: 100/1s.")
    private @Nullable String bursts;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Open loop of recorded starts, one a line, in seconds or as 250ms.")
    private @Nullable String trace;

    @Option(
            names = "--law",
            paramLabel = "LAW",
            description = "Spacing in an open loop: constant (the default) or poisson.")
    private @Nullable String law;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of what is drawn by chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--think",
            paramLabel = "TIME",
            description = "Closed loop: a client's pause between an answer and its next request.")
    private @Nullable String think;

    @Option(
            names = {"-n", "--calls"},
            paramLabel = "N",
            description = "Requests to measure; the load ends with the last one's answer.")
    private @Nullable String calls;

    ModelFlags() {}

    /** How many requests are measured, if that was said. */
    Optional<Long> calls() throws UsageException {
        return calls == null
                ? Optional.empty()
                : Optional.of(
                        (long) read("-n", calls, t -> QuantityText.count(t, 1, Integer.MAX_VALUE)));
    }

    /** Seeds whatever is random in the load. */
    long seed() {
        return seed;
    }

    /**
     * When requests start.
     *
     * @throws UsageException when flags exclude each other, or one cannot be read
     */
    LoadModel model() throws UsageException {
        List<String> shapes = namesGiven();
        if (shapes.size() > 1) {
            throw new UsageException(
                    "%s and %s exclude each other".formatted(shapes.getFirst(), shapes.get(1)));
        }
        if (shapes.isEmpty()) {
            if (law != null) {
                throw new UsageException("--law is of an open loop; add a rate, such as -R 5000/s");
            }
            return closedLoop();
        }
        String flag = shapes.getFirst();
        if (think != null) {
            throw new UsageException(
                    "--think is of a closed loop, %s of an open one".formatted(flag));
        }
        ArrivalLaw spacing = law == null ? ArrivalLaw.CONSTANT : law(law);
        RateShape shape = shape();
        return read(flag, "", ignored -> new LoadModel.OpenLoop(shape, spacing, seed));
    }

    private List<String> namesGiven() {
        return Stream.of(
                        rate == null ? "" : "--rate",
                        ramp == null ? "" : "--ramp",
                        steps == null ? "" : "--steps",
                        bursts == null ? "" : "--bursts",
                        trace == null ? "" : "--trace")
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private LoadModel closedLoop() throws UsageException {
        return new LoadModel.ClosedLoop(
                think == null ? 0 : read("--think", think, QuantityText::durationNs));
    }

    private static ArrivalLaw law(String text) throws UsageException {
        return switch (text) {
            case "constant" -> ArrivalLaw.CONSTANT;
            case "poisson" -> ArrivalLaw.POISSON;
            default ->
                    throw new UsageException(
                            "--law: \"" + text + "\" is neither constant nor poisson");
        };
    }

    private RateShape shape() throws UsageException {
        if (ramp != null) {
            return read("--ramp", ramp, ModelFlags::ramp);
        }
        if (steps != null) {
            return read("--steps", steps, ModelFlags::steps);
        }
        if (bursts != null) {
            return read("--bursts", bursts, ModelFlags::bursts);
        }
        if (trace != null) {
            return trace(trace);
        }
        String steady = rate == null ? "" : rate;
        return read("--rate", steady, t -> new RateShape.Steady(QuantityText.ratePerSec(t)));
    }

    private static RateShape ramp(String text) {
        String[] ratesAndTime = halves(text, "/", RAMP_FORM);
        String[] rates = halves(ratesAndTime[0], "..", RAMP_FORM);
        return new RateShape.Ramp(
                QuantityText.ratePerSec(rates[0]),
                QuantityText.ratePerSec(rates[1]),
                durationNs(ratesAndTime[1], text, RAMP_FORM));
    }

    private static RateShape steps(String text) {
        List<RateShape.Step> list = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] rateAndTime = halves(part, "/", STEP_FORM);
            long durationNs = durationNs(rateAndTime[1], part, STEP_FORM);
            list.add(new RateShape.Step(QuantityText.ratePerSec(rateAndTime[0]), durationNs));
        }
        return new RateShape.Steps(list);
    }

    private static RateShape bursts(String text) {
        String[] sizeAndPeriod = halves(text, "/", BURST_FORM);
        return new RateShape.Bursts(
                QuantityText.count(sizeAndPeriod[0], 1, MAX_BURST),
                durationNs(sizeAndPeriod[1], text, BURST_FORM));
    }

    /** A rate without a time, such as 1000/s, has something behind its stroke too. */
    private static long durationNs(String text, String whole, String form) {
        if (!Character.isDigit(text.charAt(0))) {
            throw new IllegalArgumentException("\"" + whole + "\" is not of the form " + form);
        }
        return QuantityText.durationNs(text);
    }

    private static RateShape trace(String file) throws UsageException {
        try {
            return TraceFile.read(Path.of(file));
        } catch (InvalidPathException e) {
            throw new UsageException("--trace: \"" + file + "\" is no path: " + e.getReason());
        } catch (PlanException e) {
            throw new UsageException("--trace: " + e.getMessage());
        }
    }
}
