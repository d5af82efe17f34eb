package dev.tare.lab.foreign.reader.result;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came back.
 *
 * @param statuses answers by status code; a tool that counts classes only (Nighthawk's {@code
 *     http_2xx}) has them under 200, 300, 400, 500; gRPC's healthy answers stand under 0. Fortio's
 *     −1 stands in {@code errors}
 * @param errors requests or connections that failed, by class; a class is absent where the tool did
 *     not print it
 * @param sockets opened and needed
 * @param headBytes sizes of the answers' heads
 * @param wholeBytes sizes of whole answers: head and body for fortio's own client, the body alone
 *     for its standard client (whose heads are all 0), Nighthawk, oha and vegeta
 */
public record Answers(
        SortedMap<Integer, Long> statuses,
        Map<ErrorClass, Long> errors,
        Optional<Sockets> sockets,
        Optional<Sizes> headBytes,
        Optional<Sizes> wholeBytes) {

    /** Nothing was printed. */
    public static final Answers NOTHING =
            new Answers(
                    new TreeMap<>(),
                    new EnumMap<>(ErrorClass.class),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public Answers {
        statuses = Collections.unmodifiableSortedMap(new TreeMap<>(statuses));
        Map<ErrorClass, Long> copy = new EnumMap<>(ErrorClass.class);
        copy.putAll(errors);
        errors = Collections.unmodifiableMap(copy);
    }

    /** How many failed so; 0 where the tool did not say. */
    public long errors(ErrorClass kind) {
        return errors.getOrDefault(kind, 0L);
    }

    /** How a request or a connection failed. */
    public enum ErrorClass {
        /** A connection could not be opened. */
        CONNECT,
        /** The answer could not be read. */
        READ,
        /** The request could not be written. */
        WRITE,
        /** No answer in time. */
        TIMEOUT,
        /** wrk's "Non-2xx or 3xx responses": statuses above 399, which it does count as done. */
        STATUS,
        /** No answer, and not said why: fortio's Code −1. */
        NO_ANSWER,
        /** Whatever else the tool counts as a failure. */
        OTHER
    }

    /**
     * Connections that were opened.
     *
     * @param opened over the whole run
     * @param perfect how many would do if each lived to the end ("for perfect keepalive, would be")
     */
    public record Sockets(long opened, OptionalLong perfect) {}

    /**
     * Sizes of answers, in bytes.
     *
     * @param count of answers whose size is known; empty where not printed
     * @param mean of an answer
     * @param stdev the standard deviation, where printed
     * @param min the smallest
     * @param max the largest
     * @param sum of all
     */
    public record Sizes(
            OptionalLong count,
            Optional<Printed> mean,
            Optional<Printed> stdev,
            Optional<Printed> min,
            Optional<Printed> max,
            Optional<Printed> sum) {}
}
