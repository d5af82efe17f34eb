package dev.tare.specimen.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Metrics as Prometheus reads them: its text format, version 0.0.4.
 *
 * <p>Thread-safety: one thread.
 */
public final class PrometheusText {
    /** What an answer with such a text calls its type. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final int FIRST_CHARS = 2048;

    private final StringBuilder text = new StringBuilder(FIRST_CHARS);

    /** A text without metrics. */
    public PrometheusText() {}

    /** The next samples are of a counter. */
    public PrometheusText counter(String name, String help) {
        return head(name, help, "counter");
    }

    /** The next samples are of a gauge. */
    public PrometheusText gauge(String name, String help) {
        return head(name, help, "gauge");
    }

    /** The next samples are of a histogram: its buckets, its sum and its count. */
    public PrometheusText histogram(String name, String help) {
        return head(name, help, "histogram");
    }

    private PrometheusText head(String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /**
     * Adds a sample.
     *
     * @param labels {@link #label} of each, with commas between; empty for none
     */
    public PrometheusText sample(String name, String labels, long value) {
        return sample(name, labels, Long.toString(value));
    }

    /** The same with a fraction. */
    public PrometheusText sample(String name, String labels, double value) {
        return sample(name, labels, Double.toString(value));
    }

    private PrometheusText sample(String name, String labels, String value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
        return this;
    }

    /** A label as {@link #sample} takes it, its value escaped. */
    public static String label(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + "=\"" + escaped + "\"";
    }

    /** All that was added, as an answer's body. */
    public byte[] bytes() {
        return text.toString().getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
