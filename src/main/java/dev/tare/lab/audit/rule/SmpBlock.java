package dev.tare.lab.audit.rule;

import dev.tare.lab.foreign.reader.result.Answers;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Asked;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Done;
import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.Labels;
import dev.tare.lab.foreign.reader.result.Latency;
import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import dev.tare.lab.smp.SmpAsked;
import dev.tare.lab.smp.SmpFinding;
import dev.tare.lab.smp.SmpFolderReader.Row;
import dev.tare.lab.smp.SmpResult;
import dev.tare.lab.smp.SmpResultChecks;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A result that was written as SMP, as a block among those that tools printed.
 *
 * @param result its figures in canonical units; a field that is 0 or no figure is empty. Its place
 *     is the whole file
 * @param findings of SMP's own checks
 * @param byTare whether {@code tare report --format smp} wrote it: times then count from the
 *     intended start
 * @param runs how many times the set-up was run for it; 1 where it does not say
 * @param rateTolerancePerSec how far its rate may lie from what was asked for and be no other rate
 * @param ownVerdicts what its writer's verdicts are, by field; empty where it doubts nothing
 */
public record SmpBlock(
        ForeignResult result,
        List<SmpFinding> findings,
        boolean byTare,
        int runs,
        double rateTolerancePerSec,
        SortedMap<String, String> ownVerdicts) {
    private static final double NS_PER_MS = 1e6;

    public SmpBlock {
        findings = List.copyOf(findings);
        ownVerdicts = new TreeMap<>(ownVerdicts);
    }

    /** A result, judged by itself and by what its test asked for. */
    public static SmpBlock of(Row row) {
        SmpResult written = row.result();
        OptionalLong runs = written.count("tare.blocks");
        return new SmpBlock(
                new ForeignResult(
                        Tool.SMP,
                        Place.line(written.source(), 1),
                        false,
                        labels(written),
                        asked(written, row.asked()),
                        done(written),
                        latency(written),
                        answers(written),
                        List.of()),
                SmpResultChecks.of(written, row.asked()),
                written.isByTare(),
                Math.clamp(runs.orElse(1), 1, Integer.MAX_VALUE),
                written.rateTolerancePerSec(row.asked().ratePerSec().orElse(0)),
                written.ownVerdicts());
    }

    private static Labels labels(SmpResult written) {
        List<String> told =
                written.isByTare()
                        ? List.of(written.specimen(), written.workload())
                        : written.labels().entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .toList();
        return new Labels(
                told.stream().filter(words -> !words.isBlank()).toList(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(written.url()).filter(url -> !url.isBlank()),
                List.of());
    }

    private static Asked asked(SmpResult written, SmpAsked asked) {
        double ratePerSec = asked.ratePerSec().orElse(0);
        Loop byRate =
                asked.ratePerSec().isEmpty()
                        ? Loop.UNKNOWN
                        : ratePerSec > 0 ? Loop.OPEN : Loop.CLOSED;
        Loop loop =
                switch (written.loadModel()) {
                    case "closed" -> Loop.CLOSED;
                    case "open" -> Loop.OPEN;
                    default -> byRate;
                };
        OptionalInt connections =
                asked.connections().isPresent() ? asked.connections() : written.connections();
        return new Asked(
                loop,
                ratePerSec > 0 && loop != Loop.CLOSED
                        ? OptionalDouble.of(ratePerSec)
                        : OptionalDouble.empty(),
                connections,
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static Done done(SmpResult written) {
        OptionalLong requests = written.count("tare.requests");
        return new Done(
                requests.isPresent() ? Optional.empty() : lasted(written),
                requests,
                OptionalLong.empty(),
                OptionalLong.empty(),
                written.ratePerSec().isPresent()
                        ? positive(written.ratePerSec().getAsDouble(), 1)
                        : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** From its begin to its end; of Tare's results that holds the turns of others too. */
    private static Optional<Printed> lasted(SmpResult written) {
        if (written.start().isEmpty() || written.end().isEmpty()) {
            return Optional.empty();
        }
        Duration lasted = Duration.between(written.start().get(), written.end().get());
        return positive(lasted.getSeconds() + lasted.getNano() / 1e9, 1e9);
    }

    private static Latency latency(SmpResult written) {
        if (written.latency().isEmpty()) {
            return Latency.NOTHING;
        }
        SmpResult.Latency times = written.latency().get();
        SortedMap<Double, Printed> percentiles = new TreeMap<>();
        Map.of(0.5, times.p50(), 0.9, times.p90(), 0.99, times.p99())
                .forEach((quantile, ms) ->
                        positive(ms, NS_PER_MS).ifPresent(ns -> percentiles.put(quantile, ns)));
        return new Latency(
                positive(times.average(), NS_PER_MS),
                Optional.empty(),
                positive(times.min(), NS_PER_MS),
                positive(times.max(), NS_PER_MS),
                OptionalDouble.empty(),
                written.count("tare.requests"),
                percentiles,
                List.of(),
                new TreeMap<>());
    }

    private static Answers answers(SmpResult written) {
        Map<ErrorClass, Long> errors = new EnumMap<>(ErrorClass.class);
        written.count("tare.failed").ifPresent(count -> errors.put(ErrorClass.OTHER, count));
        return new Answers(
                new TreeMap<>(), errors, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Optional<Printed> positive(double value, double factor) {
        double canonical = value * factor;
        return value > 0 && Double.isFinite(canonical)
                ? Optional.of(Printed.exact(canonical))
                : Optional.empty();
    }
}
