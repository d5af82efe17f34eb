package dev.tare.load.connection;

import dev.tare.load.check.AnswerInspection;
import dev.tare.load.check.AnswerInspector;
import dev.tare.load.request.Http2RequestMaker;
import dev.tare.load.request.RequestMaker;
import org.jspecify.annotations.Nullable;

/** One loop's part of an endpoint. Thread-safety: the loop's own thread only. */
public final class EndpointWork {
    private final EndpointPlan plan;
    private final Pool pool;
    private final AnswerInspector inspector;

    /**
     * A loop's part of an endpoint.
     *
     * @param inspector of its check, shared by the loop's endpoints that have the same
     */
    public EndpointWork(EndpointPlan plan, Pool pool, AnswerInspector inspector) {
        this.plan = plan;
        this.pool = pool;
        this.inspector = inspector;
    }

    /** Its place in the load. */
    public int index() {
        return plan.index();
    }

    int checkIndex() {
        return plan.check();
    }

    boolean headRequest() {
        return plan.headRequest();
    }

    /** The connections that its requests take. */
    public Pool pool() {
        return pool;
    }

    RequestMaker http1() {
        return required(plan.makers().http1());
    }

    Http2RequestMaker http2() {
        return required(plan.makers().http2());
    }

    private static <T> T required(@Nullable T maker) {
        if (maker == null) {
            throw new IllegalStateException("an endpoint's requests go to its own target only");
        }
        return maker;
    }

    AnswerInspection newInspection() {
        return inspector.inspection();
    }
}
