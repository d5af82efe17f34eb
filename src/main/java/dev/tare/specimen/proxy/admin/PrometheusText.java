package dev.tare.specimen.proxy.admin;

import java.util.Locale;

/**
 * Writes metrics as Prometheus reads them: text, version 0.0.4.
 *
 * <p>Source: Prometheus, <em>Exposition formats</em>. Thread-safety: one thread.
 */
final class PrometheusText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private String metric = "";

    /** Begins a counter: a sum that only grows, with a name that ends in {@code _total}. */
    PrometheusText counter(String name, String help) {
        return begin(name, "counter", help);
    }

    /** Begins a gauge: a value that comes and goes. */
    PrometheusText gauge(String name, String help) {
        return begin(name, "gauge", help);
    }

    private PrometheusText begin(String name, String type, String help) {
        metric = name;
        text.append("# HELP ").append(name).append(' ');
        text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** A value of the metric that was begun last, without labels. */
    PrometheusText value(long value) {
        text.append(metric).append(' ').append(value).append('\n');
        return this;
    }

    /** The same with a fraction. */
    PrometheusText value(double value) {
        text.append(metric).append(' ').append(String.format(Locale.ROOT, "%.6f", value));
        text.append('\n');
        return this;
    }

    /**
     * A value with labels.
     *
     * @param labels name, value, name, value...
     */
    PrometheusText value(long value, String... labels) {
        text.append(metric);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            text.append(escaped(labels[i + 1])).append('"');
        }
        text.append("} ").append(value).append('\n');
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** All of it. */
    String text() {
        return text.toString();
    }
}
