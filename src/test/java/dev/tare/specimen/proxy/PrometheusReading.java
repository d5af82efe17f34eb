package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads metrics as strictly as {@code promtool check metrics}: names and labels of the right
 * characters, HELP and TYPE once and before their samples, samples of one metric together and each
 * once, counters that end in {@code _total} and nothing else that does.
 *
 * <p>Source: Prometheus, <em>Exposition formats</em>, <em>Metric and label naming</em>.
 */
final class PrometheusReading {
    private static final Pattern NAME = Pattern.compile("[a-z_:][a-z0-9_:]*");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z0-9_:]+)(?:\\{(.*)})? (-?[0-9]+(?:\\.[0-9]+)?)");
    private static final Pattern LABEL =
            Pattern.compile("([a-z_][a-z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, Set<String>> labelNames = new HashMap<>();
    private final Set<String> metrics = new HashSet<>();
    private String metric = "";
    private String type = "";

    private PrometheusReading() {}

    /** All samples, by name and labels as they stand. */
    static Map<String, Double> of(String text) {
        assertThat(text).endsWith("\n");
        PrometheusReading reading = new PrometheusReading();
        text.lines().forEach(reading::line);
        return reading.samples;
    }

    private void line(String line) {
        String[] words = line.split(" ", 4);
        if (line.startsWith("# HELP ")) {
            metric = words[2];
            type = "";
            assertThat(NAME.matcher(metric).matches()).as(line).isTrue();
            assertThat(metrics.add(metric)).as("the first of " + line).isTrue();
            assertThat(words[3]).as(line).isNotBlank().endsWith(".");
        } else if (line.startsWith("# TYPE ")) {
            assertThat(words[2]).as(line).isEqualTo(metric);
            assertThat(type).as(line).isEmpty();
            type = words[3];
            assertThat(type).as(line).isIn("counter", "gauge");
            assertThat(metric.endsWith("_total")).as(line).isEqualTo(type.equals("counter"));
        } else {
            sample(line);
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group(1)).as(line).isEqualTo(metric);
        assertThat(type).as(line).isNotEmpty();
        Set<String> names = new HashSet<>();
        String labels = sample.group(2);
        if (labels != null) {
            Matcher label = LABEL.matcher(labels);
            int end = 0;
            while (label.find() && label.start() == end) {
                assertThat(names.add(label.group(1))).as(line).isTrue();
                end = label.end();
            }
            assertThat(end).as(line).isEqualTo(labels.length());
        }
        assertThat(labelNames.computeIfAbsent(metric, _ -> names)).as(line).isEqualTo(names);
        String key = line.substring(0, line.lastIndexOf(' '));
        Double before = samples.put(key, Double.valueOf(sample.group(3)));
        assertThat(before).as("twice: " + line).isNull();
        boolean counts = type.equals("counter");
        assertThat(!counts || Double.parseDouble(sample.group(3)) >= 0).as(line).isTrue();
    }
}
