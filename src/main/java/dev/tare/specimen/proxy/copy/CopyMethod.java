package dev.tare.specimen.proxy.copy;

import java.util.Arrays;
import java.util.stream.Collectors;

/** By what means the bytes of bodies get from one connection to the other. */
public enum CopyMethod {
    /** Sent from the buffer into which they were received; only what is not taken is copied. */
    MEM("mem"),
    /** Through pipes, within the kernel. */
    SPLICE("splice"),
    /** Copied by Intel's Data Streaming Accelerator. */
    DSA("dsa"),
    /** Copied by a software model of that device. Its figures say nothing about the device. */
    DSA_MODEL("dsa-model");

    private final String word;

    CopyMethod(String word) {
        this.word = word;
    }

    /** The name in command lines and counters. */
    public String word() {
        return word;
    }

    /**
     * The method of that name.
     *
     * @throws IllegalArgumentException that names the text and what was expected
     */
    public static CopyMethod named(String text) {
        return Arrays.stream(values())
                .filter(method -> method.word.equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "the copy engine \"%s\" is none of %s".formatted(text, words())));
    }

    private static String words() {
        return Arrays.stream(values()).map(CopyMethod::word).collect(Collectors.joining(", "));
    }
}
