package dev.tare.lab.find;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import org.HdrHistogram.Histogram;

/**
 * What was learnt in one short stretch of a point: the unit in which its spread is seen.
 *
 * @param tally counts of the stretch
 * @param responseTime of the requests that ended in it, ns
 * @param serviceTime of the same, ns
 */
public record Window(Tally tally, Histogram responseTime, Histogram serviceTime) {

    /** Requests whose fate was learnt here; the end of a load is the fate of none. */
    long judged() {
        return tally.ended()
                + tally.unsentTotal()
                - tally.count(Unsent.STOPPED)
                + tally.inFlightAtEnd();
    }

    /** Of those, the ones that did not end as correct. */
    long failed() {
        return judged() - tally.count(Outcome.CORRECT);
    }

    /** Both as one. */
    Window plus(Window other) {
        Histogram response = responseTime.copy();
        response.add(other.responseTime);
        Histogram service = serviceTime.copy();
        service.add(other.serviceTime);
        return new Window(tally.plus(other.tally), response, service);
    }
}
