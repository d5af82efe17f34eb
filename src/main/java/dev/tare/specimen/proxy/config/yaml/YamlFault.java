package dev.tare.specimen.proxy.config.yaml;

/** The text is no document that can be read. */
final class YamlFault extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    /**
     * A fault.
     *
     * @param line where, from 1; 0 if that is not known
     * @param sentence what is wrong and what would be right
     */
    YamlFault(int line, String sentence) {
        super(sentence);
        this.line = line;
    }

    int line() {
        return line;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
