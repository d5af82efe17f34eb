package dev.tare.lab.foreign.reader.result;

import java.util.List;

/**
 * One block of figures that a tool printed for one run, in canonical units: nanoseconds, bytes, per
 * second. What the tool did not print is empty; nothing is derived from other figures.
 *
 * @param tool who printed it
 * @param place from the block's first line to its last
 * @param whole whether the line stood there with which the tool ends: only then does a line's
 *     absence (wrk's socket errors) mean that there was none
 * @param labels what the words around it claim
 * @param asked what the tool was told to do
 * @param done what it did
 * @param latency as the tool means it: see {@link Latency}
 * @param answers statuses, errors, sockets and sizes
 * @param oddities lines that no sound run prints
 */
public record ForeignResult(
        Tool tool,
        Place place,
        boolean whole,
        Labels labels,
        Asked asked,
        Done done,
        Latency latency,
        Answers answers,
        List<Oddity> oddities) {
    public ForeignResult {
        oddities = List.copyOf(oddities);
    }
}
