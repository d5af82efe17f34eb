package dev.tare.specimen.planlimit;

/** What becomes of a request, and how that is answered wherever it is decided. */
public enum PlanOutcome {
    /** It is served. */
    ADMITTED(200, "All Good!\n"),
    /** It has no token, or none that can be read. */
    UNAUTHORIZED(401, "Unauthorized\n"),
    /** There is no plan of that name. */
    UNKNOWN_PLAN(429, "Invalid plan name.\n"),
    /** The user has had all that the plan allows in this minute. */
    EXCEEDED(429, "Limit exceeded.\n");

    /**
     * The field that names the scheme with a 401, which must have one: there is none registered.
     */
    public static final String CHALLENGE = "Token realm=\"imagehub\"";

    /** The field that counts the user's requests of this minute, with {@link #EXCEEDED}. */
    public static final String COUNT_FIELD = "x-rate-limit";

    /** The field that names the user, with {@link #EXCEEDED}. */
    public static final String USER_FIELD = "x-app-user";

    private final int status;
    private final String text;

    PlanOutcome(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /** Of the answer. */
    public int status() {
        return status;
    }

    /** The answer's body. */
    public String text() {
        return text;
    }
}
