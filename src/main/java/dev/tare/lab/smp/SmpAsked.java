package dev.tare.lab.smp;

import com.google.protobuf.Message;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a result's test asked for, as far as it is known.
 *
 * @param connections of its client, more than 0
 * @param ratePerSec of its client; 0 in a closed loop
 */
public record SmpAsked(OptionalInt connections, OptionalDouble ratePerSec) {
    /** Nothing is known. */
    public static final SmpAsked NOTHING =
            new SmpAsked(OptionalInt.empty(), OptionalDouble.empty());

    /**
     * What a {@code PerformanceTestConfig} asked for.
     *
     * @param config of several clients says nothing: a result does not tell whose it is
     */
    public static SmpAsked by(Message config) {
        List<?> clients = (List<?>) SmpResultReader.value(config, "clients");
        if (clients.size() != 1) {
            return NOTHING;
        }
        Message client = (Message) clients.getFirst();
        int connections = (int) SmpResultReader.value(client, "connections");
        long ratePerSec = (long) SmpResultReader.value(client, "rps");
        return new SmpAsked(
                connections > 0 ? OptionalInt.of(connections) : OptionalInt.empty(),
                ratePerSec >= 0 ? OptionalDouble.of((double) ratePerSec) : OptionalDouble.empty());
    }
}
