package dev.tare.lab.history;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a workload asks for, and how it is measured: two bundles belong to one series only where
 * both are equal. Left out is what changes no figure's meaning: how many blocks, which other
 * specimens, what commands start them.
 *
 * @param words such as {@code GET /byte/100, open loop, 64 connections}
 * @param sha256 of all of it, in hexadecimal
 */
public record WorkloadIdentity(String words, String sha256) {

    static WorkloadIdentity of(PlanRecord plan, WorkloadRecord workload) {
        return new WorkloadIdentity(
                BundleEntry.bounded(words(plan, workload)),
                Digest.sha256(String.join("\n", everything(plan, workload))));
    }

    private static String words(PlanRecord plan, WorkloadRecord workload) {
        RequestSpec request = workload.request();
        int others = Math.max(0, workload.endpoints().size() - 1);
        List<String> parts = new ArrayList<>();
        parts.add(
                request.method()
                        + " "
                        + request.target()
                        + (others == 0 ? "" : " and " + others + " more")
                        + (workload.protocol().equals(WorkloadRecord.HTTP1)
                                ? ""
                                : " (" + workload.protocol() + ")"));
        parts.add(load(workload));
        parts.add(counted(workload.connections(), "connection"));
        parts.add(counted(workload.threads(), "thread"));
        parts.add(
                "slices of "
                        + Words.time((double) plan.measuredNs())
                        + " after "
                        + Words.time((double) plan.leadNs()));
        parts.add("plan " + plan.name());
        return String.join(", ", parts);
    }

    private static String load(WorkloadRecord workload) {
        if (!workload.open()) {
            return "closed loop";
        }
        String rate =
                workload.offeredRatePerSec() > 0
                        ? String.format(Locale.ROOT, "%,.0f/s", workload.offeredRatePerSec())
                        : String.format(
                                Locale.ROOT,
                                "%.0f %% of the slowest",
                                workload.shareOfSlowest() * 100);
        return "open loop (" + workload.law() + ") at " + rate;
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    private static List<String> everything(PlanRecord plan, WorkloadRecord workload) {
        RequestSpec request = workload.request();
        List<String> parts = new ArrayList<>();
        parts.add(plan.name());
        parts.add(plan.leadNs() + " " + plan.measuredNs() + " " + plan.warmUpNs());
        parts.add(Double.toString(plan.scale()));
        parts.add(request.method());
        parts.add(request.target());
        for (Field field : request.fields()) {
            parts.add(field.name() + ": " + field.value());
        }
        parts.add(request.body());
        AnswerCheck check = workload.check();
        parts.add(check.statusMin() + " " + check.statusMax() + " " + check.bodyLength());
        parts.add(check.bodyPattern());
        check.further().forEach(further -> parts.add(further.toString()));
        parts.add(workload.connections() + " " + workload.threads() + " " + workload.timeoutNs());
        parts.add(workload.model() + " " + workload.law());
        parts.add(workload.offeredRatePerSec() + " " + workload.shareOfSlowest());
        parts.addAll(workload.endpoints());
        // Older bundles do not have it, and belong to the series of HTTP/1.1.
        if (!workload.protocol().equals(WorkloadRecord.HTTP1)) {
            parts.add(workload.protocol());
        }
        return parts;
    }
}
