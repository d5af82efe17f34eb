package dev.tare.specimen.proxy.admin;

/** What one path of the admin port answers. Runs on the admin loop's thread. */
@FunctionalInterface
public interface AdminPage {

    /**
     * An answer.
     *
     * @param status 200 to 599
     * @param contentType of {@code body}
     * @param body ASCII
     */
    record Answer(int status, String contentType, String body) {
        private static final String TEXT = "text/plain; charset=utf-8";
        private static final int OK = 200;

        static Answer text(int status, String body) {
            return new Answer(status, TEXT, body);
        }

        static Answer text(String body) {
            return text(OK, body);
        }

        static Answer json(String body) {
            return new Answer(OK, "application/json", body);
        }
    }

    /** Answers GET, and HEAD without the body. */
    Answer get();

    /** Whether it takes POST. */
    default boolean takesPost() {
        return false;
    }

    /**
     * Answers POST, where {@link #takesPost}.
     *
     * @param query what follows the question mark, or nothing
     */
    default Answer post(String query) {
        throw new UnsupportedOperationException(query);
    }
}
