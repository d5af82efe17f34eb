package dev.tare.specimen.proxy.config;

/**
 * A value that a configuration must not have.
 *
 * <p>It names the key within its block, so that a reader, who knows where the block stands, can say
 * the whole place.
 */
public final class ConfigFault extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String key;
    private final String sentence;

    /**
     * A fault.
     *
     * @param key as it stands in the document; empty for the block as a whole
     * @param sentence the value, what is wrong with it and what it may be
     */
    public ConfigFault(String key, String sentence) {
        super(key.isEmpty() ? sentence : key + ": " + sentence);
        this.key = key;
        this.sentence = sentence;
    }

    /** The key within its block; empty for the block as a whole. */
    public String key() {
        return key;
    }

    /** What is wrong and what would be right, without the key. */
    public String sentence() {
        return sentence;
    }
}
