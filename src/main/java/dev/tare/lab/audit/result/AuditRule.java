package dev.tare.lab.audit.result;

import java.util.Locale;

/** What is looked at. */
public enum AuditRule {
    TOTALS("totals", "requests, seconds, rates and percentiles agree with each other"),
    LITTLES_LAW("Little's law", "rate × mean time is what the connections can have in flight"),
    TIMEOUTS("timeouts", "no request is left out of the times, or cut off by the tool"),
    ERRORS("errors", "at most 0.1 % of the requests failed"),
    ANSWER_BYTES("bytes per answer", "answers have the size that path and label say"),
    SAME_WORK("same work", "blocks of one path or label have answers of one size"),
    ERROR_REPLIES("error replies", "answers of sibling requests have one size"),
    KEEP_ALIVE("keep-alive", "connections lived to the end"),
    TAIL_TIMERS("timers in the tail", "no percentile stands where a lost SYN would put it"),
    TIME_AND_LOAD("time and load", "the response time follows the load, not a timer"),
    RATE_AND_SETUP("rate and set-up", "the rate follows what is compared, not what is behind it"),
    SATURATION("saturation", "more connections give more, not only longer queues"),
    LOAD_MODEL("load model", "who decides when a request starts"),
    RATE_ASKED("rate asked for", "the rate that was asked for was reached"),
    SAMPLES("samples", "a percentile has the requests that it needs"),
    SPREAD("spread", "deviations are possible ones"),
    LABELS("labels", "the words around the figures say what the figures say"),
    REPEATS("repeats", "a set-up was run more than once"),
    UNIT("unit of the times", "times are in the unit that their field promises"),
    OWN_VERDICT("own verdict", "who wrote the figures doubts none of them");

    private final String words;
    private final String holds;

    AuditRule(String words, String holds) {
        this.words = words;
        this.holds = holds;
    }

    /** Its name for a reader. */
    public String words() {
        return words;
    }

    /** What is the case where nothing is found. */
    public String holds() {
        return holds;
    }

    /** Its name for a program, such as {@code littles_law}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
