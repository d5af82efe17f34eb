package dev.tare.specimen.app.wamp.auth;

import org.jspecify.annotations.Nullable;

/** The ways to prove who one is, by the protocol's names. */
public enum AuthMethod {
    ANONYMOUS("anonymous"),
    TICKET("ticket"),
    WAMPCRA("wampcra");

    private final String word;

    AuthMethod(String word) {
        this.word = word;
    }

    /** The method of this name; null where there is none. */
    static @Nullable AuthMethod of(@Nullable Object word) {
        for (AuthMethod method : values()) {
            if (method.word.equals(word)) {
                return method;
            }
        }
        return null;
    }

    /** As messages name it. */
    public String word() {
        return word;
    }
}
