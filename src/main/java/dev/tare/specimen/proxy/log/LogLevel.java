package dev.tare.specimen.proxy.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much an event matters, from the least to the most. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** As it is written: {@code debug}, {@code info}, {@code warn} or {@code error}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level that is written so; empty for any other text. */
    public static Optional<LogLevel> of(String text) {
        return Arrays.stream(values()).filter(level -> level.text().equals(text)).findFirst();
    }
}
