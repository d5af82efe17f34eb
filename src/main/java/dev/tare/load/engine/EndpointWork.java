package dev.tare.load.engine;

import dev.tare.load.check.AnswerInspection;
import dev.tare.load.check.AnswerInspector;
import dev.tare.load.request.RequestMaker;

/** One loop's part of an endpoint. Thread-safety: the loop's own thread only. */
final class EndpointWork {
    private final EndpointPlan plan;
    private final Pool pool;
    private final AnswerInspector inspector;

    /**
     * A loop's part of an endpoint.
     *
     * @param inspector of its check, shared by the loop's endpoints that have the same
     */
    EndpointWork(EndpointPlan plan, Pool pool, AnswerInspector inspector) {
        this.plan = plan;
        this.pool = pool;
        this.inspector = inspector;
    }

    /** Its place in the load. */
    int index() {
        return plan.index();
    }

    int checkIndex() {
        return plan.check();
    }

    boolean headRequest() {
        return plan.headRequest();
    }

    /** The connections that its requests take. */
    Pool pool() {
        return pool;
    }

    RequestMaker maker() {
        return plan.maker();
    }

    AnswerInspection newInspection() {
        return inspector.inspection();
    }
}
