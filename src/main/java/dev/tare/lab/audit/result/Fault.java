package dev.tare.lab.audit.result;

import java.util.Locale;

/** What can be wrong; findings of one fault in many blocks are told together. */
public enum Fault {
    CONTRADICTION(AuditRule.TOTALS, "The block's own figures contradict each other"),
    NOT_A_NUMBER(AuditRule.TOTALS, "A figure is not a number"),
    NO_ANSWERS(AuditRule.TOTALS, "Nothing was answered"),
    BACKWARDS(AuditRule.TOTALS, "It ends before it begins"),
    JOINED_LINES(AuditRule.TOTALS, "A line's end was lost"),
    TIME_MISSING(AuditRule.LITTLES_LAW, "The mean is too short for its rate and connections"),
    TOO_MUCH_TIME(AuditRule.LITTLES_LAW, "The mean is too long for its rate and connections"),
    BACK_FILLED(AuditRule.LITTLES_LAW, "wrk added times that no request had"),
    LEFT_OUT(AuditRule.TIMEOUTS, "Timeouts are missing from the response times"),
    CUT_OFF(AuditRule.TIMEOUTS, "Requests were cut off by the tool's own timeout"),
    FAILED_REQUESTS(AuditRule.ERRORS, "Failed requests stand among the results"),
    OTHER_SIZE(AuditRule.ANSWER_BYTES, "Answers do not have the size that is claimed"),
    OTHER_WORK(AuditRule.SAME_WORK, "Blocks that should do the same work do not"),
    OTHER_HEADS(AuditRule.SAME_WORK, "Answers to one request differ by a few bytes"),
    ERROR_REPLIES(AuditRule.ERROR_REPLIES, "Answers look like error replies with a good status"),
    CLOSED_EVERY_N(
            AuditRule.KEEP_ALIVE, "Connections were closed after a fixed number of requests"),
    RECONNECTED(AuditRule.KEEP_ALIVE, "More connections were opened than needed"),
    NOT_COUNTED(AuditRule.KEEP_ALIVE, "Zeros stand where the tool did not count"),
    LOST_SYN(AuditRule.TAIL_TIMERS, "The tail stands where a lost SYN would put it"),
    TIMER(AuditRule.TIME_AND_LOAD, "The response time does not depend on the load"),
    SAME_RATE(AuditRule.RATE_AND_SETUP, "The rate does not depend on what is compared"),
    QUEUEING(AuditRule.SATURATION, "More connections only queue longer"),
    CLOSED_LOOP(AuditRule.LOAD_MODEL, "Response times of a closed loop"),
    FROM_THE_SEND(AuditRule.LOAD_MODEL, "Response times from the send"),
    RATE_MISSED(AuditRule.RATE_ASKED, "The rate that was asked for was not reached"),
    OTHER_RATE(AuditRule.RATE_ASKED, "Another rate than was asked for"),
    FELL_BEHIND(AuditRule.RATE_ASKED, "The tool fell behind its own schedule"),
    FEW_SAMPLES(AuditRule.SAMPLES, "Too few requests for a percentile"),
    NEGATIVE_VARIANCE(AuditRule.SPREAD, "A variance came out negative"),
    IMPOSSIBLE_SPREAD(AuditRule.SPREAD, "A deviation cannot be"),
    OTHER_LABEL(AuditRule.LABELS, "The label contradicts the figures"),
    COPIED(AuditRule.LABELS, "Figures were copied from a block with another label"),
    ONE_RUN(AuditRule.REPEATS, "One run each"),
    SECONDS(AuditRule.UNIT, "Seconds stand where milliseconds belong"),
    DOUBTED(AuditRule.OWN_VERDICT, "Who wrote the figures doubts them");

    private final AuditRule rule;
    private final String title;

    Fault(AuditRule rule, String title) {
        this.rule = rule;
        this.title = title;
    }

    /** The rule that finds it. */
    public AuditRule rule() {
        return rule;
    }

    /** What it is, in a few words. */
    public String title() {
        return title;
    }

    /** Its name for a program, such as {@code left_out}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
