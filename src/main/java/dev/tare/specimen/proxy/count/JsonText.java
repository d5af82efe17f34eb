package dev.tare.specimen.proxy.count;

import dev.tare.specimen.proxy.log.LogText;

/**
 * Writes JSON, on one line. The caller says in which order; commas come by themselves.
 *
 * <p>Thread-safety: one thread.
 */
public final class JsonText {
    private final StringBuilder text = new StringBuilder();
    private boolean first = true;

    /** Begins an object; {@link #name} and a value follow in turns. */
    public JsonText object() {
        return begin('{');
    }

    /** Ends the object begun last. */
    public JsonText endObject() {
        return end('}');
    }

    /** Begins an array. */
    public JsonText array() {
        return begin('[');
    }

    /** Ends the array begun last. */
    public JsonText endArray() {
        return end(']');
    }

    /** The name of the value that follows. */
    public JsonText name(String name) {
        separate();
        LogText.appendJson(text, name);
        text.append(':');
        first = true;
        return this;
    }

    public JsonText value(String value) {
        separate();
        LogText.appendJson(text, value);
        return this;
    }

    public JsonText value(long value) {
        return plain(String.valueOf(value));
    }

    public JsonText value(double value) {
        return Double.isFinite(value) ? plain(String.valueOf(value)) : value(String.valueOf(value));
    }

    public JsonText value(boolean value) {
        return plain(String.valueOf(value));
    }

    /** A null. */
    public JsonText nothing() {
        return plain("null");
    }

    private JsonText plain(String value) {
        separate();
        text.append(value);
        return this;
    }

    private JsonText begin(char bracket) {
        separate();
        text.append(bracket);
        first = true;
        return this;
    }

    private JsonText end(char bracket) {
        text.append(bracket);
        first = false;
        return this;
    }

    private void separate() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    /** All of it, with a line feed. */
    public String line() {
        return text + "\n";
    }
}
