package dev.tare.view.audit;

import dev.tare.lab.audit.result.Audit;
import dev.tare.view.text.TextStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How an audit is told. */
public enum AuditFormat {
    TEXT,
    MD,
    JSON;

    /** The format of that name, such as {@code md}. */
    public static Optional<AuditFormat> of(String key) {
        return Arrays.stream(values()).filter(format -> format.key().equals(key)).findFirst();
    }

    /** All names, for a message. */
    public static String keys() {
        return Arrays.stream(values()).map(AuditFormat::key).collect(Collectors.joining(", "));
    }

    /** Its name. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The whole audit.
     *
     * @param style of the terminal, for text
     * @param everyBlock whether each block is told by itself, however many there are
     */
    public String render(Audit audit, TextStyle style, boolean everyBlock) {
        return switch (this) {
            case TEXT -> new AuditText(style, everyBlock).render(audit);
            case MD -> new AuditMarkdown(everyBlock).render(audit);
            case JSON -> AuditJson.render(audit);
        };
    }
}
