package dev.tare.specimen.control;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.RequestSpec;

/**
 * The request by which a specimen shows that it works.
 *
 * @param request sent on a connection of its own
 * @param check what the answer must be
 */
public record HealthProbe(RequestSpec request, AnswerCheck check) {

    /** A {@code GET} that must be answered with 200 and so many bytes. */
    public static HealthProbe get(String target, long bodyLength) {
        return new HealthProbe(RequestSpec.get(target), AnswerCheck.okWithLength(bodyLength));
    }

    @Override
    public String toString() {
        String length =
                check.bodyLength() == AnswerCheck.ANY_LENGTH
                        ? ""
                        : " and " + check.bodyLength() + " bytes";
        return request.method()
                + " "
                + request.target()
                + " with "
                + (check.statusMin() == check.statusMax()
                        ? check.statusMin()
                        : check.statusMin() + "-" + check.statusMax())
                + length;
    }
}
