package dev.tare.specimen.control.probe;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.RequestSpec;
import dev.tare.specimen.control.identity.RunCertificates;
import dev.tare.specimen.control.identity.WorkloadIdentities;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * The request by which a specimen shows that it works.
 *
 * @param request sent on a connection of its own
 * @param check what the answer must be
 * @param tls what makes its sockets; empty: it is sent without TLS
 */
public record HealthProbe(RequestSpec request, AnswerCheck check, Optional<SSLSocketFactory> tls) {
    /** Longer answers are not read. */
    public static final long MAX_ANSWER_BYTES = HttpProbe.MAX_ANSWER_BYTES / 2;

    /** Sent without TLS. */
    public HealthProbe(RequestSpec request, AnswerCheck check) {
        this(request, check, Optional.empty());
    }

    /** The same over TLS, trusting that authority alone. */
    public HealthProbe over(RunCertificates certificates) {
        return new HealthProbe(request, check, Optional.of(certificates.sockets()));
    }

    /**
     * The same over TLS, trusting the authority of these identities alone.
     *
     * @param workload whose identity is shown; empty: none is
     */
    public HealthProbe as(WorkloadIdentities identities, Optional<String> workload)
            throws IOException {
        return new HealthProbe(
                request,
                check,
                Optional.of(
                        workload.isPresent()
                                ? identities.socketsOf(workload.get())
                                : identities.socketsOfNobody()));
    }

    /** The same on sockets that the other one has. */
    public HealthProbe overTheSameAs(HealthProbe other) {
        return new HealthProbe(request, check, other.tls());
    }

    /** A {@code GET} that must be answered with a status of success. */
    public static HealthProbe get(String target) {
        return new HealthProbe(RequestSpec.get(target), AnswerCheck.success());
    }

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
