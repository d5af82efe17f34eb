package dev.tare.lab.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A fault that published figures had, and that a bundle can be searched for. */
public enum PublishedCheck {
    /** Connections were closed again and again, so that the load measured their opening. */
    KEPT_CONNECTIONS("kept-connections"),
    /** Some took seconds because a SYN was lost and sent again after 1, 3 or 7 s. */
    SYN_RETRANSMISSION("syn-retransmission"),
    /** Response times stood at Nagle's algorithm's and delayed ACK's 40 ms, whatever the load. */
    TIMER_PLATEAU("timer-plateau"),
    /** Requests that got no answer, or not a whole one. */
    LOST_RESPONSES("lost-responses"),
    /** A spread computed as the difference of two large sums came out negative. */
    NEGATIVE_VARIANCE("negative-variance"),
    /** Answers that were not what was asked for, such as errors under a status of success. */
    WRONG_ANSWERS("wrong-answers"),
    /** Rates and times that Little's law does not let stand together. */
    LITTLES_LAW("littles-law"),
    /** Wrapped and bare as fast as each other, for something else was the limit. */
    LIMIT_ELSEWHERE("limit-elsewhere");

    private final String key;

    PublishedCheck(String key) {
        this.key = key;
    }

    /** Its name in files. */
    public String key() {
        return key;
    }

    /** The check with that name in files. */
    static Optional<PublishedCheck> of(String key) {
        return Arrays.stream(values()).filter(check -> check.key.equals(key)).findFirst();
    }

    /** All names, for messages. */
    static String keys() {
        return Arrays.stream(values()).map(PublishedCheck::key).collect(Collectors.joining(", "));
    }
}
