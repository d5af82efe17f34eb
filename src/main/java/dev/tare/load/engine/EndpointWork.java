package dev.tare.load.engine;

import dev.tare.load.check.AnswerInspection;
import dev.tare.load.request.RequestMaker;

/** One loop's part of an endpoint. Thread-safety: the loop's own thread only. */
final class EndpointWork {
    private final EndpointPlan plan;
    private final Pool pool;
    private final RequestMaker maker;

    EndpointWork(EndpointPlan plan, Pool pool, RequestMaker maker) {
        this.plan = plan;
        this.pool = pool;
        this.maker = maker;
    }

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
        return maker;
    }

    AnswerInspection newInspection() {
        return AnswerInspection.of(plan.endpoint().check());
    }
}
