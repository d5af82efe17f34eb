package dev.tare.lab.bundle;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.RequestSpec;
import java.util.List;

/**
 * The plan as it was carried out, defaults filled in.
 *
 * @param name of the plan, such as {@code built-in}
 * @param specimens names in the plan's order; the first is {@code bare}
 * @param workloads in the plan's order
 * @param blocks how many blocks were asked for
 * @param leadNs left out at the begin of every slice
 * @param measuredNs measured time of every slice whose workload did not ask for another
 * @param warmUpNs the longest warm-up of a scenario in a round
 * @param scale what times and bodies had been multiplied by; 1: nothing
 */
public record PlanRecord(
        String name,
        List<String> specimens,
        List<WorkloadRecord> workloads,
        int blocks,
        long leadNs,
        long measuredNs,
        long warmUpNs,
        double scale) {

    public PlanRecord {
        specimens = List.copyOf(specimens);
        workloads = List.copyOf(workloads);
        if (!(scale > 0 && scale <= 1)) {
            throw new IllegalArgumentException(
                    "scale " + scale + " must be more than 0, at most 1");
        }
    }

    /** At its full scale. */
    public PlanRecord(
            String name,
            List<String> specimens,
            List<WorkloadRecord> workloads,
            int blocks,
            long leadNs,
            long measuredNs,
            long warmUpNs) {
        this(name, specimens, workloads, blocks, leadNs, measuredNs, warmUpNs, 1);
    }

    /**
     * A workload.
     *
     * @param name unique within the plan, such as {@code 16k-closed}
     * @param request what is sent
     * @param check what a correct answer is
     * @param connections over all threads
     * @param threads of the instrument
     * @param timeoutNs of a request
     * @param model {@code closed} or {@code open}
     * @param law {@code constant} or {@code poisson}; empty in a closed loop
     * @param offeredRatePerSec as asked for; 0 where it is a share, or in a closed loop
     * @param shareOfSlowest of the slowest specimen's warm-up rate, 0 to 1; 0 where it is a rate.
     *     The rate that came of it stands in {@link RoundRecord#offeredRatesPerSec}.
     * @param endpoints names of its requests where it has several; {@code request} is the first
     * @param protocol what was asked for: {@code http1}, {@code http2} or {@code grpc}
     */
    public record WorkloadRecord(
            String name,
            RequestSpec request,
            AnswerCheck check,
            int connections,
            int threads,
            long timeoutNs,
            String model,
            String law,
            double offeredRatePerSec,
            double shareOfSlowest,
            List<String> endpoints,
            String protocol) {
        /** The protocol of whatever does not say otherwise. */
        public static final String HTTP1 = "http1";

        public WorkloadRecord {
            endpoints = List.copyOf(endpoints);
        }

        /** By HTTP/1.1. */
        public WorkloadRecord(
                String name,
                RequestSpec request,
                AnswerCheck check,
                int connections,
                int threads,
                long timeoutNs,
                String model,
                String law,
                double offeredRatePerSec,
                double shareOfSlowest,
                List<String> endpoints) {
            this(
                    name,
                    request,
                    check,
                    connections,
                    threads,
                    timeoutNs,
                    model,
                    law,
                    offeredRatePerSec,
                    shareOfSlowest,
                    endpoints,
                    HTTP1);
        }

        /** With one request. */
        public WorkloadRecord(
                String name,
                RequestSpec request,
                AnswerCheck check,
                int connections,
                int threads,
                long timeoutNs,
                String model,
                String law,
                double offeredRatePerSec,
                double shareOfSlowest) {
            this(
                    name,
                    request,
                    check,
                    connections,
                    threads,
                    timeoutNs,
                    model,
                    law,
                    offeredRatePerSec,
                    shareOfSlowest,
                    List.of());
        }

        /** Whether starts are set by the arrival process. */
        public boolean open() {
            return model.equals("open");
        }
    }
}
